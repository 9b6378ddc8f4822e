import type { CityReader, Series, WindowJson } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Oracle {
  busiest_segment_window: {
    segment_id: string;
    start: string;
    count: number;
    mean: number;
    min: number;
    max: number;
  };
  busiest_local_day: {
    date_local_UTC7: string;
    rows: number;
    segments: number;
    mean_of_all: number;
    segments_with_day_mean_lt_10: number;
  };
  busiest_city_window: { start: string; rows: number; mean: number; distinct_segments: number };
  nonempty_segment_windows: number;
  LOS_counts_threshold35: Record<'A' | 'B' | 'C' | 'D' | 'E' | 'F', number>;
}

const FEED = 'hcmc-traffic';
const SWEEP = 'hcmc-sweep';
const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
const half: Series = {
  domain: 'traffic',
  metric: 'speedKmh',
  from: '2020-07-01T00:00:00Z',
  to: '2021-01-01T00:00:00Z',
};
const THRESHOLD_KMH = 35;
const CLASS_KMH = 5;

/** Asked once: 4,058 questions. */
const segmentWindows = new WeakMap<CityReader, Promise<(WindowJson & { entity: string })[]>>();

/** Every five minutes of every segment, in order of start. */
function windowsOfSegments(city: CityReader): Promise<(WindowJson & { entity: string })[]> {
  const known = segmentWindows.get(city);
  if (known !== undefined) return known;
  const asked = city
    .entitiesOf('traffic', FEED)
    .then((segments) => city.windowsOfEach(segments, half, 'PT5M'));
  segmentWindows.set(city, asked);
  return asked;
}

export const hcmcTrafficQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Oracle>('hcmc_traffic_status', isAbsent, (oracle) => [
    {
      question: 'segment_status.csv rows, duplicates, late',
      isOfDelivery: true,
      expected: { received: 28_902, counted: 28_902, duplicate: 0, late: 0 },
      ask: (city) => countsOf(city, FEED),
    },
    {
      question: 'machine_generated_sweep.csv rows, duplicates, late',
      isOfDelivery: true,
      expected: { received: 36_090, counted: 36_090, duplicate: 0, late: 0 },
      ask: (city) => countsOf(city, SWEEP),
    },
    {
      question: 'machine_generated_sweep.csv segments, rows in hours',
      expected: { segments: 3_609, rows: 36_090 },
      async ask(city) {
        const series = { ...half, domain: 'traffic-sweep' };
        const hours = await city.windows(series, 'PT1H');
        const segments = await city.entitiesOf('traffic-sweep', SWEEP);
        return { segments: segments.length, rows: hours.reduce((sum, hour) => sum + hour.n, 0) };
      },
    },
    {
      question: 'busiest_segment_window',
      isLong: true,
      expected: oracle.busiest_segment_window,
      async ask(city) {
        const { entity, start, n, mean, min, max } = mostRows(await windowsOfSegments(city));
        return {
          segment_id: entity.slice('seg-'.length),
          start: microTime(start),
          count: n,
          mean: rounded(mean),
          min,
          max,
        };
      },
    },
    {
      question: 'busiest_local_day',
      expected: oracle.busiest_local_day,
      ask: busiestLocalDay,
    },
    {
      question: 'busiest_city_window (of that day)',
      expected: oracle.busiest_city_window,
      async ask(city) {
        const day = dayOf(oracle.busiest_local_day.date_local_UTC7);
        const { start, end, n, mean } = mostRows(await city.windows({ ...half, ...day }, 'PT5M'));
        const rows = await city.observations({ ...half, from: start, to: end });
        const segments = new Set(rows.map((row) => row.entity));
        return { start: microTime(start), rows: n, mean: rounded(mean), distinct_segments: segments.size };
      },
    },
    {
      question: 'nonempty_segment_windows',
      isLong: true,
      expected: oracle.nonempty_segment_windows,
      ask: async (city) => (await windowsOfSegments(city)).length,
    },
    {
      question: 'LOS_counts_threshold35',
      expected: oracle.LOS_counts_threshold35,
      async ask(city) {
        const counts = { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0 };
        for (const { value } of await city.observations(half)) counts[levelOfService(value)] += 1;
        return counts;
      },
    },
  ]);

async function countsOf(city: CityReader, id: string): Promise<unknown> {
  const { received, counted, duplicate, late } = await city.feed(id);
  return { received, counted, duplicate, late };
}

async function busiestLocalDay(city: CityReader): Promise<Oracle['busiest_local_day']> {
  const day = mostRows(await city.windows(half, 'P1D'));
  const rows = await city.observations({ ...half, from: day.start, to: day.end });
  const segments = [...new Set(rows.map((row) => row.entity))];
  const range = { ...half, from: day.start, to: day.end };
  const daily = await city.windowsOfEach(segments, range, 'P1D');
  return {
    date_local_UTC7: new Date(Date.parse(day.start) + ZONE_MS).toISOString().slice(0, 10),
    rows: day.n,
    segments: daily.length,
    mean_of_all: rounded(day.mean),
    segments_with_day_mean_lt_10: daily.filter((one) => one.mean < 10).length,
  };
}

/** The recorded rule: how many steps of 5 km/h below the threshold. */
function levelOfService(speedKmh: number): 'A' | 'B' | 'C' | 'D' | 'E' | 'F' {
  const steps = Math.ceil(Math.max(THRESHOLD_KMH - speedKmh, 0) / CLASS_KMH);
  return (['A', 'B', 'C', 'D', 'E', 'F'] as const)[Math.min(steps, 5)]!;
}

function mostRows<T extends { n: number; start: string }>(windows: T[]): T {
  return windows.reduce((most, one) =>
    one.n > most.n || (one.n === most.n && one.start < most.start) ? one : most,
  );
}

function dayOf(local: string): { from: string; to: string } {
  const fromMs = Date.parse(`${local}T00:00:00+07:00`);
  return { from: new Date(fromMs).toISOString(), to: new Date(fromMs + DAY_MS).toISOString() };
}
