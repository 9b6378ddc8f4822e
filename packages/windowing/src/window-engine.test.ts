import { expect, test } from 'vitest';
import { addSeries, makeEngineFixture, T0 } from './engine-fixture.ts';
import { HOPPING_WINDOW, windowLengthMs, windowStartMs } from './index.ts';

test('[W1] windows are half-open and aligned to the epoch: an event at the end belongs to the next one', () => {
  const { engine, series, see } = makeEngineFixture();
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
  const { engine, series, see, tick, names } = makeEngineFixture();
  expect(engine.openPanes(series, 'PT1M')).toEqual([]);
  expect(engine.latestPane(series, 'PT10S')).toBeUndefined();
  see(0, 1);
  see(35, 1);
  tick(36);
  expect(names()).toEqual(['PT10S 0-10 n=1 r0 on-time final']);
});

test('[W3] a pane holds n, sum, mean, min, max, first and last', () => {
  const { engine, series, see } = makeEngineFixture();
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
  const { engine, source, see } = makeEngineFixture();
  expect(engine.watermarkMs(source)).toBe(-Infinity);
  see(100, 1, { arrival: 5_000 });
  expect(engine.watermarkMs(source)).toBe(T0 + 95_000);
  see(50, 1, { arrival: 6_000 });
  expect(engine.watermarkMs(source)).toBe(T0 + 95_000);
});

test('[W5] a source silent for longer than idleAfterMs has its watermark moved by ticks, and keeps what it earned', () => {
  const { engine, source, see, tick } = makeEngineFixture();
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
  const { engine, source, series } = makeEngineFixture({ allowedLatenessMs: 0, outOfOrdernessMs: 0 });
  const other = addSeries(engine, source);
  engine.beginObservation(source, T0 + 9_000, T0);
  expect([engine.accept(series, 1), engine.accept(other, 1)]).toEqual(['counted', 'counted']);
  engine.beginObservation(source, T0 + 10_000, T0);
  expect(engine.accept(series, 1)).toBe('counted');
  engine.beginObservation(source, T0 + 9_500, T0);
  expect([engine.accept(series, 1), engine.accept(other, 1)]).toEqual(['late', 'late']);
});

test('[W7] an event is late once its slice can no longer change, and enters no pane of any length', () => {
  const { engine, series, see } = makeEngineFixture();
  see(0, 1);
  see(34.999, 2);
  expect(see(9, 3)).toBe('counted');
  see(35, 4);
  expect(see(9.5, 5)).toBe('late');
  expect(see(10, 6)).toBe('counted');
  expect(engine.latestPane(series, 'PT1H')).toMatchObject({ n: 5, max: 6 });
});

test('[W8] closing slices changes no value: the hour is the sum of its parts, whatever has closed', () => {
  const { engine, series, see } = makeEngineFixture();
  for (let second = 0; second < 3_600; second += 7) {
    see(second, second);
    const pane = engine.latestPane(series, 'PT1H')!;
    const n = second / 7 + 1;
    expect([pane.n, pane.sum, pane.min, pane.max]).toEqual([n, (second * n) / 2, 0, second]);
  }
  expect(engine.counters().openSlices).toBeLessThan(6);
});

test('[W9] small values survive large ones that cancel', () => {
  const { engine, series, see } = makeEngineFixture();
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
  const { engine, series, see } = makeEngineFixture();
  for (const value of [3, 1, 2]) see(1, value);
  expect(engine.latestPane(series, 'PT10S')).toMatchObject({ first: 1, last: 3 });
  see(5, -0);
  expect(Object.is(engine.latestPane(series, 'PT10S')?.min, 0)).toBe(true);
  expect(see(5, 0)).toBe('duplicate');
});

test('[W11] identity is the id, or else the value; the same id with another value is a conflict', () => {
  const { see, engine, series } = makeEngineFixture();
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
  const { engine, series, see } = makeEngineFixture();
  expect([see(1, 5, { flagged: true }), see(1, 5)]).toEqual(['counted', 'duplicate']);
  expect(engine.latestPane(series, 'PT10S')).toBeUndefined();
});

test('[W12] an identity is known exactly as long as its horizon, late events included', () => {
  const { see } = makeEngineFixture({ dedupMs: 100_000 });
  see(0, 1);
  see(100, 2);
  expect(see(0, 1)).toBe('duplicate');
  expect([see(10, 9), see(10, 9)]).toEqual(['late', 'duplicate']);
  see(100.001, 3);
  expect([see(0, 1), see(0, 1)]).toEqual(['late', 'late']);
});

test('[W13] series beyond the limit are refused with a code and counted', () => {
  const { engine, source } = makeEngineFixture({}, { seriesLimit: 2 });
  expect(engine.addSeries(source).ok).toBe(true);
  expect(engine.addSeries(source)).toMatchObject({ ok: false, code: 'series-limit' });
  expect(engine.counters()).toMatchObject({ series: 2, seriesRefused: 1 });
});

test('[W13] at the identity limit a series forgets its own oldest identity, counted', () => {
  const { engine, see } = makeEngineFixture({ dedupMs: 1e9 }, { dedupLimit: 4 });
  for (const second of [1, 2, 3, 4, 5]) see(second, 0);
  expect([see(2, 0), see(1, 0)]).toEqual(['duplicate', 'counted']);
  expect(engine.counters()).toMatchObject({ dedupEntries: 4, dedupEvicted: 2 });
});
