import type { CityReader, Series } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Garage {
  rows: number;
  capacity: number[];
  max_ratio: number;
  at: string;
  rows_over_capacity: number;
  mean_occupied: number;
  gaps_gt_2h: number;
}

const LONG_GAP_MS = 2 * 3_600_000;
const SUMMER = { domain: 'parking', from: '2014-05-01T00:00:00Z', to: '2014-09-01T00:00:00Z' };

export const parkingQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Record<string, Garage>>('aarhus_parking', isAbsent, (garages) =>
    Object.entries(garages).map(([garage, expected]) => ({
      question: `garage ${garage}`,
      expected,
      ask: (city) => describeGarage(city, garage),
    })),
  );

/** Sums, means and extremes from windows; single rows from the raw events behind them. */
async function describeGarage(city: CityReader, garage: string): Promise<Garage> {
  const occupied: Series = { ...SUMMER, entity: garage, metric: 'occupiedCount' };
  const hours = await city.windows(occupied, 'PT1H');
  const capacities = await city.windows({ ...occupied, metric: 'capacityCount' }, 'PT1H');
  const capacity = [...new Set(capacities.flatMap(({ min, max }) => [min, max]))];
  const most = Math.max(...hours.map((hour) => hour.max));
  const events = (await city.observations(occupied)).toSorted((a, b) => Date.parse(a.t) - Date.parse(b.t));
  const times = events.map((event) => Date.parse(event.t));
  const n = hours.reduce((sum, hour) => sum + hour.n, 0);
  return {
    rows: n,
    capacity,
    max_ratio: rounded(most / capacity[0]!),
    at: microTime(events.find((event) => event.value === most)!.t),
    rows_over_capacity: events.filter((event) => event.value > capacity[0]!).length,
    mean_occupied: rounded(hours.reduce((sum, hour) => sum + hour.sum, 0) / n),
    gaps_gt_2h: times.slice(1).filter((time, i) => time - times[i]! > LONG_GAP_MS).length,
  };
}
