import type { Series } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Oracle {
  rows: number;
  max_station_hour: { station: string; start: string; mean_aqi: number; n: number };
  rows_unhealthy_gt_150: number;
}

const FEED = 'airvisual';
const UNHEALTHY = 150;
const day: Series = {
  domain: 'air-index',
  metric: 'aqi',
  from: '2020-07-20T00:00:00Z',
  to: '2020-07-21T00:00:00Z',
};

export const airvisualQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Oracle>('hcmc_air_airvisual', isAbsent, (oracle) => [
    {
      question: 'rows',
      expected: oracle.rows,
      ask: async (city) => (await city.windows(day, 'PT1H')).reduce((sum, hour) => sum + hour.n, 0),
    },
    {
      question: 'max_station_hour',
      expected: { ...oracle.max_station_hour, station: oracle.max_station_hour.station.replaceAll(' ', ':') },
      async ask(city) {
        const hours = await city.windowsOfEach(await city.entitiesOf('air-index', FEED), day, 'PT1H');
        const { entity, start, mean, n } = hours.reduce((most, hour) =>
          hour.mean > most.mean ? hour : most,
        );
        return { station: entity, start: microTime(start), mean_aqi: rounded(mean), n };
      },
    },
    {
      question: 'rows_unhealthy_gt_150',
      expected: oracle.rows_unhealthy_gt_150,
      // Beyond the dedup horizon a repetition is listed as a second event; windows count it once.
      ask: async (city) =>
        new Set(
          (await city.observations(day))
            .filter((row) => row.value > UNHEALTHY)
            .map((row) => `${row.entity} ${row.t}`),
        ).size,
    },
  ]);
