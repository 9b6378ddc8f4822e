import { type CityReader, type Series, type WindowJson } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Oracle {
  rows: number;
  slowest_full_hour: { sensor: string; start: string; mean_kmh: number };
  max_daily_vehicle_count: { sensor: string; day: string; vehicles: number };
  city_mean_speed_at: { t: string; n: number; mean: number };
  zero_speed_rows: number;
}

const FEED = 'aarhus-traffic';
const METRICS = 3;
const SAMPLES_PER_HOUR = 12;
const TWO_WEEKS = { domain: 'traffic', from: '2014-08-01T00:00:00Z', to: '2014-08-15T00:00:00Z' };
const speed: Series = { ...TWO_WEEKS, metric: 'speedKmh' };
const vehicles: Series = { ...TWO_WEEKS, metric: 'vehicleCount' };

async function windowsOfSensors(
  city: CityReader,
  series: Series,
  window: string,
): Promise<(WindowJson & { entity: string })[]> {
  return city.windowsOfEach(await city.entitiesOf('traffic', FEED), series, window);
}

export const aarhusQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Oracle>('aarhus_traffic', isAbsent, (oracle) => [
    {
      question: 'rows',
      isOfDelivery: true,
      expected: oracle.rows,
      ask: async (city) => {
        const { received, counted } = await city.feed(FEED);
        return received === counted ? counted / METRICS : { received, counted };
      },
    },
    {
      question: 'slowest_full_hour',
      expected: oracle.slowest_full_hour,
      async ask(city) {
        const hours = (await windowsOfSensors(city, speed, 'PT1H')).filter(
          (hour) => hour.n === SAMPLES_PER_HOUR,
        );
        const slowest = hours.reduce((least, hour) => (hour.mean < least.mean ? hour : least));
        return { sensor: slowest.entity, start: microTime(slowest.start), mean_kmh: rounded(slowest.mean) };
      },
    },
    {
      question: 'max_daily_vehicle_count',
      expected: oracle.max_daily_vehicle_count,
      async ask(city) {
        const days = await windowsOfSensors(city, vehicles, 'P1D');
        const busiest = days.reduce((most, day) => (day.sum > most.sum ? day : most));
        return { sensor: busiest.entity, day: busiest.start.slice(0, 10), vehicles: busiest.sum };
      },
    },
    {
      question: 'city_mean_speed_at',
      expected: oracle.city_mean_speed_at,
      async ask(city) {
        const from = oracle.city_mean_speed_at.t;
        const { start, n, mean } = await city.window({ ...speed, from }, 'PT10S');
        return { t: microTime(start), n, mean: rounded(mean) };
      },
    },
    {
      question: 'zero_speed_rows',
      expected: oracle.zero_speed_rows,
      ask: async (city) => (await city.observations(speed)).filter((row) => row.value === 0).length,
    },
  ]);
