import { expect, test } from 'vitest';
import { AlarmBook } from './alarm-book.ts';
import {
  actOf,
  contextAt,
  flutter,
  hashOf,
  HOUR_MS,
  MINUTE_MS,
  mustAct,
  NOW_MS,
  onsetAt,
  TAG,
} from './alarm-fixture.ts';
import { tagOf } from './make-alarm.ts';

test('[A10] acts are refused in the order no-alarm, bad-action, stale-revision, illegal-transition', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  const hash = hashOf(book);
  const code = (id: string, action: unknown): unknown => {
    const outcome = book.decide(id, action, contextAt(NOW_MS));
    return outcome.ok || outcome.code;
  };
  expect(code('f'.repeat(32), null)).toBe('no-alarm');
  expect(code(alarm.id, { action: 'reset', expectedRevision: -1 })).toBe('bad-action');
  expect(code(alarm.id, { action: 'reset', expectedRevision: 9 })).toBe('stale-revision');
  expect(code(alarm.id, { action: 'reset', expectedRevision: 1 })).toBe('illegal-transition');
  expect(book.act(alarm.id, actOf(alarm, 'reset', NOW_MS), contextAt(NOW_MS))).toMatchObject({
    allowed: ['acknowledge', 'shelve', 'out-of-service', 'note', 'useless'],
    message: expect.stringContaining(`reset is not allowed while alarm ${alarm.id} is unacknowledged`),
  });
  expect(hashOf(book)).toBe(hash);
});

test('[A10] the revision grows with acts, shown states and priorities, and with nothing else', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  const revision = (): number | undefined => book.byTag(TAG)?.revision;
  book.measure(TAG, { value: 33, limit: 25, unit: 'cm', tMs: NOW_MS });
  book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: true });
  expect(revision()).toBe(1);
  book.prioritise(TAG, 3, NOW_MS);
  expect(revision()).toBe(2);
  mustAct(book, 'note', { atMs: NOW_MS });
  mustAct(book, 'shelve', { atMs: NOW_MS });
  expect(revision()).toBe(4);
  book.returned(TAG, NOW_MS, NOW_MS);
  book.suppress(TAG, 'trạm bơm đã báo', NOW_MS);
  expect(revision()).toBe(4);
  book.tick(NOW_MS + HOUR_MS);
  expect(revision()).toBe(5);
});

test('[A11] a repeated act gives its first outcome, also after the alarm is gone, and is done once', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  book.returned(TAG, NOW_MS, NOW_MS);
  const current = book.get(alarm.id)!;
  const act = { ...actOf(current, 'acknowledge', NOW_MS), actionId: ' a-1 ' };
  const first = book.act(alarm.id, act, contextAt(NOW_MS + 1));
  expect(first).toMatchObject({ ok: true, isRepeat: false, value: { alarm: { state: 'normal' } } });
  expect(book.get(alarm.id)).toBeUndefined();
  const told = book.takeTransitions().length;
  const again = { action: 'reset', actionId: 'a-1' };
  expect(book.act(alarm.id, again, contextAt(NOW_MS + 2, 'Bình'))).toEqual({ ...first, isRepeat: true });
  expect(book.decide(alarm.id, again, contextAt(NOW_MS + 2))).toEqual({ ...first, isRepeat: true });
  expect([told, book.takeTransitions().length]).toEqual([3, 0]);
  const unknown = book.act(alarm.id, { ...act, actionId: 'a-2' }, contextAt(NOW_MS));
  expect(unknown).toMatchObject({ ok: false, code: 'no-alarm', isRepeat: false });
});

test('[A11] outcomes are forgotten oldest first, refusals are remembered too', () => {
  const book = new AlarmBook({ keepOutcomes: 2 });
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  const reset = (actionId: string) =>
    book.act(alarm.id, { ...actOf(alarm, 'reset', NOW_MS), actionId }, contextAt(NOW_MS));
  for (const actionId of ['a', 'b', 'c']) expect(reset(actionId).isRepeat).toBe(false);
  expect([reset('b'), reset('c')].map(({ isRepeat }) => isRepeat)).toEqual([true, true]);
  expect(reset('a').isRepeat).toBe(false);
});

test('[A12] transitions are numbered from 1 without gaps, and go on after a restore', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  expect(book.takeTransitions().map(({ n }) => n)).toEqual([1, 2]);
  const copy = new AlarmBook();
  copy.restore(structuredClone(book.snapshot()));
  expect(copy.takeTransitions()).toEqual([]);
  for (const one of [book, copy]) one.returned(TAG, NOW_MS, NOW_MS);
  expect(copy.takeTransitions()).toEqual(book.takeTransitions());
});

test('[A12] a transition by a person says what was done, by whom and why', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.takeTransitions();
  mustAct(book, 'shelve', { atMs: NOW_MS, actor: 'Bình' });
  mustAct(book, 'note', { atMs: NOW_MS });
  mustAct(book, 'useless', { atMs: NOW_MS, actor: 'Châu' });
  expect(book.takeTransitions()).toMatchObject([
    { by: 'operator', act: 'shelve', actor: 'Bình', reason: 'cảm biến hỏng', to: 'shelved' },
    {
      by: 'operator',
      act: 'useless',
      actor: 'Châu',
      reason: 'cảm biến hỏng',
      from: 'shelved',
      to: 'shelved',
    },
  ]);
});

