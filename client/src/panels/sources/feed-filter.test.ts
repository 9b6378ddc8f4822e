import { expect, test } from 'vitest';
import type { FeedRecord } from '@metropane/live-state';
import { lagBoundMs, matchesSearch, passesFilter } from './feed-filter.ts';

function feed(over: Partial<FeedRecord>): FeedRecord {
  return {
    id: 'river-level',
    format: 'sensorthings',
    status: 'up',
    received: 10,
    counted: 8,
    duplicate: 1,
    late: 0,
    rejected: { schema: 1 },
    missing: 0,
    flagged: 0,
    conflict: 0,
    inFlight: 0,
    watermarkMs: null,
    lagMs: null,
    silentForMs: null,
    lastArrivalMs: null,
    lastEventMs: null,
    periodMs: 60_000,
    outOfOrdernessMs: 5_000,
    allowedLatenessMs: 120_000,
    ratePerS: 0,
    simulated: false,
    ...over,
  };
}

test('each filter shows its own trouble and no other', () => {
  const silent = feed({ status: 'silent' });
  const down = feed({ status: 'down' });
  const faulted = feed({ status: 'faulted' });
  const off = feed({ received: 13 });
  const shown = (one: FeedRecord): string =>
    (['all', 'old', 'gone', 'off'] as const).filter((filter) => passesFilter(one, filter)).join(' ');
  expect([feed({}), silent, down, faulted, off].map(shown)).toEqual([
    'all',
    'all old',
    'all gone',
    'all gone',
    'all off',
  ]);
});

test('a search finds the id, the format and a reject code', () => {
  expect(
    ['river', 'SENSORTHINGS river', 'schema', '', 'lake'].map((text) => matchesSearch(feed({}), text)),
  ).toEqual([true, true, true, true, false]);
});

test('a watermark is behind after its disorder and two periods; without a period nobody can say', () => {
  expect(lagBoundMs(feed({}))).toBe(125_000);
  expect(lagBoundMs(feed({ periodMs: null }))).toBeNull();
});
