import { expect, test } from 'vitest';
import { seriesCsv } from './series-csv.ts';
import type { ToldSeries, ToldSpan } from './told-series.ts';

const STEP_MS = 300_000;
const START = Date.UTC(2026, 10, 22, 17);
const SPAN: ToldSpan = {
  ...{ startMs: START, stepMs: STEP_MS, count: 3, window: 'PT5M', zone: 'Asia/Ho_Chi_Minh' },
  basis: 'P10–P90, 8 tuần',
};
const RIVER: ToldSeries = {
  ...{ source: 'river phu-an levelM', name: '=Phú An', unit: 'm', decimals: 2 },
  ...{ values: [1.25, null, 2], usual: [{ low: 1, high: 1.5 }, null, null] },
};

test('a row for every step that has begun: both times, zone, source, unit, window; what is not known is empty, not zero', () => {
  const marks = [{ id: 'SC-1', atMs: START + STEP_MS + 1, priority: 1, title: 'a' } as const];
  const csv = seriesCsv([RIVER], SPAN, { marks, nowMs: START + 2 * STEP_MS });
  const [head, first, second, rest, ...more] = csv.split('\r\n');
  expect(head).toBe(
    'start_utc,end_utc,start_local,end_local,zone,source,name,unit,window,value,usual_low,usual_high,usual_basis,incidents',
  );
  expect(first).toBe(
    '2026-11-22T17:00:00.000Z,2026-11-22T17:05:00.000Z,2026-11-23 00:00:00,2026-11-23 00:05:00,Asia/Ho_Chi_Minh,river phu-an levelM,\'=Phú An,m,PT5M,1.25,1,1.5,"P10–P90, 8 tuần",',
  );
  expect(second).toMatch(/,PT5M,,,,,SC-1$/);
  expect(rest).toBe('');
  expect(more).toEqual([]);
});

test('series follow each other; no series gives the names of the columns alone', () => {
  const csv = seriesCsv([RIVER, { ...RIVER, source: 'rain x y' }], SPAN, { marks: [], nowMs: START + 1e9 });
  expect(csv.split('\r\n')).toHaveLength(1 + 6 + 1);
  expect(seriesCsv([], SPAN, { marks: [], nowMs: START + 1e9 }).split('\r\n')).toHaveLength(2);
});

test('steps with names tell those, and of their times only what is known', () => {
  const startsMs = [Date.UTC(2026, 8), Date.UTC(2026, 9)];
  const months: ToldSpan = {
    ...{ startMs: startsMs[0]!, stepMs: 30 * 86_400_000, count: 2, startsMs, window: 'kỳ' },
    ...{ zone: 'Asia/Ho_Chi_Minh', basis: null },
    periods: [
      { id: '2026-09', start: '2026-08-25T05:00:00Z', end: '2026-09-25T05:00:00Z' },
      { id: '2026-10', start: null, end: null },
    ],
  };
  const [, first, second] = seriesCsv([RIVER], months, { marks: [], nowMs: START }).split('\r\n');
  expect(first).toMatch(
    /^2026-08-25T05:00:00.000Z,2026-09-25T05:00:00.000Z,2026-08-25 12:00:00,2026-09-25 12:00:00,.*,m,2026-09,1.25,/,
  );
  expect(second).toMatch(/^,,,,Asia\/Ho_Chi_Minh,.*,m,2026-10,,/);
});
