import { expect, test } from 'vitest';
import { PaintSkew } from './paint-skew.ts';

const T0 = 1_763_881_500_000;

/** Publishes `count` frames 100 ms apart that the screens paint so much after the publish. */
function told(skew: PaintSkew, delaysMs: Readonly<Record<string, number>>, count = 100): number {
  for (let seq = 1; seq <= count; seq++) {
    const publishedMs = T0 + seq * 100;
    for (const [screen, delayMs] of Object.entries(delaysMs))
      skew.note(screen, { seq, atMs: publishedMs + delayMs }, publishedMs + delayMs + 5);
  }
  return T0 + count * 100 + 5_000;
}

test('[P22] the spread of a publish lies between the first and the last screen that painted it', () => {
  const skew = new PaintSkew();
  const nowMs = told(skew, { 1: 150, 2: 162, 3: 190 });
  expect(skew.spread(nowMs)).toEqual({ p50Ms: 40, p99Ms: 40, frames: 100 });
  expect([skew.lagP99Ms('1', nowMs), skew.lagP99Ms('2', nowMs), skew.lagP99Ms('3', nowMs)]).toEqual([
    0, 12, 40,
  ]);
});

test('[P22] the rare late paint is in the 99th percentile, not in the median', () => {
  const skew = new PaintSkew();
  for (let seq = 1; seq <= 200; seq++) {
    skew.note('1', { seq, atMs: T0 + seq }, T0 + seq);
    skew.note('2', { seq, atMs: T0 + seq + (seq % 50 === 0 ? 240 : 8) }, T0 + seq + 250);
  }
  expect(skew.spread(T0 + 10_000)).toEqual({ p50Ms: 8, p99Ms: 240, frames: 200 });
});

test('a publish that one screen painted says nothing, nor does one that others may still paint', () => {
  const skew = new PaintSkew();
  expect(skew.spread(told(skew, { 1: 150 }))).toBeNull();
  skew.note('1', { seq: 900, atMs: T0 }, T0);
  skew.note('2', { seq: 900, atMs: T0 + 30 }, T0);
  expect(skew.spread(T0 + 2_900)).toBeNull();
  expect(skew.spread(T0 + 3_000)?.p99Ms).toBe(30);
});

test('a time that no clock can mean is left out, and only the first paint of a publish counts', () => {
  const skew = new PaintSkew();
  skew.note('1', { seq: 1, atMs: T0 }, T0);
  skew.note('2', { seq: 1, atMs: T0 + 20 }, T0 + 20);
  skew.note('2', { seq: 1, atMs: T0 + 900 }, T0 + 900);
  skew.note('3', { seq: 1, atMs: T0 - 3_600_000 }, T0 + 20);
  expect(skew.spread(T0 + 4_000)).toEqual({ p50Ms: 20, p99Ms: 20, frames: 1 });
  skew.forget('2');
  expect(skew.lagP99Ms('2', T0 + 4_000)).toBeNull();
});

test('what is more than a minute old says nothing any more', () => {
  const skew = new PaintSkew();
  const nowMs = told(skew, { 1: 150, 2: 900 }, 10);
  expect(skew.spread(nowMs)?.p99Ms).toBe(750);
  expect([skew.spread(nowMs + 61_000), skew.lagP99Ms('2', nowMs + 61_000)]).toEqual([null, null]);
});
