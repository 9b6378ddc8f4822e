import type { CityReader, Series } from './city-reader.ts';
import { type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Recorded {
  rows: number;
  labelled_windows: [string, string][];
  points_in_windows: number;
  mean: number;
  gaps_gt_1h: number;
}

const HOUR_MS = 3_600_000;
const YEAR = { domain: 'traffic-loops', from: '2015-01-01T00:00:00Z', to: '2016-01-01T00:00:00Z' };

export const nabQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Record<string, Recorded>>('nab_traffic', isAbsent, (recorded) =>
    Object.entries(recorded).map(([entity, { labelled_windows, ...expected }]) => ({
      question: `series ${entity}`,
      expected,
      ask: (city) => describeSeries(city, { ...YEAR, entity, metric: 'value' }, labelled_windows),
    })),
  );

async function describeSeries(
  city: CityReader,
  series: Series,
  labelled: readonly [string, string][],
): Promise<Omit<Recorded, 'labelled_windows'>> {
  const hours = await city.windows(series, 'PT1H');
  const events = await city.observations(series);
  const times = events.map((event) => Date.parse(event.t)).toSorted((a, b) => a - b);
  const spans = labelled.map((span) =>
    span.map((time) => Date.parse(`${time.slice(0, 19).replace(' ', 'T')}Z`)),
  );
  const n = hours.reduce((sum, hour) => sum + hour.n, 0);
  return {
    rows: n,
    points_in_windows: times.filter((time) => spans.some(([from, to]) => time >= from! && time <= to!))
      .length,
    mean: rounded(hours.reduce((sum, hour) => sum + hour.sum, 0) / n),
    gaps_gt_1h: times.slice(1).filter((time, i) => time - times[i]! > HOUR_MS).length,
  };
}
