import { AssertionError } from '@metropane/base';
import { expect, test } from 'vitest';
import { HOPPING_WINDOW, WindowEngine, windowLengthMs, windowStartMs } from './index.ts';
import type { Pane, WindowEngineOptions, WindowPolicy } from './index.ts';

const POLICY: WindowPolicy = {
  outOfOrdernessMs: 5_000,
  allowedLatenessMs: 20_000,
  idleAfterMs: 30_000,
  dedupMs: 0,
  watermarkPer: 'entity',
};
/** A full hour, so that every window begins here. */
const T0 = Date.UTC(2026, 10, 23, 7);

interface Bench {
  readonly engine: WindowEngine;
  readonly source: number;
  readonly series: number;
  readonly fired: Pane[];
  /** Observes one value, arriving at its own time unless told otherwise; times in seconds after T0. */
  see(second: number, value: number, options?: { arrival?: number; id?: number; flagged?: boolean }): string;
  tick(second: number): void;
  names(): string[];
}

function makeBench(policy: Partial<WindowPolicy> = {}, options: Partial<WindowEngineOptions> = {}): Bench {
  const fired: Pane[] = [];
  const engine = new WindowEngine({ sink: { onPane: (pane) => fired.push({ ...pane }) }, ...options });
  const source = engine.addSource(engine.addFeed({ ...POLICY, ...policy }));
  const series = addSeries(engine, source);
  return {
    engine,
    source,
    series,
    fired,
    see(second, value, { arrival = second, id, flagged = false } = {}) {
      engine.beginObservation(source, T0 + second * 1_000, T0 + arrival * 1_000);
      if (id !== undefined) engine.identifyBy(0, id);
      return engine.accept(series, value, !flagged);
    },
    tick: (second) => engine.tick(T0 + second * 1_000),
    names: () =>
      fired.splice(0).map((pane) => {
        const range = `${(pane.startMs - T0) / 1_000}-${(pane.endMs - T0) / 1_000}`;
        return `${pane.window} ${range} n=${pane.n} r${pane.revision} ${pane.timing}${pane.isFinal ? ' final' : ''}`;
      }),
  };
}

function addSeries(engine: WindowEngine, source: number): number {
  const added = engine.addSeries(source);
  if (!added.ok) throw new Error(added.code);
  return added.value;
}

test('[W1] windows are half-open and aligned to the epoch: an event at the end belongs to the next one', () => {
  const { engine, series, see } = makeBench();
  see(9.999, 1);
  see(10, 2);
  expect(
    engine.openPanes(series, 'PT10S').map((pane) => [pane.startMs - T0, pane.endMs - T0, pane.n]),
  ).toEqual([
    [0, 10_000, 1],
    [10_000, 20_000, 1],
  ]);
  expect(windowStartMs('PT5M', -1)).toBe(-300_000);
  expect(windowLengthMs(HOPPING_WINDOW)).toBe(300_000);
});

test('[W2] windows without events do not exist: missing is not zero', () => {
  const { engine, series, see, tick, names } = makeBench();
  expect(engine.openPanes(series, 'PT1M')).toEqual([]);
  expect(engine.latestPane(series, 'PT10S')).toBeUndefined();
  see(0, 1);
  see(35, 1);
  tick(36);
  expect(names()).toEqual(['PT10S 0-10 n=1 r0 on-time final']);
});

test('[W3] a pane holds n, sum, mean, min, max, first and last', () => {
  const { engine, series, see } = makeBench();
  for (const [second, value] of [
    [3, 4],
    [1, -2],
    [8, 1],
  ] as const)
    see(second, value);
  expect(engine.latestPane(series, 'PT1H')).toMatchObject({
    n: 3,
    sum: 3,
    mean: 1,
    min: -2,
    max: 4,
    first: -2,
    firstMs: T0 + 1_000,
    last: 1,
    lastMs: T0 + 8_000,
    timing: 'early',
    isFinal: false,
  });
});

test('[W4] the watermark follows the newest event time, never falls, and ignores arrival times', () => {
  const { engine, source, see } = makeBench();
  expect(engine.watermarkMs(source)).toBe(-Infinity);
  see(100, 1, { arrival: 5_000 });
  expect(engine.watermarkMs(source)).toBe(T0 + 95_000);
  see(50, 1, { arrival: 6_000 });
  expect(engine.watermarkMs(source)).toBe(T0 + 95_000);
});

