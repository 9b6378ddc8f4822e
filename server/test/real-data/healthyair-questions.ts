import { type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Station {
  rows: number;
  missing_hours: number;
  worst_full_local_day: string;
  worst_day_mean_pm25: number;
  hours_pm25_gt_50: number;
  longest_gap_h: number;
}

const HOUR_MS = 3_600_000;
const ZONE_MS = 7 * HOUR_MS;
const YEAR = { domain: 'air', metric: 'pm25UgM3', from: '2021-01-01T00:00:00Z', to: '2022-01-01T00:00:00Z' };

export const healthyairQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<{ stations: Record<string, Station> }>('hcmc_air_healthyair', isAbsent, ({ stations }) =>
    Object.entries(stations).map(([station, expected]) => ({
      question: `station ${station}`,
      expected,
      async ask(city): Promise<Station> {
        const series = { ...YEAR, entity: `healthyair-${station}` };
        const hours = await city.windows(series, 'PT1H');
        const days = (await city.windows(series, 'P1D')).filter((day) => day.n === 24);
        const worst = days.reduce((most, day) => (day.mean > most.mean ? day : most));
        const starts = hours.map((hour) => Date.parse(hour.start));
        const gaps = starts.slice(1).map((start, i) => (start - starts[i]!) / HOUR_MS);
        return {
          rows: hours.reduce((sum, hour) => sum + hour.n, 0),
          missing_hours: (starts.at(-1)! - starts[0]!) / HOUR_MS + 1 - starts.length,
          worst_full_local_day: new Date(Date.parse(worst.start) + ZONE_MS).toISOString().slice(0, 10),
          worst_day_mean_pm25: rounded(worst.mean),
          hours_pm25_gt_50: hours.filter((hour) => hour.mean > 50).length,
          longest_gap_h: Math.max(...gaps),
        };
      },
    })),
  );
