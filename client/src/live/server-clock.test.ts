import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

test('the message that travelled fastest sets the offset', () => {
  let localMs = 1_000;
  const clock = new ServerClock(() => localMs);
  clock.learn(50_000);
  expect(clock.nowMs()).toBe(50_000);
  localMs = 3_000;
  // Left at 52 000, took 900 ms.
  clock.learn(51_100);
  expect(clock.nowMs()).toBe(52_000);
  localMs = 5_000;
  clock.learn(54_200);
  expect(clock.nowMs()).toBe(54_200);
});

test('an offset of long ago is forgotten, so that a drifting clock is followed', () => {
  let localMs = 0;
  const clock = new ServerClock(() => localMs);
  clock.learn(100_000);
  for (let beat = 1; beat <= 15; beat++) {
    localMs = beat * 2_000;
    clock.learn(99_000 + localMs);
  }
  expect(clock.nowMs() - localMs).toBe(99_000);
});

test('the clock of an exercise stands at the newest tick, whatever the time of the server or of this machine is', () => {
  let localMs = 1_000;
  const clock = new ServerClock(() => localMs);
  clock.tick(5);
  expect([clock.isOnTicks, clock.nowMs()]).toEqual([false, 1_000]);
  clock.standOnTicks();
  clock.learn(99_000);
  expect([clock.isOnTicks, clock.nowMs()]).toEqual([true, 0]);
  clock.tick(40_000);
  clock.tick(30_000);
  clock.standOnTicks();
  localMs = 60_000;
  expect(clock.nowMs()).toBe(40_000);
});