test('[W5] a source silent for longer than idleAfterMs has its watermark moved by ticks, and keeps what it earned', () => {
  const { engine, source, see, tick } = makeBench();
  see(100, 1, { arrival: 200 });
  tick(230);
  expect(engine.watermarkMs(source)).toBe(T0 + 95_000);
  tick(230.001);
  expect(engine.watermarkMs(source)).toBe(T0 + 125_001);
  see(101, 1, { arrival: 231 });
  expect(engine.watermarkMs(source)).toBe(T0 + 125_001);
  tick(100);
  expect(engine.watermarkMs(source)).toBe(T0 + 125_001);
});

test('[W6] all metrics of an observation are judged by one watermark', () => {
  const { engine, source, series } = makeBench({ allowedLatenessMs: 0, outOfOrdernessMs: 0 });
  const other = addSeries(engine, source);
  engine.beginObservation(source, T0 + 9_000, T0);
  expect([engine.accept(series, 1), engine.accept(other, 1)]).toEqual(['counted', 'counted']);
  engine.beginObservation(source, T0 + 10_000, T0);
  expect(engine.accept(series, 1)).toBe('counted');
  engine.beginObservation(source, T0 + 9_500, T0);
  expect([engine.accept(series, 1), engine.accept(other, 1)]).toEqual(['late', 'late']);
});

test('[W7] an event is late once its slice can no longer change, and enters no pane of any length', () => {
  const { engine, series, see } = makeBench();
  see(0, 1);
  see(34.999, 2);
  expect(see(9, 3)).toBe('counted');
  see(35, 4);
  expect(see(9.5, 5)).toBe('late');
  expect(see(10, 6)).toBe('counted');
  expect(engine.latestPane(series, 'PT1H')).toMatchObject({ n: 5, max: 6 });
});

test('[W8] closing slices changes no value: the hour is the sum of its parts, whatever has closed', () => {
  const { engine, series, see } = makeBench();
  for (let second = 0; second < 3_600; second += 7) {
    see(second, second);
    const pane = engine.latestPane(series, 'PT1H')!;
    const n = second / 7 + 1;
    expect([pane.n, pane.sum, pane.min, pane.max]).toEqual([n, (second * n) / 2, 0, second]);
  }
  expect(engine.counters().openSlices).toBeLessThan(6);
});

test('[W9] small values survive large ones that cancel', () => {
  const { engine, series, see } = makeBench();
  for (const [second, value] of [
    [1, 1e16],
    [2, 30],
    [12, -1e16],
    [13, 0.25],
  ] as const)
    see(second, value);
  expect(engine.latestPane(series, 'PT1M')?.sum).toBe(30.25);
  see(14, Number.MAX_VALUE);
  see(15, Number.MAX_VALUE);
  expect(engine.latestPane(series, 'PT1M')?.sum).toBe(Infinity);
});

test('[W10] of equal times the smaller value is first and the larger last; both zeros are one value', () => {
  const { engine, series, see } = makeBench();
  for (const value of [3, 1, 2]) see(1, value);
  expect(engine.latestPane(series, 'PT10S')).toMatchObject({ first: 1, last: 3 });
  see(5, -0);
  expect(Object.is(engine.latestPane(series, 'PT10S')?.min, 0)).toBe(true);
  expect(see(5, 0)).toBe('duplicate');
});

test('[W11] identity is the id, or else the value; the same id with another value is a conflict', () => {
  const { see, engine, series } = makeBench();
  expect([see(1, 5), see(1, 5), see(1, 6)]).toEqual(['counted', 'duplicate', 'counted']);
  expect([see(1, 5, { id: 1 }), see(1, 5, { id: 1 }), see(1, 7, { id: 1 }), see(1, 5, { id: 2 })]).toEqual([
    'counted',
    'duplicate',
    'conflict',
    'counted',
  ]);
  expect(see(2, 5, { id: 1 })).toBe('counted');
  expect(engine.latestPane(series, 'PT10S')?.n).toBe(5);
});

