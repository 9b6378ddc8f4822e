import { CanonicalWriter } from '@metropane/base';
import { expect, test } from 'vitest';
import { LAG_BOUNDS_MS, LagHistogram } from './lag-histogram.ts';

const HOUR_MS = 3_600_000;
const T0 = 490_000 * HOUR_MS;

test('each lag falls into the bucket below its bound, negative lag into the first, the rest into the last', () => {
  const lags = new LagHistogram();
  for (const lagMs of [-1, 0, 99, 100, 86_399_999, 86_400_000, 1e12]) lags.add(lagMs, T0);
  const counts = lags.counts(T0);
  expect(counts.length).toBe(LAG_BOUNDS_MS.length + 1);
  expect(counts.slice(0, 3)).toEqual([1, 2, 1]);
  expect(counts.slice(-2)).toEqual([1, 2]);
  expect(counts.reduce((a, b) => a + b)).toBe(7);
});

test('holds the last 24 hours: what is older leaves, also when nothing came since', () => {
  const lags = new LagHistogram();
  lags.add(50, T0);
  lags.add(50, T0 + 23 * HOUR_MS);
  expect(lags.counts(T0 + 23 * HOUR_MS)[1]).toBe(2);
  expect(lags.counts(T0 + 24 * HOUR_MS)[1]).toBe(1);
  lags.add(50, T0 + 24 * HOUR_MS);
  expect(lags.counts(T0 + 24 * HOUR_MS)[1]).toBe(2);
  expect(lags.counts(T0 + 60 * HOUR_MS)[1]).toBe(0);
});

test('a copy from its snapshot goes on alike and shares nothing', () => {
  const lags = new LagHistogram();
  lags.add(50, T0);
  const copy = new LagHistogram(lags.snapshot());
  expect(hashOf(copy)).toBe(hashOf(lags));
  copy.add(50, T0);
  expect(hashOf(copy)).not.toBe(hashOf(lags));
  lags.add(50, T0);
  expect(hashOf(copy)).toBe(hashOf(lags));
});

function hashOf(lags: LagHistogram): string {
  const writer = new CanonicalWriter();
  lags.writeCanonical(writer);
  return writer.hash().join(' ');
}
