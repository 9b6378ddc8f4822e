import { expect, test } from 'vitest';
import { INITIAL_LINK, LOST_AFTER_MS, nextLinkState } from './link-state.ts';

test('a link is lost 4.5 s after the last message, not before, and back with the next one', () => {
  let link = nextLinkState(INITIAL_LINK, { kind: 'heard', serverTimeMs: 77 }, 1_000);
  expect(link.phase).toBe('live');
  link = nextLinkState(link, { kind: 'look' }, 1_000 + LOST_AFTER_MS);
  expect(link.phase).toBe('live');
  link = nextLinkState(link, { kind: 'look' }, 1_001 + LOST_AFTER_MS);
  expect(link).toMatchObject({ phase: 'lost', lastHeardMs: 1_000, lastServerTimeMs: 77 });
  link = nextLinkState(link, { kind: 'attempt' }, 7_000);
  expect(link.attempts).toBe(1);
  link = nextLinkState(link, { kind: 'heard' }, 9_000);
  expect(link).toMatchObject({ phase: 'live', attempts: 0, lastServerTimeMs: 77 });
});

test('a link that never was is connecting, not lost', () => {
  expect(nextLinkState(INITIAL_LINK, { kind: 'look' }, 1e9)).toBe(INITIAL_LINK);
});

test('looking at a healthy link gives the same object, so nothing renders', () => {
  const link = nextLinkState(INITIAL_LINK, { kind: 'heard' }, 1_000);
  expect(nextLinkState(link, { kind: 'look' }, 2_000)).toBe(link);
});

test('a refusal is kept until something is heard again', () => {
  const refused = nextLinkState(INITIAL_LINK, { kind: 'refused', code: 'revoked', message: 'ended' }, 5);
  expect(refused.refusal).toEqual({ code: 'revoked', message: 'ended' });
  expect(nextLinkState(refused, { kind: 'heard' }, 6).refusal).toBeNull();
});
