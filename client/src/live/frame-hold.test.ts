import { expect, test } from 'vitest';
import { FrameHold } from './frame-hold.ts';

/** A page whose frames and timers come when the test says so. */
function page() {
  let nowMs = 1_000;
  let frames: (() => void)[] = [];
  let timers: { atMs: number; work: () => void }[] = [];
  const applied: string[] = [];
  let paints = 0;
  const hold = new FrameHold({
    serverMs: () => nowMs,
    onFrame: (work) => frames.push(work),
    after(delayMs, work) {
      const timer = { atMs: nowMs + delayMs, work };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
    applied: () => (paints += 1),
  });
  return {
    hold,
    applied,
    put: (name: string, paintAtMs: number) => hold.put(paintAtMs, () => applied.push(name)),
    paint(atMs: number) {
      nowMs = atMs;
      const due = frames;
      frames = [];
      for (const frame of due) frame();
    },
    wait(atMs: number) {
      nowMs = atMs;
      const due = timers.filter((timer) => timer.atMs <= atMs);
      timers = timers.filter((timer) => timer.atMs > atMs);
      for (const { work } of due) work();
    },
    paints: () => paints,
    timers: () => timers.length,
  };
}

test('[P21] a frame is applied in the first animation frame at or after its time, several in order', () => {
  const { put, paint, applied, paints, timers } = page();
  put('a', 1_150);
  put('b', 1_250);
  for (const atMs of [1_016, 1_149]) paint(atMs);
  expect(applied).toEqual([]);
  paint(1_150);
  expect(applied).toEqual(['a']);
  paint(1_300);
  expect([applied, paints(), timers()]).toEqual([['a', 'b'], 2, 0]);
});

test('[P21] a time that is past means at once, but never before what waits', () => {
  const { put, paint, applied } = page();
  put('a', 900);
  expect(applied).toEqual(['a']);
  put('b', 1_100);
  put('c', 0);
  expect(applied).toEqual(['a']);
  paint(1_100);
  expect(applied).toEqual(['a', 'b', 'c']);
});

test('[P21] a page without animation frames applies half a second late at most, again and again', () => {
  const { put, wait, applied } = page();
  put('a', 1_150);
  wait(1_499);
  expect(applied).toEqual([]);
  wait(1_500);
  expect(applied).toEqual(['a']);
  put('b', 1_650);
  wait(2_000);
  expect(applied).toEqual(['a', 'b']);
});

test('a time far ahead is a wrong clock: held for a second, not for an hour', () => {
  const { put, paint, applied } = page();
  put('a', 3_600_000);
  paint(1_999);
  expect(applied).toEqual([]);
  paint(2_000);
  expect(applied).toEqual(['a']);
});

test('draining applies in order, clearing forgets, and what is applied may put and clear', () => {
  const { hold, put, paint, applied, timers } = page();
  put('a', 1_100);
  put('b', 1_200);
  hold.drain();
  expect([applied, hold.size, timers()]).toEqual([['a', 'b'], 0, 0]);
  put('c', 1_300);
  hold.clear();
  paint(2_000);
  expect([applied, timers()]).toEqual([['a', 'b'], 0]);
  hold.put(2_100, () => hold.clear());
  put('d', 2_100);
  paint(2_100);
  expect(applied).toEqual(['a', 'b']);
});
