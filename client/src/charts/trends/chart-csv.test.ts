import { expect, test } from 'vitest';
import { exportName } from '../../ui/linked/file-words.ts';
import { trendCsv } from './chart-csv.ts';
import type { TrendFigure, TrendItem } from './trend-answers.ts';
import { trendPoints } from './trend-points.ts';

const STEP_MS = 300_000;
const START = Date.UTC(2026, 10, 22, 17);
const FIGURE: TrendFigure = {
  ...{ id: 'trend/phu-an', name: null, unit: 'm', decimals: 2, domain: 'river', metric: 'levelM' },
  ...{ entities: ['phu-an'], windows: ['PT5M'], levels: [], periodMs: null, hasUsual: true },
};
const ITEM: TrendItem = {
  ...{ start: new Date(START).toISOString(), end: new Date(START + STEP_MS).toISOString(), value: -0.35 },
  ...{ n: 4, expected: 5, late: 1, revision: 2, final: true, exact: true },
};

test('every window that has begun is a row, empty ones too, with both times, n and what is usual then', () => {
  const axis = { fromMs: START, toMs: START + 3 * STEP_MS };
  const usual = { start: '', low: -0.5, mid: 0, high: 0.5, days: 8 };
  const nowMs = START + STEP_MS + 1;
  const usualAt = (timeMs: number) => (timeMs === START ? usual : null);
  const points = trendPoints([ITEM], { axis, window: 'PT5M', nowMs, usualAt });
  const csv = trendCsv(points, {
    ...{ figure: FIGURE, name: '=Phú An', unit: 'm', window: 'PT5M', zone: 'Asia/Ho_Chi_Minh', nowMs },
  });
  const [head, first, second, rest] = csv.split('\r\n');
  expect(head!.split(',')).toHaveLength(22);
  expect(first).toBe(
    "2026-11-22T17:00:00.000Z,2026-11-22T17:05:00.000Z,2026-11-23 00:00:00,2026-11-23 00:05:00,Asia/Ho_Chi_Minh,trend/phu-an,river phu-an levelM,'=Phú An,m,PT5M,-0.35,4,5,0.8,1,2,true,true,-0.5,0,0.5,8",
  );
  expect(second).toContain("trend/phu-an,river phu-an levelM,'=Phú An,m,PT5M,,0,,,0,0,,,,,,");
  expect(rest).toBe('');
});

test('the name of a file says what and when, and leads out of no folder', () => {
  expect(exportName('series/../..', { fromMs: START, toMs: START + STEP_MS })).toBe(
    'metropane-series--20261122T170000Z-20261122T170500Z',
  );
});
