/** What operators of other systems miss, as tests: each named after the place where they say so. */
import { expect, test } from 'vitest';
import { AlarmBook } from './alarm-book.ts';
import { actOf, contextAt, HOUR_MS, MINUTE_MS, mustAct, NOW_MS, onsetAt, TAG } from './alarm-fixture.ts';

test('grafana#18193 acknowledge with comment: the comment stands beside the alarm for the next one who looks', () => {
  const book = new AlarmBook();
  const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
  const act = { action: 'acknowledge', expectedRevision: 1, text: 'Đã gọi trạm bơm, 20 phút nữa có mặt' };
  book.act(alarm.id, act, contextAt(NOW_MS + 5, 'Lan'));
  expect(book.get(alarm.id)).toMatchObject({
    state: 'acknowledged',
    comment: { by: 'Lan', text: 'Đã gọi trạm bơm, 20 phút nữa có mặt', atMs: NOW_MS + 5 },
  });
});

test('grafana#13364 acknowledging does not end the alarm: it stands until its condition is over', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  book.tick(NOW_MS + 30 * 24 * HOUR_MS);
  expect(book.byTag(TAG)).toMatchObject({ state: 'acknowledged', isActive: true });
});

test('grafana#7100 useless: the mark names person and reason, is told for the review, and silences nothing', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.takeTransitions();
  mustAct(book, 'useless', { atMs: NOW_MS + 1, actor: 'Lan' });
  expect(book.byTag(TAG)).toMatchObject({
    state: 'unacknowledged',
    isAnnunciated: true,
    useless: { by: 'Lan', reason: 'cảm biến hỏng', atMs: NOW_MS + 1 },
  });
  expect(book.takeTransitions()).toMatchObject([{ act: 'useless', actor: 'Lan', isAnnunciated: false }]);
  // Called useless by one, it still calls the next: when it gets worse, and when it comes again.
  book.prioritise(TAG, 1, NOW_MS + 2);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 3 });
  book.returned(TAG, NOW_MS + 4, NOW_MS + 4);
  book.onset(onsetAt(NOW_MS + HOUR_MS), NOW_MS + HOUR_MS);
  expect(book.takeTransitions().at(-1)).toMatchObject({ to: 'unacknowledged', isAnnunciated: true });
});

test('thingsboard#6047 who acknowledged: person and time stay with the alarm and in its transition', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 7, actor: 'Minh' });
  const note = actOf(book.byTag(TAG)!, 'note', NOW_MS + 9);
  book.act(book.byTag(TAG)!.id, note, contextAt(NOW_MS + 9, 'Lan'));
  expect(book.byTag(TAG)).toMatchObject({ acknowledgedBy: 'Minh', acknowledgedAtMs: NOW_MS + 7 });
  expect(book.takeTransitions().at(-1)).toMatchObject({
    act: 'acknowledge',
    actor: 'Minh',
    atMs: NOW_MS + 7,
  });
  // A restart, new values and the end of the condition do not forget who it was.
  const restarted = new AlarmBook();
  restarted.restore(JSON.parse(JSON.stringify(book.snapshot())) as ReturnType<AlarmBook['snapshot']>);
  restarted.measure(TAG, { value: 40, limit: 25, unit: 'cm', tMs: NOW_MS + HOUR_MS });
  expect(restarted.byTag(TAG)).toMatchObject({ acknowledgedBy: 'Minh', acknowledgedAtMs: NOW_MS + 7 });
  // It is the answer to what was known then: worse than that nobody has answered yet.
  restarted.prioritise(TAG, 1, NOW_MS + 2 * HOUR_MS);
  expect(restarted.byTag(TAG)).toMatchObject({ state: 'unacknowledged', isAcknowledged: false });
  expect(restarted.byTag(TAG)).not.toHaveProperty('acknowledgedBy');
});

test('thingsboard#12560 clear only at Warning: a milder severity is no all-clear, and the end of one tag ends no other', () => {
  const book = new AlarmBook();
  const worse = { ruleId: 'river-high', priority: 1 } as const;
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.onset(onsetAt(NOW_MS, worse), NOW_MS);
  book.prioritise(TAG, 4, NOW_MS + 1);
  expect(book.byTag(TAG)).toMatchObject({ state: 'unacknowledged', isActive: true, priority: 4 });
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 2 });
  book.returned(TAG, NOW_MS + 3, NOW_MS + 3);
  expect([...book.values()]).toMatchObject([{ ruleId: 'river-high', state: 'unacknowledged', priority: 1 }]);
});

