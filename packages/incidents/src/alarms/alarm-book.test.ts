import { expect, test } from 'vitest';
import { AlarmBook } from './alarm-book.ts';
import { HOUR_MS, mustAct, NOW_MS, onsetAt, TAG } from './alarm-fixture.ts';

const calls = (book: AlarmBook): number =>
  book.takeTransitions().filter((transition) => transition.isAnnunciated).length;
const steps = (book: AlarmBook): string[] =>
  book.takeTransitions().map(({ from, to, by, n }) => `${n} ${from}→${to} by ${by}`);

test('[A2] the id is 32 hex digits of rule, revision, key and onset, whatever the processing time', () => {
  const [live, replayed] = [new AlarmBook(), new AlarmBook()];
  const id = live.onset(onsetAt(NOW_MS), NOW_MS).id;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(replayed.onset(onsetAt(NOW_MS), NOW_MS + 777).id).toBe(id);
  const others = [{ ruleId: 'x' }, { ruleRevision: 2 }, { key: 'flood/x' }, { onsetMs: 5 }];
  const ids = others.map((given) => new AlarmBook().onset(onsetAt(NOW_MS, given), NOW_MS).id);
  expect(new Set([id, ...ids]).size).toBe(5);
});

test('[A2] a second alarm with just the same onset has an id of its own', () => {
  const book = new AlarmBook();
  const first = book.onset(onsetAt(NOW_MS), NOW_MS).id;
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  book.returned(TAG, NOW_MS, NOW_MS);
  expect(book.get(first)).toBeUndefined();
  expect(book.onset(onsetAt(NOW_MS), NOW_MS).id).not.toBe(first);
});

test('[A2] an onset while the condition holds is no new one: value and priority are taken over', () => {
  const book = new AlarmBook();
  const first = book.onset(onsetAt(NOW_MS), NOW_MS);
  const measure = { value: 40, limit: 25, unit: 'cm', tMs: NOW_MS };
  const again = book.onset(onsetAt(NOW_MS + 1, { measure, priority: 1 }), NOW_MS + 1);
  expect(again).toMatchObject({ id: first.id, activations: 1, latest: measure, priority: 1 });
  expect(again.trigger).toEqual(first.trigger);
});

test('[A3] below a shelf the alarm goes on, is logged, and shows what it has become', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'shelve', { atMs: NOW_MS + 1 });
  book.takeTransitions();
  book.returned(TAG, NOW_MS + 2, NOW_MS + 2);
  expect(book.byTag(TAG)).toMatchObject({ state: 'shelved', isActive: false, isAcknowledged: false });
  expect(book.takeTransitions()).toMatchObject([{ from: 'shelved', to: 'shelved', isActive: false }]);
  mustAct(book, 'unshelve', { atMs: NOW_MS + 3 });
  expect(book.byTag(TAG)?.state).toBe('returned-unacknowledged');
  expect(book.byTag(TAG)?.shelved).toBeUndefined();
});

test('[A3] of several hidings the person’s shows first, and each shows again when the one above it ends', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.suppress(TAG, 'trạm bơm đã báo', NOW_MS + 1);
  mustAct(book, 'shelve', { atMs: NOW_MS + 2 });
  mustAct(book, 'out-of-service', { atMs: NOW_MS + 3 });
  mustAct(book, 'in-service', { atMs: NOW_MS + 4 });
  book.tick(NOW_MS + 2 * HOUR_MS);
  book.suppress(TAG, null, NOW_MS + 2 * HOUR_MS);
  expect(steps(book)).toEqual([
    '1 normal→unacknowledged by condition',
    '2 unacknowledged→suppressed by design',
    '3 suppressed→shelved by operator',
    '4 shelved→out-of-service by operator',
    '5 out-of-service→shelved by operator',
    '6 shelved→suppressed by timer',
    '7 suppressed→unacknowledged by design',
  ]);
});