test('[W11] flagged values are classified and remembered, but enter no pane', () => {
  const { engine, series, see } = makeBench();
  expect([see(1, 5, { flagged: true }), see(1, 5)]).toEqual(['counted', 'duplicate']);
  expect(engine.latestPane(series, 'PT10S')).toBeUndefined();
});

test('[W12] an identity is known exactly as long as its horizon, late events included', () => {
  const { see } = makeBench({ dedupMs: 100_000 });
  see(0, 1);
  see(100, 2);
  expect(see(0, 1)).toBe('duplicate');
  expect([see(10, 9), see(10, 9)]).toEqual(['late', 'duplicate']);
  see(100.001, 3);
  expect([see(0, 1), see(0, 1)]).toEqual(['late', 'late']);
});

test('[W13] series beyond the limit are refused with a code and counted', () => {
  const { engine, source } = makeBench({}, { seriesLimit: 2 });
  expect(engine.addSeries(source).ok).toBe(true);
  expect(engine.addSeries(source)).toMatchObject({ ok: false, code: 'series-limit' });
  expect(engine.counters()).toMatchObject({ series: 2, seriesRefused: 1 });
});

test('[W13] at the identity limit a series forgets its own oldest identity, counted', () => {
  const { engine, see } = makeBench({ dedupMs: 1e9 }, { dedupLimit: 4 });
  for (const second of [1, 2, 3, 4, 5]) see(second, 0);
  expect([see(2, 0), see(1, 0)]).toEqual(['duplicate', 'counted']);
  expect(engine.counters()).toMatchObject({ dedupEntries: 4, dedupEvicted: 2 });
});

test('[W14] a window fires on time once, when the watermark passes its end', () => {
  const { see, names } = makeBench();
  see(3, 1);
  see(14.999, 1);
  expect(names()).toEqual([]);
  see(15, 1);
  expect(names()).toEqual(['PT10S 0-10 n=1 r0 on-time']);
  see(16, 1);
  expect(names()).toEqual([]);
});

test('[W15] an event inside the lateness revises its pane: shown once per tick, in every length that had fired', () => {
  const { see, tick, names } = makeBench({ allowedLatenessMs: 60_000 });
  see(55, 1);
  see(66, 1);
  names();
  see(51, 2);
  see(52, 2);
  expect(names()).toEqual([]);
  tick(67);
  expect(names()).toEqual(['PT10S 50-60 n=3 r2 late', 'PT1M 0-60 n=3 r2 late']);
  tick(68);
  expect(names()).toEqual([]);
});

test('[W15] a revision is shown before its slice closes, without a tick', () => {
  const { see, names } = makeBench({ allowedLatenessMs: 10_000 });
  see(1, 1);
  see(16, 1);
  see(2, 1);
  names();
  see(26, 1);
  expect(names()).toEqual([
    'PT10S 0-10 n=2 r1 late',
    'PT10S 10-20 n=1 r0 on-time',
    'PT10S 0-10 n=2 r1 late final',
  ]);
});

test('[W16] a window fires for the last time when nothing can revise it any more; at once when no lateness is allowed', () => {
  const { see, tick, names } = makeBench({ allowedLatenessMs: 0, outOfOrdernessMs: 0 });
  see(3, 1);
  see(10, 1);
  expect(names()).toEqual(['PT10S 0-10 n=1 r0 on-time final']);
  tick(4_000);
  expect(names()).toEqual([
    'PT10S 10-20 n=1 r0 on-time final',
    'PT1M 0-60 n=2 r0 on-time final',
    'PT5M 0-300 n=2 r0 on-time final',
    'PT1H 0-3600 n=2 r0 on-time final',
  ]);
});

test('[W16] the latest pane of a silent series stays readable', () => {
  const { engine, series, see, tick } = makeBench();
  see(3, 7);
  tick(90_000);
  for (const window of ['PT10S', 'PT1M', 'PT5M', 'PT1H'] as const) {
    expect(engine.openPanes(series, window)).toEqual([]);
    expect(engine.latestPane(series, window)).toMatchObject({
      window,
      startMs: T0,
      n: 1,
      last: 7,
      isFinal: true,
    });
  }
});

