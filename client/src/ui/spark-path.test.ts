import { expect, test } from 'vitest';
import { bandPath, lastPoint, linePath, paddedRange, rangeOf } from './spark-path.ts';

const box = { width: 100, height: 10, low: 0, high: 10, steps: 5 };

test('a missing value is a gap, not a zero', () => {
  expect(linePath([0, 5, null, 10, 10], box)).toBe('M0 10L25 5M75 0L100 0');
});

test('a value alone between gaps is a short dash', () => {
  expect(linePath([null, 5, null], box)).toBe('M24.6 5h0.8');
});

test('the band is cut where either side is unknown', () => {
  expect(bandPath([0, 0, null, 0], [10, 10, 10, 10], box)).toBe('M0 0L25 0L25 10L0 10ZM75 0L75 10Z');
});

test('values outside the box stay at its edge', () => {
  expect(linePath([-5, 50], box)).toBe('M0 10L25 0');
});

test('ranges ignore missing values and a flat line gets air', () => {
  expect(rangeOf([null, 3], undefined, [7, null])).toEqual([3, 7]);
  expect(rangeOf([null], [])).toBeNull();
  expect(paddedRange([0, 0])).toEqual([-0.5, 0.5]);
});

test('the end dot stands on the last known value', () => {
  expect(lastPoint([1, 2, null], box)).toEqual({ x: 25, y: 8 });
  expect(lastPoint([null], box)).toBeNull();
});
