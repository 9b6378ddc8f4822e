import { forSeeds } from '@metropane/testing';
import type { Rng } from '@metropane/base';
import { expect, test } from 'vitest';
import { addSeries, makeEngineFixture, POLICY, T0 } from './engine-fixture.ts';
import { WINDOW_NAMES, WindowEngine } from './index.ts';
import type { Pane } from './index.ts';
import { bucketMiddle, bucketOf } from './quantile-buckets.ts';

/** What [W25] promises; the buckets keep 1/64. */
const RELATIVE_ERROR = 0.02;

/** Distributions as sensors have them: narrow, wide, of both signs, discrete, with outliers, over many orders of magnitude. */
const DISTRIBUTIONS: readonly ((rng: Rng) => number)[] = [
  (rng) => 25 + rng.normal(),
  (rng) => rng.normal() * 100,
  (rng) => -rng.next() * 1e-3,
  (rng) => rng.int(4) - 2,
  (rng) => (rng.int(50) === 0 ? 1e16 : 30 + rng.next()),
  (rng) => Math.exp(rng.normal() * 2),
  (rng) => (rng.int(2) === 0 ? 0 : -0),
];

test('[W25] p50 and p95 of every pane are within 2 % of the nearest rank, in all lengths, across closing and checkpoints', () => {
  forSeeds('quantiles', 40, (rng) => {
    const draw = DISTRIBUTIONS[rng.int(DISTRIBUTIONS.length)]!;
    const seen: { tMs: number; value: number }[] = [];
    const check = (pane: Pane) => expectNear(pane, seen);
    const options = rng.int(2) === 0 ? { sink: { onPane: check } } : { sink: null };
    let engine = new WindowEngine(options);
    const source = engine.addSource(engine.addFeed(POLICY));
    const series = addSeries(engine, source);
    engine.keepQuantiles(series);
    engine.keepHopping(series);
    let nowMs = T0;
    for (let n = 0; n < 1_500; n++) {
      nowMs += rng.int(100) === 0 ? rng.int(90_000) : rng.int(6_000);
      if (rng.int(200) === 0) engine = WindowEngine.restore(structuredClone(engine.snapshot()), options);
      const tMs = nowMs - rng.int(rng.int(4) === 0 ? 25_000 : 2_000);
      engine.beginObservation(source, tMs, nowMs);
      engine.identifyBy(0, n);
      const value = draw(rng);
      if (engine.accept(series, value) === 'counted') seen.push({ tMs, value });
      if (n % 10 === 0) engine.tick(nowMs);
      if (n % 50 !== 0) continue;
      for (const window of WINDOW_NAMES) engine.openPanes(series, window).forEach(check);
      check(engine.latestHoppingPane(series)!);
    }
  });
});

function expectNear(pane: Pane, seen: readonly { tMs: number; value: number }[]): void {
  const inside = seen.filter(({ tMs }) => tMs >= pane.startMs && tMs < pane.endMs);
  const values = inside.map(({ value }) => value).sort((a, b) => a - b);
  expect(values.length, pane.window).toBe(pane.n);
  for (const [p, found] of [
    [0.5, pane.p50],
    [0.95, pane.p95],
  ] as const) {
    const exact = values[Math.ceil(p * values.length) - 1]!;
    expect(Math.abs(found! - exact)).toBeLessThanOrEqual(RELATIVE_ERROR * Math.abs(exact));
  }
}

test('[W25] a bucket is within 1/64 of all its values, mirrored, in order; only zero and what is smaller than 2.3e-308 is zero', () => {
  forSeeds('buckets', 20, (rng) => {
    for (let n = 0; n < 1_000; n++) {
      const value = (1 + rng.next()) * 2 ** (rng.int(2_000) - 1_000);
      const middle = bucketMiddle(bucketOf(value));
      expect(Math.abs(middle - value) / value).toBeLessThanOrEqual(1 / 64);
      expect(bucketMiddle(bucketOf(-value))).toBe(-middle);
      expect(bucketOf(value * 1.04)).toBeGreaterThan(bucketOf(value));
      expect(bucketOf(-value * 1.04)).toBeLessThan(bucketOf(-value));
    }
  });
  for (const tiny of [0, -0, 5e-324, -1e-310]) expect(bucketMiddle(bucketOf(tiny))).toBe(0);
  expect(bucketMiddle(bucketOf(Number.MAX_VALUE))).toBeLessThan(Infinity);
});

