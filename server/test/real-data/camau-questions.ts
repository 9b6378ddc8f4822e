import type { CityReader, ObservationJson } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom } from './oracle-question.ts';

interface Level {
  station: string;
  t: string;
  value: number;
}
interface Oracle {
  rows: number;
  distinct_observations: number;
  duplicate_rows: number;
  keys_with_conflicting_values: number;
  rows_with_arrival_lag_gt_1h: number;
  rows_from_future: number;
  water_level_max: Level;
  water_level_min: Level;
  units: Record<string, number>;
}

const FEED = 'camau-water';
const DAYS = { domain: 'water', from: '2026-01-31T00:00:00Z', to: '2026-02-05T00:00:00Z' };
const NOT_ENTITY = /[^A-Za-z0-9_.:~-]/gu;

/** The station of an answer under the name that the binding gives it. */
function named(level: Level): Level {
  return { ...level, station: level.station.normalize('NFC').replace(NOT_ENTITY, ':') };
}

/** The window with the wanted extreme names the day; the raw event behind it the station and the moment. */
async function extremeLevel(city: CityReader, of: 'max' | 'min'): Promise<Level> {
  const series = { ...DAYS, metric: 'waterLevelM' };
  const windows = await city.windows(series, 'PT1M');
  const sign = of === 'max' ? 1 : -1;
  const best = windows.reduce((one, other) => (sign * other[of] > sign * one[of] ? other : one));
  const rows: ObservationJson[] = await city.observations({ ...series, from: best.start, to: best.end });
  const row = rows.find((candidate) => candidate.value === best[of])!;
  return { station: row.entity, t: microTime(row.t), value: row.value };
}

export const camauQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Oracle>('camau_water_mqtt', isAbsent, (oracle) => [
    {
      question: 'rows',
      isOfDelivery: true,
      expected: oracle.rows,
      ask: async (city) => (await city.feed(FEED)).received,
    },
    {
      question: 'distinct_observations (counted)',
      expected: oracle.distinct_observations,
      ask: async (city) => (await city.feed(FEED)).counted,
    },
    {
      question: 'distinct_observations (rows in windows)',
      expected: oracle.distinct_observations,
      async ask(city) {
        const metrics = new Set((await city.observations(DAYS)).map((row) => row.metric));
        let n = 0;
        for (const metric of metrics) {
          for (const window of await city.windows({ ...DAYS, metric }, 'PT1H')) n += window.n;
        }
        return n;
      },
    },
    {
      question: 'duplicate_rows',
      isOfDelivery: true,
      expected: oracle.duplicate_rows,
      ask: async (city) => (await city.feed(FEED)).duplicate,
    },
    {
      question: 'keys_with_conflicting_values',
      expected: oracle.keys_with_conflicting_values,
      ask: async (city) => (await city.feed(FEED)).conflict,
    },
    {
      question: 'rows_from_future',
      isOfArrival: true,
      expected: oracle.rows_from_future,
      ask: async (city) => (await city.observations(DAYS)).filter((row) => row.arrival < row.t).length,
    },
    {
      question: 'water_level_max',
      expected: named(oracle.water_level_max),
      ask: (city) => extremeLevel(city, 'max'),
    },
    {
      question: 'water_level_min',
      expected: named(oracle.water_level_min),
      ask: (city) => extremeLevel(city, 'min'),
    },
    {
      question: 'rows_with_arrival_lag_gt_1h',
      expected: oracle.rows_with_arrival_lag_gt_1h,
      reason: 'counts re-deliveries, whose arrival is not kept; the decoder test of the binding answers it',
    },
    {
      question: 'units',
      expected: oracle.units,
      reason:
        'spellings as sent are not kept: the binding maps them to one unit; the decoder test answers it',
    },
  ]);