test('[A13] beyond the limit the least urgent go, counted and told', () => {
  const book = new AlarmBook({ maxTags: 4 });
  const priorities = [1, 4, 2, 4] as const;
  priorities.forEach((priority, key) => book.onset(onsetAt(NOW_MS, { key: `k${key}`, priority }), NOW_MS));
  book.returned(tagOf('street-flooded', 'k3'), NOW_MS, NOW_MS);
  book.takeTransitions();
  book.onset(onsetAt(NOW_MS, { key: 'k4', priority: 3 }), NOW_MS + 1);
  expect([...book.values()].map(({ key }) => key)).toEqual(['k0', 'k1', 'k2', 'k4']);
  expect([book.forgotten, book.tagCount, book.standing]).toEqual([1, 4, 4]);
  expect(book.takeTransitions()).toMatchObject([
    { key: 'k3', from: 'returned-unacknowledged', to: 'normal', by: 'design', atMs: NOW_MS + 1, n: 3 },
    { key: 'k4', from: 'normal', to: 'unacknowledged' },
  ]);
  book.onset(onsetAt(NOW_MS, { key: 'k5', priority: 3 }), NOW_MS + 2);
  expect([...book.values()].map(({ key }) => key)).toEqual(['k0', 'k2', 'k4', 'k5']);
});

test('[A13] what is over leaves nothing behind after ten minutes', () => {
  const book = new AlarmBook();
  flutter(book, [NOW_MS, NOW_MS + 1, NOW_MS + 2]);
  book.suppress('other', 'bảo trì', NOW_MS);
  expect(book.tagCount).toBe(2);
  book.suppress('other', null, NOW_MS);
  book.tick(NOW_MS + 2 + 10 * MINUTE_MS);
  expect([book.tagCount, book.standing, book.forgotten]).toEqual([0, 0, 0]);
});

test('[A14] a snapshot goes through JSON and is not touched by later calls', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  book.act(alarm.id, { ...actOf(alarm, 'shelve', NOW_MS), actionId: 'a' }, contextAt(NOW_MS));
  const snapshot = book.snapshot();
  const json = JSON.stringify(snapshot);
  const hash = hashOf(book);
  const copy = new AlarmBook();
  copy.restore(JSON.parse(json) as typeof snapshot);
  expect(hashOf(copy)).toBe(hash);
  for (const one of [book, copy]) one.tick(NOW_MS + HOUR_MS);
  expect(hashOf(copy)).toBe(hashOf(book));
  expect(hashOf(book)).not.toBe(hash);
  expect(JSON.stringify(snapshot)).toBe(json);
  expect(() => copy.restore(snapshot)).toThrow('only an empty book is restored');
});

test('[A16] the newest measure by event time is kept while the condition holds', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  const at = (tMs: number) => ({ value: tMs - NOW_MS, limit: 25, unit: 'cm', tMs });
  book.takeChanged();
  book.measure(TAG, at(NOW_MS + 5));
  expect(book.takeChanged()).toEqual([alarm.id]);
  book.measure(TAG, at(NOW_MS + 4));
  expect(book.takeChanged()).toEqual([]);
  book.returned(TAG, NOW_MS + 6, NOW_MS + 6);
  book.measure(TAG, at(NOW_MS + 7));
  book.measure('unknown', at(NOW_MS + 7));
  expect(book.byTag(TAG)).toMatchObject({ latest: at(NOW_MS + 5), returnedMs: NOW_MS + 6 });
});

test('[A17] respond-by counts from a call: none while hidden or grouped, the first one before acknowledgement', () => {
  const book = new AlarmBook();
  const respondBy = (): number | undefined => book.byTag(TAG)?.respondByMs;
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  expect(respondBy()).toBe(NOW_MS + 15 * MINUTE_MS);
  book.returned(TAG, NOW_MS + 1, NOW_MS + 1);
  book.onset(onsetAt(NOW_MS + 2), NOW_MS + 2);
  expect(respondBy()).toBe(NOW_MS + 15 * MINUTE_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 3 });
  book.prioritise(TAG, 1, NOW_MS + 4);
  expect(respondBy()).toBe(NOW_MS + 4 + 15 * MINUTE_MS);
  book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: false });
  expect(respondBy()).toBeUndefined();
  const hidden = new AlarmBook();
  hidden.suppress(TAG, 'trạm bơm đã báo', NOW_MS);
  expect(hidden.onset(onsetAt(NOW_MS), NOW_MS).respondByMs).toBeUndefined();
});

test('[A15] a tick with nothing due costs the same with 20,000 alarms in the book as with none', () => {
  const full = new AlarmBook();
  for (let alarm = 0; alarm < 20_000; alarm++) full.onset(onsetAt(NOW_MS, { key: `k${alarm}` }), NOW_MS);
  mustAct(full, 'shelve', { atMs: NOW_MS, tag: tagOf('street-flooded', 'k7') });
  const spentOn = (book: AlarmBook): number => {
    const startMs = performance.now();
    for (let tick = 0; tick < 20_000; tick++) book.tick(NOW_MS + tick);
    return performance.now() - startMs;
  };
  spentOn(new AlarmBook());
  // Visiting every alarm would cost ten thousand times as much: the bound leaves room for a busy machine.
  expect(spentOn(full)).toBeLessThan(100 * spentOn(new AlarmBook()) + 100);
  expect(full.standing).toBe(20_000);
});