test('[W25] only a series that asked has quantiles, and only of windows that began after it', () => {
  const { engine, series, see } = makeEngineFixture({}, { sink: null });
  for (const second of [1, 2]) see(second, second);
  expect(engine.latestPane(series, 'PT10S')).toMatchObject({ n: 2, p50: null, p95: null });
  engine.keepQuantiles(series);
  for (const second of [3, 61, 62]) see(second, second);
  expect(engine.openPanes(series, 'PT1M').map(({ p50 }) => p50 === null)).toEqual([true, false]);
  // The first minute closes into the five minutes.
  for (const second of [140, 200]) see(second, second);
  expect(engine.latestPane(series, 'PT5M')).toMatchObject({ n: 7, p50: null });
  see(301, 301);
  see(302, 302);
  expect(engine.latestPane(series, 'PT5M')).toMatchObject({ n: 2, p95: expect.closeTo(302, -1) });
});

test('[W25] an hour that began before the series asked has none, whatever has closed before and since', () => {
  // One event per slice: open slices are no obstacle, so that at one of the moments exactly a whole minute is without a sketch.
  for (let asked = 345; asked < 430; asked += 10) {
    const { engine, series, see } = makeEngineFixture({}, { sink: null });
    for (let second = 5; second < asked; second += 10) see(second, second);
    engine.keepQuantiles(series);
    for (let second = asked; second < 3_600; second += 10) {
      see(second, second);
      expect(engine.latestPane(series, 'PT1H')?.p50).toBeNull();
      if (second < 600) expect(engine.latestPane(series, 'PT5M')?.p50).toBeNull();
    }
    for (let second = 3_605; second < 7_000; second += 10) see(second, second);
    expect(engine.latestPane(series, 'PT1H')).toMatchObject({ p50: expect.closeTo(5_300, -2) });
  }
});

test('[W25] without room there is no quantile rather than a wrong one, counted; room comes back', () => {
  const { engine, series, see } = makeEngineFixture({}, { sink: null, quantileLimit: 64 });
  engine.keepQuantiles(series);
  for (let n = 0; n < 200; n++) see(n / 100, 1.1 ** n);
  expect(engine.latestPane(series, 'PT10S')).toMatchObject({ n: 200, p50: null, p95: null });
  expect(engine.counters().quantilesLost).toBe(1);
  for (const second of [7_200, 7_201, 7_202]) see(second, second);
  expect(engine.latestPane(series, 'PT1H')).toMatchObject({ n: 3, p95: expect.closeTo(7_202, -2) });
});

test('[W25] many equal values fit into few buckets', () => {
  const { engine, source, series } = makeEngineFixture({}, { sink: null, quantileLimit: 64 });
  engine.keepQuantiles(series);
  for (let n = 0; n < 100_000; n++) {
    engine.beginObservation(source, T0 + (n % 9_000), T0);
    engine.identifyBy(0, n);
    engine.accept(series, n % 20 === 0 ? 50 : 7);
  }
  const pane = engine.latestPane(series, 'PT10S')!;
  expect(pane.n).toBe(100_000);
  expect(Math.abs(pane.p50! - 7) / 7).toBeLessThan(RELATIVE_ERROR);
  expect(pane.p95).toBe(pane.p50);
  expect(engine.counters().quantilesLost).toBe(0);
});

test('[W18][W25] what sketches give back is used again, also after a restart', () => {
  let { engine } = makeEngineFixture({}, { sink: null });
  const bytes: number[] = [];
  const source = engine.addSource(engine.addFeed(POLICY));
  const series = addSeries(engine, source);
  engine.keepQuantiles(series);
  for (let hour = 0; hour < 40; hour++) {
    for (let n = 0; n < 100; n++) {
      engine.beginObservation(source, T0 + hour * 3_600_000 + n * 5_000, T0);
      engine.accept(series, 1.1 ** n);
    }
    engine = WindowEngine.restore(structuredClone(engine.snapshot()), { sink: null });
    bytes.push(engine.memoryBytes().quantiles);
  }
  expect(bytes.at(-1)).toBe(bytes[2]);
});

test('[W19][W25] quantiles are part of the canonical hash, of open slices as of closed ones', () => {
  const hashOf = (values: readonly number[], isClosed: boolean): string => {
    // Only the last four identities are remembered, and they agree; so do sum, extremes, first and last.
    const { engine, series, see } = makeEngineFixture({}, { sink: null, dedupLimit: 4 });
    engine.keepQuantiles(series);
    for (const [n, value] of [1, ...values, 100, 5, 5, 5, 5].entries()) see(n + 1, value);
    if (isClosed) see(200, 5);
    const hashes: string[] = [];
    engine.forEachSeriesCanonical((_series, _source, hash) => hashes.push(hash.join()));
    return hashes.join();
  };
  for (const isClosed of [false, true]) {
    expect(hashOf([30, 50], isClosed)).toBe(hashOf([30, 50], isClosed));
    expect(hashOf([30, 50], isClosed)).not.toBe(hashOf([20, 60], isClosed));
  }
});