test('[A4] a shelved tag that is normal and active again stays shelved, as a new alarm', () => {
  const book = new AlarmBook();
  const first = book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  mustAct(book, 'shelve', { atMs: NOW_MS });
  book.returned(TAG, NOW_MS + 1, NOW_MS + 1);
  expect(book.byTag(TAG)).toMatchObject({ id: first.id, state: 'shelved', isActive: false });
  expect(book.standing).toBe(0);
  book.takeTransitions();
  book.takeChanged();
  const second = book.onset(onsetAt(NOW_MS + 10), NOW_MS + 10);
  expect(second).toMatchObject({ state: 'shelved', isActive: true, isAnnunciated: false, revision: 1 });
  expect(second.id).not.toBe(first.id);
  expect([book.get(first.id), book.standing]).toEqual([undefined, 1]);
  expect(book.takeChanged().sort()).toEqual([first.id, second.id].sort());
  expect(steps(book)).toEqual(['5 shelved→normal by condition', '1 normal→shelved by condition']);
  book.tick(NOW_MS + HOUR_MS);
  expect(book.byTag(TAG)).toMatchObject({ id: second.id, state: 'unacknowledged', isAnnunciated: true });
});

test('[A4] a suppression without an alarm waits for one, and out of service outlives the alarm too', () => {
  const book = new AlarmBook();
  book.suppress(TAG, 'trạm bơm đã báo', NOW_MS);
  expect([...book.values()]).toEqual([]);
  expect(book.onset(onsetAt(NOW_MS), NOW_MS)).toMatchObject({ state: 'suppressed', isAnnunciated: false });
  mustAct(book, 'out-of-service', { atMs: NOW_MS });
  book.suppress(TAG, null, NOW_MS);
  book.returned(TAG, NOW_MS, NOW_MS);
  book.tick(NOW_MS + 30 * 24 * HOUR_MS);
  expect(book.byTag(TAG)?.state).toBe('out-of-service');
});

test('[A5] an onset before acknowledgement is the same alarm once more; after it a new one', () => {
  const book = new AlarmBook();
  const first = book.onset(onsetAt(NOW_MS), NOW_MS);
  book.returned(TAG, NOW_MS + 5, NOW_MS + 5);
  const again = book.onset(onsetAt(NOW_MS + 10), NOW_MS + 10);
  expect(again).toMatchObject({ id: first.id, activations: 2, state: 'unacknowledged' });
  expect(again.returnedMs).toBeUndefined();
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 11 });
  book.returned(TAG, NOW_MS + 12, NOW_MS + 12);
  expect([...book.values()]).toEqual([]);
  expect(book.onset(onsetAt(NOW_MS + 20), NOW_MS + 20)).toMatchObject({ activations: 1 });
});

test('[A5] a latched alarm stays until it is reset, and asks anew when its condition begins again', () => {
  const book = new AlarmBook();
  const first = book.onset(onsetAt(NOW_MS, { isLatching: true }), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 1 });
  book.returned(TAG, NOW_MS + 2, NOW_MS + 2);
  expect(book.byTag(TAG)?.state).toBe('latched-acknowledged');
  const again = book.onset(onsetAt(NOW_MS + 10), NOW_MS + 10);
  expect(again).toMatchObject({ id: first.id, activations: 2, isAcknowledged: false, isAnnunciated: true });
  expect(again.acknowledgedBy).toBeUndefined();
  book.returned(TAG, NOW_MS + 11, NOW_MS + 11);
  expect(mustAct(book, 'reset', { atMs: NOW_MS + 12 }).state).toBe('returned-unacknowledged');
  expect(mustAct(book, 'acknowledge', { atMs: NOW_MS + 13 }).state).toBe('normal');
  expect(book.standing).toBe(0);
});