test('karma#6314 acked and forgotten: age is told: since when it stands and since when somebody has it, unchanged by new values', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + MINUTE_MS });
  for (let hour = 1; hour <= 72; hour++) {
    const atMs = NOW_MS + hour * HOUR_MS;
    book.measure(TAG, { value: 30, limit: 25, unit: 'cm', tMs: atMs });
    book.tick(atMs);
  }
  expect([...book.values()]).toMatchObject([
    { onsetMs: NOW_MS - 2_000, raisedAtMs: NOW_MS, acknowledgedAtMs: NOW_MS + MINUTE_MS, isActive: true },
  ]);
});

test('Scada-LTS#3115 the alarm sounds once, then is forgotten: it calls until somebody answers, and again when it gets worse', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS, { priority: 3 }), NOW_MS);
  book.takeTransitions();
  book.tick(NOW_MS + 12 * HOUR_MS);
  const returned = NOW_MS + 12 * HOUR_MS;
  book.returned(TAG, returned, returned);
  expect(book.byTag(TAG)).toMatchObject({ state: 'returned-unacknowledged', isAnnunciated: true });
  book.onset(onsetAt(returned + 1, { priority: 3 }), returned + 1);
  mustAct(book, 'acknowledge', { atMs: returned + 2 });
  book.prioritise(TAG, 1, returned + 3);
  expect(book.takeTransitions().map(({ to, isAnnunciated }) => [to, isAnnunciated])).toEqual([
    ['returned-unacknowledged', false],
    ['unacknowledged', true],
    ['acknowledged', false],
    ['unacknowledged', true],
  ]);
});

test('Scada-LTS#2745 what "ack" means: I have it. It neither ends the alarm nor comes by itself', () => {
  const book = new AlarmBook();
  book.onset(onsetAt(NOW_MS), NOW_MS);
  book.returned(TAG, NOW_MS + 1, NOW_MS + 1);
  book.tick(NOW_MS + 365 * 24 * HOUR_MS);
  expect(book.byTag(TAG)).toMatchObject({ state: 'returned-unacknowledged', isAcknowledged: false });
  // And it says nothing of the equipment: what holds it latched is only let go by the act that is called so.
  const held = new AlarmBook();
  held.onset(onsetAt(NOW_MS, { isLatching: true }), NOW_MS);
  mustAct(held, 'acknowledge', { atMs: NOW_MS + 1, actor: 'Lan' });
  expect(held.byTag(TAG)).toMatchObject({ state: 'acknowledged', isActive: true, acknowledgedBy: 'Lan' });
  held.returned(TAG, NOW_MS + 2, NOW_MS + 2);
  held.tick(NOW_MS + 365 * 24 * HOUR_MS);
  expect(held.byTag(TAG)).toMatchObject({ state: 'latched-acknowledged', acknowledgedBy: 'Lan' });
  mustAct(held, 'reset', { atMs: NOW_MS + 366 * 24 * HOUR_MS });
  expect(held.byTag(TAG)).toBeUndefined();
});

test('MozDef#238 last write wins: the second of two people who acted on the same picture is told so', () => {
  const acts = ['acknowledge', 'shelve', 'out-of-service', 'note', 'useless'] as const;
  for (const one of acts) {
    for (const other of acts) {
      const book = new AlarmBook();
      const seen = book.onset(onsetAt(NOW_MS), NOW_MS);
      expect(book.act(seen.id, actOf(seen, one, NOW_MS), contextAt(NOW_MS, 'Lan')).ok).toBe(true);
      const after = structuredClone(book.byTag(TAG)!);
      const late = book.act(seen.id, actOf(seen, other, NOW_MS), contextAt(NOW_MS, 'Minh'));
      expect(late, `${one}, then ${other}`).toMatchObject({ ok: false, code: 'stale-revision' });
      expect(book.byTag(TAG), `${one}, then ${other}`).toEqual(after);
      // Nothing is lost either: on the picture of now a word beside it is taken, and what the first did stays.
      const again = book.act(seen.id, actOf(after, 'note', NOW_MS + 1), contextAt(NOW_MS + 1, 'Minh'));
      expect(again.ok).toBe(true);
      expect(book.byTag(TAG)).toMatchObject({ state: after.state, comment: { by: 'Minh' } });
    }
  }
});

test('thingsboard#11803 escalation and downgrade: worse calls whoever had it again, milder calls nobody, and neither is a new alarm', () => {
  const book = new AlarmBook();
  const { id } = book.onset(onsetAt(NOW_MS, { priority: 3 }), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 1 });
  book.takeTransitions();
  for (const [step, priority] of [4, 2, 3, 1].entries())
    book.prioritise(TAG, priority as 1, NOW_MS + 2 + step);
  const told = book.takeTransitions();
  expect(told.map(({ priority, to, isAnnunciated }) => `P${priority} ${to} ${isAnnunciated}`)).toEqual([
    'P4 acknowledged false',
    'P2 unacknowledged true',
    'P3 unacknowledged false',
    'P1 unacknowledged false',
  ]);
  expect(new Set(told.map(({ alarmId }) => alarmId))).toEqual(new Set([id]));
});
