import { AssertionError } from '@metropane/base';
import { expect, test } from 'vitest';
import { makeEngineFixture, POLICY, T0 } from './engine-fixture.ts';
import { HOPPING_WINDOW, WindowEngine } from './index.ts';

test('[W14] a window fires on time once, when the watermark passes its end', () => {
  const { see, names } = makeEngineFixture();
  see(3, 1);
  see(14.999, 1);
  expect(names()).toEqual([]);
  see(15, 1);
  expect(names()).toEqual(['PT10S 0-10 n=1 r0 on-time']);
  see(16, 1);
  expect(names()).toEqual([]);
});

test('[W15] an event inside the lateness revises its pane: shown once per tick, in every length that had fired', () => {
  const { see, tick, names } = makeEngineFixture({ allowedLatenessMs: 60_000 });
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
  const { see, names } = makeEngineFixture({ allowedLatenessMs: 10_000 });
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
  const { see, tick, names } = makeEngineFixture({ allowedLatenessMs: 0, outOfOrdernessMs: 0 });
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
  const { engine, series, see, tick } = makeEngineFixture();
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
  const { engine, source } = makeEngineFixture();
  const feed = 0;
  const slow = engine.addSource(feed);
  const silent = engine.addSource(feed);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: -Infinity, idleSources: 0 });
  engine.beginObservation(source, T0 + 105_000, T0);
  engine.beginObservation(slow, T0 + 90_000, T0);
  engine.tick(T0);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 85_000, idleSources: 1 });
  engine.beginObservation(source, T0 + 120_000, T0 + 500);
  engine.tick(T0 + 4_999);
  expect(engine.aggregateWatermark(feed).watermarkMs).toBe(T0 + 85_000);
  engine.tick(T0 + 5_000);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 115_000, idleSources: 2 });
  engine.beginObservation(silent, T0 + 110_000, T0 + 1_500);
  engine.tick(T0 + 10_000);
  expect(engine.aggregateWatermark(feed)).toEqual({ watermarkMs: T0 + 115_000, idleSources: 1 });
});

test('[W18] a snapshot is not touched by later calls', () => {
  const { engine, series, see, tick } = makeEngineFixture();
  see(3, 1);
  const snapshot = engine.snapshot();
  const frozen = structuredClone(snapshot);
  for (let second = 4; second < 400; second++) see(second, second);
  tick(500);
  expect(snapshot).toEqual(frozen);
  const restored = WindowEngine.restore(snapshot, { sink: null });
  expect(restored.latestPane(series, 'PT1H')).toMatchObject({ n: 1, sum: 1 });
  expect(() => WindowEngine.restore({ ...snapshot, version: 1 as 2 }, { sink: null })).toThrow(
    AssertionError,
  );
});

test('[W20] a hopping series fires PT5M/PT10S at every slice end, and merges again instead of subtracting', () => {
  const { engine, series, see, tick, names, fired } = makeEngineFixture({
    allowedLatenessMs: 0,
    outOfOrdernessMs: 0,
  });
  engine.keepHopping(series);
  see(5, 1e16);
  see(12, 30);
  names();
  tick(400);
  expect(fired.filter((pane) => pane.window === HOPPING_WINDOW).at(-1)?.sum).toBe(30);
  const hops = names().filter((name) => name.startsWith(HOPPING_WINDOW));
  expect(hops).toHaveLength(30);
  expect(hops[0]).toBe('PT5M/PT10S -280-20 n=2 r0 on-time final');
  expect(hops.at(-1)).toBe('PT5M/PT10S 10-310 n=1 r0 on-time final');
  // The newest window of a silent series keeps all its slices.
  expect(engine.latestHoppingPane(series)).toMatchObject({ window: HOPPING_WINDOW, n: 2, last: 30 });
});

test('[W21] broken calls throw: values that are not finite, times out of range, series of another source', () => {
  const { engine, source, series, see } = makeEngineFixture();
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
  const { engine } = makeEngineFixture();
  const shared = engine.addFeed({ ...POLICY, watermarkPer: 'feed' });
  expect(engine.addSource(shared)).toBe(engine.addSource(shared));
  expect(engine.addSource(0)).not.toBe(engine.addSource(0));
});

test('memory is bounded: slices and identities are reused when time goes on', () => {
  const { engine, see } = makeEngineFixture({}, { sink: null });
  const bytesAfter = (from: number, to: number): number => {
    for (let second = from; second < to; second += 2) see(second, second);
    return engine.memoryBytes().total;
  };
  const early = bytesAfter(0, 2_000);
  expect(bytesAfter(2_000, 60_000)).toBe(early);
});
