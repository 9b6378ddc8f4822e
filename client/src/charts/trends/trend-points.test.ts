import { expect, test } from 'vitest';
import { indexAt, missingWindows, trendPoints } from './trend-points.ts';
import { isPartial, seriesFigure } from './trend-answers.ts';
import type { TrendItem } from './trend-answers.ts';

const STEP_MS = 300_000;

function item(startMs: number, over: Partial<TrendItem> = {}): TrendItem {
  return {
    ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + STEP_MS).toISOString(), value: 1 },
    ...{ n: 10, expected: 10, late: 0, revision: 0, final: true, exact: true, ...over },
  };
}

const AXIS = { fromMs: 0, toMs: 6 * STEP_MS };
const AT = { axis: AXIS, window: 'PT5M' as const, nowMs: 6 * STEP_MS, usualAt: () => null };

test('a window that nobody measured in is a gap, not a zero, and is counted as missing', () => {
  const points = trendPoints([item(STEP_MS, { value: 0 }), item(3 * STEP_MS)], AT);
  expect(points.values).toEqual([null, 0, null, 1, null, null]);
  // What lies before the first is not missing: the figure may not have been there.
  expect(missingWindows(points, AT)).toBe(3);
  expect(missingWindows(points, { ...AT, nowMs: 5 * STEP_MS })).toBe(2);
});

test('windows with too few of their readings are partial, neighbours run together, an open one is not judged', () => {
  const few = { n: 7 };
  const points = trendPoints([item(0), item(STEP_MS, few), item(2 * STEP_MS, few), item(5 * STEP_MS, few)], {
    ...AT,
    nowMs: 5 * STEP_MS + 1,
  });
  expect(points.partial).toEqual([[STEP_MS, 3 * STEP_MS]]);
  expect(isPartial(item(0, { n: 8 }), STEP_MS)).toBe(false);
  expect(isPartial(item(0, { n: 1, expected: null }), STEP_MS)).toBe(false);
});

test('a time finds its window, and none outside of what is shown', () => {
  const points = trendPoints([], AT);
  expect(indexAt(points, STEP_MS + 1, 'PT5M')).toBe(1);
  expect(indexAt(points, 6 * STEP_MS, 'PT5M')).toBe(-1);
  expect(indexAt(points, -1, 'PT5M')).toBe(-1);
});

test('an id of a series is read whole or not at all', () => {
  expect(seriesFigure('series/river/phu-an/levelM')).toMatchObject({ domain: 'river', entities: ['phu-an'] });
  for (const id of ['series/river/phu-an', 'series//a/b', 'trend/phu-an', 'series/a/b/c/d'])
    expect(seriesFigure(id)).toBeNull();
});
