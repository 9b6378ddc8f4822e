import { expect, test } from 'vitest';
import { FeedClock, wallClock } from './room-clock.ts';

const START = Date.UTC(2026, 10, 23, 8);
const DAY_MS = 86_400_000;

function feedClock(startMs = 0) {
  const wall = { ms: START, nowMs: () => wall.ms };
  const clock = new FeedClock(wall, startMs);
  /** By when a message that is decoded now counts as arrived. */
  const stamp = (): number => {
    const column = Float64Array.of(wall.ms);
    clock.stamp(column);
    return column[0]!;
  };
  return { wall, clock, stamp };
}

test('it does not run before the first event, then stands at the newest one and never goes back', () => {
  const { clock, wall } = feedClock();
  expect([clock.isRunning, clock.nowMs()]).toEqual([false, 0]);
  clock.advance(START - 5_000);
  clock.advance(START - 9_000);
  wall.ms += 60_000;
  expect([clock.isRunning, clock.nowMs()]).toEqual([true, START - 5_000]);
});

test('a row arrives when the newest event up to it happened; an arrival that the data brought along stays', () => {
  const { clock, stamp } = feedClock();
  const door = stamp();
  const arrival = Float64Array.of(door, door, door, 42);
  clock.follow(Float64Array.of(START, START - 3_000, START + 10_000, START + 500), arrival);
  expect([...arrival]).toEqual([START, START, START + 10_000, 42]);
  const messages = Float64Array.of(door, door);
  clock.settle(messages);
  expect([...messages]).toEqual([START + 10_000, START + 10_000]);
});

test('what came before the first event came at no time, so that nothing is said to have been heard in 1970', () => {
  const { clock, stamp } = feedClock();
  expect(clock.arrivedMs(stamp())).toBe(Number.NEGATIVE_INFINITY);
});

test('an exercise may begin within a year from now; then a device that is a day ahead is beyond the door, a fast scenario is not', () => {
  const { clock, stamp, wall } = feedClock();
  expect(stamp()).toBe(START + 366 * DAY_MS);
  clock.advance(START);
  wall.ms += 100;
  expect(stamp() - clock.nowMs()).toBe(100 * 3_600);
  clock.advance(START + 1_000);
  wall.ms += 24_000;
  expect(stamp() - clock.nowMs()).toBe(DAY_MS);
  wall.ms -= 60_000;
  expect(stamp()).toBe(clock.nowMs());
});

test('a room that is opened again goes on from where it stood, and the next scenario may lie anywhere after it', () => {
  const { clock, stamp } = feedClock(START - 7 * DAY_MS);
  expect([clock.isRunning, clock.nowMs()]).toEqual([true, START - 7 * DAY_MS]);
  expect(stamp()).toBe(START + 366 * DAY_MS);
});

test('the live room has the time of the machine, and no event moves it', () => {
  const clock = wallClock({ nowMs: () => START });
  const arrival = Float64Array.of(START - 1);
  clock.stamp(arrival);
  clock.follow(Float64Array.of(START + DAY_MS), arrival);
  clock.advance(START + DAY_MS);
  clock.settle(arrival);
  expect([clock.isRunning, clock.nowMs(), arrival[0], clock.arrivedMs(7)]).toEqual([
    true,
    START,
    START - 1,
    7,
  ]);
});

test('what waited behind a slow moment is judged by when it came, not by when it is decoded', () => {
  const { clock, wall } = feedClock();
  clock.stamp(Float64Array.of(wall.ms));
  clock.advance(START);
  // Two batches at 60 times the speed came a second apart, and are decoded in one breath three seconds later.
  const first = Float64Array.of(START + 400, START + 1_000);
  const second = Float64Array.of(START + 1_500, START + 2_000);
  wall.ms += 3_000;
  clock.stamp(first);
  clock.advance(START + 60_000);
  clock.stamp(second);
  expect(second[0]! - clock.nowMs()).toBe(1_000 * 3_600);
});
