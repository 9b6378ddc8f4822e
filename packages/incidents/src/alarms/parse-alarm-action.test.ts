import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_SHELVE_MS } from './alarm.ts';
import { NOW_MS } from './alarm-fixture.ts';
import { parseAlarmAction } from './parse-alarm-action.ts';

const refusalOf = (raw: unknown): string => {
  const parsed = parseAlarmAction(raw, NOW_MS);
  return parsed.ok ? 'accepted' : parsed.message;
};

test.each([
  [null, 'an action is an object; came null'],
  [[], 'an action is an object; came an array'],
  [
    { action: 'silence', expectedRevision: 1 },
    'action is one of acknowledge, shelve, unshelve, out-of-service, in-service, reset, note, useless; came "silence"',
  ],
  [{ action: 'acknowledge' }, 'expectedRevision is a whole number; came nothing'],
  [{ action: 'acknowledge', expectedRevision: 1.5 }, 'expectedRevision is a whole number; came 1.5'],
  [
    { action: 'acknowledge', expectedRevision: 1, actionId: ' ' },
    'actionId has 1 to 100 characters; came " "',
  ],
  [
    { action: 'acknowledge', expectedRevision: 1, actionId: 'x'.repeat(101) },
    `actionId has 1 to 100 characters; came "${'x'.repeat(60)}…"`,
  ],
  [{ action: 'acknowledge', expectedRevision: 1, text: 7 }, 'text has 1 to 4000 characters; came 7'],
  [{ action: 'note', expectedRevision: 1, text: '  ' }, 'text has 1 to 4000 characters; came "  "'],
  [{ action: 'note', expectedRevision: 1 }, 'a note has a text; came nothing'],
  [
    { action: 'useless', expectedRevision: 1 },
    'useless needs a reason of 1 to 4000 characters; came nothing',
  ],
  [
    { action: 'out-of-service', expectedRevision: 1, reason: 'x'.repeat(4_001) },
    `out-of-service needs a reason of 1 to 4000 characters; came "${'x'.repeat(60)}…"`,
  ],
  [
    { action: 'shelve', expectedRevision: 1, untilMs: NOW_MS + 1 },
    'shelve needs a reason of 1 to 4000 characters; came nothing',
  ],
  [
    { action: 'shelve', expectedRevision: 1, reason: 'a' },
    'shelving needs an end, untilMs in whole milliseconds; came nothing',
  ],
  [
    { action: 'shelve', expectedRevision: 1, reason: 'a', untilMs: NOW_MS },
    `untilMs lies after now (${NOW_MS}); came ${NOW_MS}`,
  ],
  [
    { action: 'shelve', expectedRevision: 1, reason: 'a', untilMs: NOW_MS + MAX_SHELVE_MS + 1 },
    `untilMs lies at most 24 h ahead (${NOW_MS + MAX_SHELVE_MS}); came ${NOW_MS + MAX_SHELVE_MS + 1}`,
  ],
])('[A10] %j is refused: %s', (raw, message) => {
  expect(refusalOf(raw)).toBe(message);
});

test('[A9] a shelving may last until just a day after the act', () => {
  const action = { action: 'shelve', expectedRevision: 1, reason: ' a ', untilMs: NOW_MS + MAX_SHELVE_MS };
  expect(parseAlarmAction({ ...action, other: 1 }, NOW_MS)).toEqual({
    ok: true,
    value: { ...action, reason: 'a' },
  });
});

test('[A10] whatever comes in, it is accepted or refused with a sentence', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (raw) => {
      const parsed = parseAlarmAction(raw, NOW_MS);
      expect(parsed.ok || parsed.message.length > 10).toBe(true);
    }),
  );
});
