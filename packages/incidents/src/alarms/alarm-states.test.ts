import { expect, test } from 'vitest';
import { ALARM_STATES } from './alarm.ts';
import type { AlarmState } from './alarm.ts';
import { AlarmBook } from './alarm-book.ts';
import { HOUR_MS, mustAct, NOW_MS, onsetAt, TAG } from './alarm-fixture.ts';
import { ALARM_EVENTS, ALARM_TRANSITIONS, allowedAlarmActs } from './alarm-states.ts';
import type { AlarmEvent } from './alarm-states.ts';

/** Acts that lead to each state from a standing, latching or not, alarm; hidden ones cover `unacknowledged`. */
const WAYS: Readonly<Record<Exclude<AlarmState, 'normal'>, readonly AlarmEvent[]>> = {
  unacknowledged: [],
  acknowledged: ['acknowledge'],
  'returned-unacknowledged': ['return'],
  'latched-unacknowledged': ['return'],
  'latched-acknowledged': ['acknowledge', 'return'],
  shelved: ['shelve'],
  suppressed: ['suppress'],
  'out-of-service': ['out-of-service'],
};
/** What shows when the hiding of a hidden `unacknowledged` ends. */
const COVERED = 'unacknowledged';

function play(book: AlarmBook, event: AlarmEvent, atMs: number): void {
  switch (event) {
    case 'activate':
      book.onset(onsetAt(atMs, { onsetMs: atMs }), atMs);
      return;
    case 'return':
    case 'latch':
      book.returned(TAG, atMs, atMs);
      return;
    case 'raise':
      book.prioritise(TAG, 1, atMs);
      return;
    case 'suppress':
      book.suppress(TAG, 'trạm bơm đã báo', atMs);
      return;
    case 'unsuppress':
      book.suppress(TAG, null, atMs);
      return;
    case 'expire':
      book.tick(atMs + 2 * HOUR_MS);
      return;
    default:
      mustAct(book, event, { atMs });
  }
}

function bookIn(state: Exclude<AlarmState, 'normal'>, isLatching: boolean): AlarmBook {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS, { isLatching }), NOW_MS);
  WAYS[state].forEach((event, index) => play(book, event, NOW_MS + index + 1));
  expect(book.byTag(TAG)?.state).toBe(state);
  return book;
}

const STANDING = ALARM_STATES.filter((state) => state !== 'normal');
const ACTS: readonly AlarmEvent[] = [
  'acknowledge',
  'reset',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
];
const CASES = STANDING.flatMap((state) => ALARM_EVENTS.map((event) => [state, event] as const));

test.each(CASES)('[A1] %s × %s is as the table says, or refused', (state, event) => {
  const isLatching =
    state.startsWith('latched') || (event === 'latch' && state !== 'returned-unacknowledged');
  const book = bookIn(state, isLatching);
  const to = ALARM_TRANSITIONS[state][event];
  if (to === undefined && ACTS.includes(event)) {
    expect(() => play(book, event, NOW_MS + 10)).toThrow(`${event} is not allowed while`);
    expect(book.byTag(TAG)?.state).toBe(state);
    return;
  }
  play(book, event, NOW_MS + 10);
  const expected = to === 'underneath' ? COVERED : (to ?? state);
  expect(book.byTag(TAG)?.state ?? 'normal').toBe(expected);
});

test('[A1] a normal alarm is not in the book: an onset makes one, nothing else does', () => {
  const book = new AlarmBook();
  for (const event of ['return', 'raise', 'unsuppress', 'expire'] as const) play(book, event, NOW_MS);
  expect([...book.values()]).toEqual([]);
  play(book, 'activate', NOW_MS);
  expect(book.byTag(TAG)?.state).toBe(ALARM_TRANSITIONS.normal.activate);
});

test('[A1] the table, row by row, as ISA-18.2 has it', () => {
  const rows = ALARM_STATES.map((state) => {
    const row = Object.entries(ALARM_TRANSITIONS[state]).map(([event, to]) => `${event}→${to}`);
    return `${state}: ${row.join(' ')}`;
  });
  expect(rows).toMatchInlineSnapshot(`
    [
      "normal: activate→unacknowledged",
      "unacknowledged: return→returned-unacknowledged latch→latched-unacknowledged raise→unacknowledged acknowledge→acknowledged shelve→shelved suppress→suppressed out-of-service→out-of-service",
      "acknowledged: return→normal latch→latched-acknowledged raise→unacknowledged shelve→shelved suppress→suppressed out-of-service→out-of-service",
      "returned-unacknowledged: activate→unacknowledged acknowledge→normal shelve→shelved suppress→suppressed out-of-service→out-of-service",
      "latched-unacknowledged: activate→unacknowledged acknowledge→latched-acknowledged reset→returned-unacknowledged shelve→shelved suppress→suppressed out-of-service→out-of-service",
      "latched-acknowledged: activate→unacknowledged reset→normal shelve→shelved suppress→suppressed out-of-service→out-of-service",
      "shelved: activate→shelved return→shelved latch→shelved raise→shelved shelve→shelved unshelve→underneath expire→underneath suppress→shelved unsuppress→shelved out-of-service→out-of-service",
      "suppressed: activate→suppressed return→suppressed latch→suppressed raise→suppressed shelve→shelved suppress→suppressed unsuppress→underneath out-of-service→out-of-service",
      "out-of-service: activate→out-of-service return→out-of-service latch→out-of-service raise→out-of-service expire→out-of-service suppress→out-of-service unsuppress→out-of-service in-service→underneath",
    ]
  `);
  expect(Object.keys(ALARM_TRANSITIONS).sort()).toEqual([...ALARM_STATES].sort());
});

test('[A1] what is allowed in a state is what its row names, and remarks', () => {
  expect(allowedAlarmActs('unacknowledged')).toEqual([
    'acknowledge',
    'shelve',
    'out-of-service',
    'note',
    'useless',
  ]);
  expect(allowedAlarmActs('latched-acknowledged')).toContain('reset');
  expect(allowedAlarmActs('acknowledged')).not.toContain('reset');
  expect(allowedAlarmActs('shelved')).toEqual(['shelve', 'unshelve', 'out-of-service', 'note', 'useless']);
  expect(allowedAlarmActs('out-of-service')).toEqual(['in-service', 'note', 'useless']);
});
