import { expect, test } from 'vitest';
import {
  DelayMeter,
  INITIAL_LINK,
  isPrompt,
  LOST_AFTER_MS,
  nextLinkState,
  shownDelayMs,
} from './link-state.ts';

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

test('a beat that is overdue counts as delay, and the link is not called live long before it is lost', () => {
  const heard = nextLinkState(INITIAL_LINK, { kind: 'heard', delayMs: 80 }, 1_000);
  expect([shownDelayMs(heard), isPrompt(heard)]).toEqual([80, true]);
  const between = nextLinkState(heard, { kind: 'look' }, 3_000);
  expect(between).toBe(heard);
  const quiet = nextLinkState(heard, { kind: 'look' }, 4_000);
  expect([quiet.phase, shownDelayMs(quiet), isPrompt(quiet)]).toEqual(['live', 3_000, false]);
  const back = nextLinkState(quiet, { kind: 'heard', delayMs: 90 }, 4_100);
  expect([shownDelayMs(back), isPrompt(back)]).toEqual([90, true]);
});

test('a slow link is not prompt, and one whose delay is not known neither', () => {
  const welcome = nextLinkState(INITIAL_LINK, { kind: 'heard' }, 1_000);
  expect([shownDelayMs(welcome), isPrompt(welcome)]).toEqual([null, false]);
  const slow = nextLinkState(welcome, { kind: 'heard', delayMs: 2_001 }, 1_100);
  expect(isPrompt(slow)).toBe(false);
});

test('in a city where nothing changes the delay is that of the beats, not the age of the last change', () => {
  const delays = new DelayMeter();
  expect(delays.ofDiff(10_000, 10_120)).toBe(120);
  expect(delays.ofBeat(11_000, 11_020)).toBeUndefined();
  expect(delays.ofBeat(27_400, 27_430)).toBe(30);
  expect(delays.ofBeat(29_400, 29_400 + 17_400)).toBe(17_400);
});

test('a beat in time does not hide that the changes before it came late', () => {
  const delays = new DelayMeter();
  expect(delays.ofDiff(10_000, 15_000)).toBe(5_000);
  expect(delays.ofBeat(15_000, 15_010)).toBeUndefined();
});
