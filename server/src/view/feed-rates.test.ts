import { expect, test } from 'vitest';
import { FeedRates } from './feed-rates.ts';

const MINUTE_MS = 60_000;
const START_MS = 1_000 * MINUTE_MS;

function rates(looks: [seconds: number, received: number][], atSeconds: number): (number | null)[] {
  const feedRates = new FeedRates();
  for (const [seconds, received] of looks) feedRates.note('mqtt', received, START_MS + seconds * 1000);
  return feedRates.perMinute('mqtt', START_MS + atSeconds * 1000).values.slice(-4);
}

test('a whole minute holds what came between its ends; the minute of the start is unknown', () => {
  const looks: [number, number][] = [
    [30, 100],
    [59, 140],
    [61, 150],
    [119, 210],
    [121, 220],
    [179, 220],
    [181, 220],
  ];
  expect(rates(looks, 181)).toEqual([null, null, 70, 10]);
});

test('a minute in which nothing came is 0, one that nobody looked at is unknown', () => {
  const quiet: [number, number][] = [
    [0, 5],
    [60, 5],
    [120, 5],
    [180, 5],
  ];
  expect(rates(quiet, 180)).toEqual([null, null, 0, 0]);
  const stopped: [number, number][] = [
    [0, 5],
    [60, 5],
    [119, 9],
    [240, 300],
    [300, 300],
  ];
  expect(rates(stopped, 300)).toEqual([4, null, null, null]);
});

test('an hour back is forgotten, and a feed never heard of has no rhythm', () => {
  const feedRates = new FeedRates();
  for (let minute = 0; minute < 130; minute++)
    feedRates.note('mqtt', minute * minute, START_MS + minute * MINUTE_MS);
  const nowMs = START_MS + 129 * MINUTE_MS;
  const { startMs, values } = feedRates.perMinute('mqtt', nowMs);
  expect(startMs).toBe(nowMs - 60 * MINUTE_MS);
  expect(values).toHaveLength(60);
  expect(values.every((value) => value !== null)).toBe(true);
  expect(feedRates.perMinute('http', nowMs).values.every((value) => value === null)).toBe(true);
});
