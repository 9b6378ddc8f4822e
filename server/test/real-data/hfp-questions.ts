import type { CityReader, ObservationJson } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Capture {
  lines: number;
  events: Record<string, number>;
  vehicles: string[];
  null_position: number;
  null_spd: number;
  distinct_veh_tst_event: number;
  late_gt_10s_behind_max_event_time: number;
  arrival_lag_max_s: number;
  fullest_minute: { vehicle: string; start: string; n: number; mean_spd_ms: number } | null;
}

/** One vehicle each; our name is the topic's owner and number. */
const VEHICLES: Record<string, string> = {
  'currentStopNull.hfp.dump': '0018:01029',
  'serviceJourneyChangeDifferentStop.hfp.dump': '0018:00679',
  'serviceJourneyChangeSameStopWithoutDeadRun.hfp.dump': '0012:01124',
  'stopChange.hfp.dump': '0012:01913',
};
/** One position of this minute says `oper: null`: keyed by `oper`, the recorded answer lost it. It stood at 0.1 m/s. */
const LOST_BY_OPER = { file: 'serviceJourneyChangeDifferentStop.hfp.dump', n: 1, speedMs: 0.1 };
const CAPTURED = { domain: 'transit', from: '2023-10-01T00:00:00Z', to: '2024-06-01T00:00:00Z' };
const PASSENGERS = 'APC';
const KMH_PER_MS = 3.6;
const LATE_MS = 10_000;

interface Line {
  t: number;
  arrival: number;
  event: string;
  hasSpeed: boolean;
}

/** The captured lines of one vehicle: an observation is one line, its readings are one row each. */
async function linesOf(city: CityReader, vehicle: string): Promise<Line[]> {
  const rows = await city.observations({ ...CAPTURED, entity: vehicle });
  const lines = new Map<string, Line>();
  for (const row of rows) {
    if (row.id === undefined || row.id === PASSENGERS) continue;
    const key = `${row.t} ${row.id}`;
    const line = lines.get(key) ?? toLine(row, row.id);
    line.hasSpeed ||= /speedKmh$/i.test(row.metric);
    lines.set(key, line);
  }
  return [...lines.values()].sort((a, b) => a.arrival - b.arrival);
}

function toLine(row: ObservationJson, event: string): Line {
  return { t: Date.parse(row.t), arrival: Date.parse(row.arrival), event, hasSpeed: false };
}

export const hfpQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Record<string, Capture>>('helsinki_hfp_mqtt', isAbsent, (captures) =>
    Object.entries(captures).flatMap(([file, capture]) => questionsOf(file, capture)),
  );

function questionsOf(file: string, capture: Capture): Omit<OracleQuestion, 'folder'>[] {
  const vehicle = VEHICLES[file]!;
  const of = (name: keyof Capture): { question: string; expected: unknown } => ({
    question: `${file} ${name}`,
    expected: capture[name],
  });
  return [
    { ...of('lines'), ask: async (city) => (await linesOf(city, vehicle)).length },
    {
      ...of('events'),
      async ask(city) {
        const events: Record<string, number> = {};
        for (const { event } of await linesOf(city, vehicle)) events[event] = (events[event] ?? 0) + 1;
        return events;
      },
    },
    {
      ...of('distinct_veh_tst_event'),
      ask: async (city) =>
        new Set((await linesOf(city, vehicle)).map((line) => `${line.t} ${line.event}`)).size,
    },
    {
      ...of('null_spd'),
      ask: async (city) => (await linesOf(city, vehicle)).filter((line) => !line.hasSpeed).length,
    },
    {
      ...of('late_gt_10s_behind_max_event_time'),
      isOfArrival: true,
      async ask(city) {
        let newest = -Infinity;
        let late = 0;
        for (const { t } of await linesOf(city, vehicle)) {
          if (t < newest - LATE_MS) late += 1;
          newest = Math.max(newest, t);
        }
        return late;
      },
    },
    {
      ...of('arrival_lag_max_s'),
      isOfArrival: true,
      // Captured in nanoseconds and recorded rounded to 1 ms; we keep an arrival in whole milliseconds.
      within: 0.001_5,
      reason: 'within 1 ms: an arrival is kept in whole milliseconds',
      async ask(city) {
        const lags = (await linesOf(city, vehicle)).map((line) => line.arrival - line.t);
        return Math.max(...lags) / 1000;
      },
    },
    fullestMinute(file, capture),
    {
      ...of('null_position'),
      reason:
        'the raw events of GET /observations carry no place; the decoder test of the binding answers it',
    },
    {
      ...of('vehicles'),
      reason:
        'keyed by the payload’s oper, which is null or another company; ours is the topic’s owner and number',
    },
  ];
}

function fullestMinute(file: string, { fullest_minute }: Capture): Omit<OracleQuestion, 'folder'> {
  const vehicle = VEHICLES[file]!;
  const question: Omit<OracleQuestion, 'folder'> = {
    question: `${file} fullest_minute`,
    expected: fullest_minute,
    async ask(city) {
      const minutes = await city.windows({ ...CAPTURED, entity: vehicle, metric: 'speedKmh' }, 'PT1M');
      if (minutes.length === 0) return null;
      const fullest = minutes.reduce((most, minute) => (minute.n > most.n ? minute : most));
      return {
        vehicle: fullest_minute?.vehicle,
        start: microTime(fullest.start),
        n: fullest.n,
        mean_spd_ms: rounded(fullest.mean / KMH_PER_MS, 3),
      };
    },
  };
  if (file !== LOST_BY_OPER.file || fullest_minute === null) return question;
  const n = fullest_minute.n + LOST_BY_OPER.n;
  const sum = fullest_minute.mean_spd_ms * fullest_minute.n + LOST_BY_OPER.speedMs;
  return {
    ...question,
    corrected: { ...fullest_minute, n, mean_spd_ms: rounded(sum / n, 3) },
    reason: 'the recorded script lost the position whose oper is null',
  };
}