test('[W17] the aggregate watermark is the smallest of the sources that keep up, monotone, and says how many do not', () => {
  const { engine, source } = makeBench();
  const feed = 0;
  const slow = engine.addSource(feed);
  const silent = engine.addSource(feed);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: -Infinity, idleSources: 0 });
  engine.beginObservation(source, T0 + 105_000, T0);
  engine.beginObservation(slow, T0 + 90_000, T0);
  engine.tick(T0);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 85_000, idleSources: 1 });
  engine.beginObservation(source, T0 + 120_000, T0 + 500);
  engine.tick(T0 + 999);
  expect(engine.aggregateWatermark(feed).watermarkMs).toBe(T0 + 85_000);
  engine.tick(T0 + 1_000);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 115_000, idleSources: 2 });
  engine.beginObservation(silent, T0 + 110_000, T0 + 1_500);
  engine.tick(T0 + 2_000);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 115_000, idleSources: 1 });
});

test('[W18] a snapshot is not touched by later calls', () => {
  const { engine, series, see, tick } = makeBench();
  see(3, 1);
  const snapshot = engine.snapshot();
  const frozen = structuredClone(snapshot);
  for (let second = 4; second < 400; second++) see(second, second);
  tick(500);
  expect(snapshot).toEqual(frozen);
  const restored = WindowEngine.restore(snapshot, { sink: null });
  expect(restored.latestPane(series, 'PT1H')).toMatchObject({ n: 1, sum: 1 });
  expect(() => WindowEngine.restore({ ...snapshot, version: 2 as 1 }, { sink: null })).toThrow(
    AssertionError,
  );
});

test('[W20] a hopping series fires PT5M/PT10S at every slice end, and merges again instead of subtracting', () => {
  const { engine, series, see, tick, names } = makeBench({ allowedLatenessMs: 0, outOfOrdernessMs: 0 });
  engine.keepHopping(series);
  see(5, 1e16);
  see(12, 30);
  names();
  tick(400);
  const hops = names().filter((name) => name.startsWith(HOPPING_WINDOW));
  expect(hops).toHaveLength(30);
  expect(hops[0]).toBe('PT5M/PT10S -280-20 n=2 r0 on-time final');
  expect(hops.at(-1)).toBe('PT5M/PT10S 10-310 n=1 r0 on-time final');
  expect(engine.latestHoppingPane(series)).toMatchObject({ window: HOPPING_WINDOW, n: 1, sum: 30 });
});

test('[W21] broken calls throw: values that are not finite, times out of range, series of another source', () => {
  const { engine, source, series, see } = makeBench();
  const elsewhere = engine.addSource(0);
  for (const value of [Number.NaN, Infinity, -Infinity]) expect(() => see(1, value)).toThrow(AssertionError);
  for (const tMs of [Number.NaN, Infinity, 1e15, -1e15]) {
    expect(() => engine.beginObservation(source, tMs, 0)).toThrow(AssertionError);
  }
  expect(() => engine.beginObservation(source, T0, Number.NaN)).toThrow(AssertionError);
  engine.beginObservation(elsewhere, T0, T0);
  expect(() => engine.accept(series, 1)).toThrow(AssertionError);
  expect(() => engine.addFeed({ ...POLICY, outOfOrdernessMs: -1 })).toThrow(AssertionError);
  expect(() => engine.addSource(7)).toThrow(AssertionError);
});

test('[W22] a feed with one watermark gives all its entities one source', () => {
  const { engine } = makeBench();
  const shared = engine.addFeed({ ...POLICY, watermarkPer: 'feed' });
  expect(engine.addSource(shared)).toBe(engine.addSource(shared));
  expect(engine.addSource(0)).not.toBe(engine.addSource(0));
});

test('memory is bounded: slices and identities are reused when time goes on', () => {
  const { engine, see } = makeBench({}, { sink: null });
  const bytesAfter = (from: number, to: number): number => {
    for (let second = from; second < to; second += 2) see(second, second);
    return engine.memoryBytes().total;
  };
  const early = bytesAfter(0, 2_000);
  expect(bytesAfter(2_000, 60_000)).toBe(early);
});