test('[A6] a worse priority makes an acknowledged alarm unacknowledged and calls; a milder one does not', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  book.takeTransitions();
  book.prioritise(TAG, 3, NOW_MS + 1);
  expect(book.byTag(TAG)).toMatchObject({ state: 'acknowledged', priority: 3, acknowledgedBy: 'An' });
  expect(book.takeTransitions()).toMatchObject([
    { from: 'acknowledged', to: 'acknowledged', priority: 3, isAnnunciated: false },
  ]);
  book.prioritise(TAG, 1, NOW_MS + 2);
  expect(book.byTag(TAG)).toMatchObject({ state: 'unacknowledged', priority: 1 });
  expect(calls(book)).toBe(1);
  book.prioritise(TAG, 2, NOW_MS + 3);
  book.prioritise(TAG, 1, NOW_MS + 4);
  expect(calls(book)).toBe(0);
});

test('[A6] a worse alarm that its incident called for asks anew, and calls when the incident says so', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: false });
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  expect(calls(book)).toBe(0);
  book.prioritise(TAG, 1, NOW_MS + 1);
  expect(book.byTag(TAG)).toMatchObject({ state: 'unacknowledged', isAnnunciated: false });
  expect(steps(book)).toEqual(['3 acknowledged→unacknowledged by condition']);
  book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: true });
  expect(book.takeTransitions()).toMatchObject([
    { by: 'design', isAnnunciated: true, atMs: NOW_MS + 1, n: 4 },
  ]);
  expect(book.byTag(TAG)).toMatchObject({ isAnnunciated: true, revision: 3 });
  book.attach(alarm.id, { incidentId: 'SC-000002', isAnnunciated: true });
  expect(book.takeTransitions()).toEqual([]);
});

test('[A6] the priority of a condition that is over does not change', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.returned(TAG, NOW_MS + 2, NOW_MS + 2);
  book.prioritise(TAG, 1, NOW_MS + 3);
  expect(book.byTag(TAG)?.priority).toBe(2);
});

test('[A7] the end of hiding calls for what stands unacknowledged, and only for that', () => {
  for (const [before, expected] of [
    ['unacknowledged', 1],
    ['acknowledged', 0],
    ['returned-unacknowledged', 0],
  ] as const) {
    const book = new AlarmBook();
    book.onset(onsetAt(NOW_MS), NOW_MS);
    if (before === 'acknowledged') mustAct(book, 'acknowledge', { atMs: NOW_MS });
    if (before === 'returned-unacknowledged') book.returned(TAG, NOW_MS, NOW_MS);
    mustAct(book, 'shelve', { atMs: NOW_MS });
    book.takeTransitions();
    book.tick(NOW_MS + HOUR_MS);
    expect([book.byTag(TAG)?.state, calls(book)]).toEqual([before, expected]);
  }
});

test('[A7] what its incident calls for is not annunciated; told again that it does, it is', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: false });
  expect(book.get(alarm.id)).toMatchObject({ incidentId: 'SC-000001', isAnnunciated: false, revision: 1 });
  book.attach(alarm.id, { incidentId: 'SC-000002', isAnnunciated: true });
  expect(book.get(alarm.id)).toMatchObject({ incidentId: 'SC-000002', isAnnunciated: true });
  expect(calls(book)).toBe(1);
  book.attach('0'.repeat(32), { incidentId: 'SC-000001', isAnnunciated: true });
  expect(book.standing).toBe(1);
});

test('[A9] shelving ends at the first tick at or after its end, at the time of the tick', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'shelve', { atMs: NOW_MS });
  expect(book.byTag(TAG)?.shelved).toEqual({
    by: 'An',
    reason: 'cảm biến hỏng',
    sinceMs: NOW_MS,
    untilMs: NOW_MS + HOUR_MS,
  });
  mustAct(book, 'shelve', { atMs: NOW_MS + 10 });
  book.tick(NOW_MS + HOUR_MS + 9);
  expect(book.byTag(TAG)?.state).toBe('shelved');
  book.takeTransitions();
  book.tick(NOW_MS + HOUR_MS + 100);
  expect(book.takeTransitions()).toMatchObject([
    { from: 'shelved', to: 'unacknowledged', by: 'timer', atMs: NOW_MS + HOUR_MS + 100, isAnnunciated: true },
  ]);
});
