import { expect, test } from 'vitest';
import { freshnessOf, ringFraction } from './freshness.ts';

const at = (ageMs: number, linkLost = false) =>
  freshnessOf({ eventTimeMs: 1_000_000 - ageMs, periodMs: 60_000, nowMs: 1_000_000, linkLost });

test.each([
  [0, 'live'],
  [60_000, 'live'],
  [60_001, 'late'],
  [120_000, 'late'],
  [120_001, 'stale'],
  [300_000, 'stale'],
  [300_001, 'dead'],
])('a figure of a 60 s period is, after %d ms, %s', (ageMs, expected) => {
  expect(at(ageMs)).toBe(expected);
});

test('a figure without an event time was never measured, which is not fresh', () => {
  expect(freshnessOf({ eventTimeMs: null, periodMs: 60_000, nowMs: 1_000_000 })).toBe('none');
});

test('without a link nothing is live, and what is worse stays worse', () => {
  expect([at(0, true), at(90_000, true), at(200_000, true), at(999_999, true)]).toEqual([
    'late',
    'late',
    'stale',
    'dead',
  ]);
});

test('an event time ahead of the clock is live with an empty ring', () => {
  expect(at(-5_000)).toBe('live');
  expect(ringFraction(1_005_000, 60_000, 1_000_000)).toBe(0);
  expect(ringFraction(970_000, 60_000, 1_000_000)).toBe(0.5);
  expect(ringFraction(0, 60_000, 1_000_000)).toBe(1);
});
