import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { binomialAtMost, funnelPlace, medianTime, wilson } from './intervals.ts';

test("Wilson's interval is that of the tables", () => {
  // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const tabled = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [k, n, low, high] of tabled) {
    expect(wilson(k, n).low).toBeCloseTo(low, 4);
    expect(wilson(k, n).high).toBeCloseTo(high, 4);
  }
});

test('an interval holds its share, lies in 0–1, and mirrors', () => {
  forSeeds('wilson', 300, (rng) => {
    const n = 1 + rng.int(400);
    const k = rng.int(n + 1);
    const { low, high } = wilson(k, n);
    expect(low).toBeLessThanOrEqual(k / n);
    expect(high).toBeGreaterThanOrEqual(k / n);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(wilson(n - k, n).low).toBeCloseTo(1 - high, 12);
  });
});

test('the median of times that all came is the middle one, and its interval covers in 95 of 100', () => {
  let covered = 0;
  let runs = 0;
  forSeeds('median-covers', 1_000, (rng) => {
    const durations = Array.from({ length: 41 }, () => ({
      ms: -1_000 * Math.log(1 - rng.next()),
      isReached: true,
    }));
    const { ms, lowMs, highMs } = medianTime(durations);
    expect(ms).toBe(durations.toSorted((a, b) => a.ms - b.ms)[20]!.ms);
    runs += 1;
    const truth = 1_000 * Math.LN2;
    if (lowMs! <= truth && truth <= (highMs ?? Infinity)) covered += 1;
  });
  expect(covered / runs).toBeGreaterThan(0.92);
});

test('who still waits is counted: leaving them out would halve the median', () => {
  const came = Array.from({ length: 10 }, (_, i) => ({ ms: i + 1, isReached: true }));
  const waiting = Array.from({ length: 8 }, () => ({ ms: 100, isReached: false }));
  expect(medianTime(came).ms).toBe(5);
  expect(medianTime([...came, ...waiting]).ms).toBe(9);
  expect(medianTime([...came, ...waiting, ...waiting])).toMatchObject({ ms: null, highMs: null });
  expect(medianTime(waiting)).toEqual({ ms: null, lowMs: null, highMs: null });
});

test('Kaplan and Meier by hand: who was lost from view early weighs less, not nothing', () => {
  // At risk 6: one comes at 1 (5/6); one is looked at last at 2; of 4, one comes at 3 (5/8), one at 4 (5/12 ≤ 1/2).
  const durations = [
    { ms: 1, isReached: true },
    { ms: 2, isReached: false },
    { ms: 3, isReached: true },
    { ms: 4, isReached: true },
    { ms: 5, isReached: true },
    { ms: 6, isReached: true },
  ];
  expect(medianTime(durations).ms).toBe(4);
});

test('a median is that of the survival computed from its definition', () => {
  forSeeds('median-naive', 300, (rng) => {
    const durations = Array.from({ length: 1 + rng.int(40) }, () => ({
      ms: rng.int(30),
      isReached: rng.int(3) > 0,
    }));
    expect(medianTime(durations).ms).toBe(naiveMedian(durations));
  });
});

test('the binomial is that of the sum of its terms, and the funnel stands on it', () => {
  expect(binomialAtMost(2, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
  expect(binomialAtMost(0, 400, 0.01)).toBeCloseTo(0.99 ** 400, 12);
  expect(binomialAtMost(-1, 4, 0.2)).toBe(0);
  expect(binomialAtMost(4, 4, 0.2)).toBe(1);
  expect(funnelPlace(80, 100, 0.8)).toBe('usual');
  expect(funnelPlace(70, 100, 0.8)).toBe('low');
  expect(funnelPlace(60, 100, 0.8)).toBe('very-low');
  expect(funnelPlace(90, 100, 0.8)).toBe('high');
  expect(funnelPlace(95, 100, 0.8)).toBe('very-high');
  // The same share of few is nothing.
  expect(funnelPlace(12, 20, 0.8)).toBe('usual');
  expect(funnelPlace(20, 20, 1)).toBe('usual');
});

test('of wards that do not differ, no more than one in twenty stands out', () => {
  let out = 0;
  let runs = 0;
  forSeeds('funnel-null', 2_000, (rng) => {
    const n = 20 + rng.int(200);
    let k = 0;
    for (let i = 0; i < n; i++) if (rng.next() < 0.8) k += 1;
    runs += 1;
    if (funnelPlace(k, n, 0.8) !== 'usual') out += 1;
  });
  expect(out / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
});

function naiveMedian(durations: readonly { ms: number; isReached: boolean }[]): number | null {
  let alive = 1;
  for (const ms of [...new Set(durations.map((each) => each.ms))].toSorted((a, b) => a - b)) {
    const atRisk = durations.filter((each) => each.ms >= ms).length;
    const came = durations.filter((each) => each.ms === ms && each.isReached).length;
    alive *= 1 - came / atRisk;
    if (came > 0 && alive <= 0.5 + 1e-12) return ms;
  }
  return null;
}
