import { expect, test } from 'vitest';
import type { Alarm } from './alarm.ts';
import { AlarmBook } from './alarm-book.ts';
import type { Tag } from './alarm-tag.ts';
import { actOf, contextAt, hashOf, mustAct, NOW_MS, onsetAt } from './alarm-fixture.ts';

/** A tag and an alarm with every optional field filled. */
function filled(): { tag: Tag; alarm: Required<Alarm> } {
  const book = new AlarmBook();
  const about = { loc: [106.7, 10.8] as const, unit: { code: '27259', name: 'An Khánh' }, entity: 'g-1' };
  const begun = book.onset(onsetAt(NOW_MS, about), NOW_MS);
  mustAct(book, 'acknowledge', { atMs: NOW_MS });
  book.attach(begun.id, { incidentId: 'SC-000001', isAnnunciated: true });
  for (const action of ['useless', 'shelve', 'out-of-service'] as const)
    mustAct(book, action, { atMs: NOW_MS });
  const [tag] = book.snapshot().tags;
  const alarm = { suppressed: { reason: 'a', sinceMs: 1 }, returnedMs: 1, ...tag!.alarm! } as Required<Alarm>;
  const full: Tag = {
    ...tag!,
    suppressed: { reason: 'a', sinceMs: 1 },
    chatterFromMs: 1,
    called: { atMs: 1, priority: 1 },
  };
  return { tag: full, alarm };
}

function hashWith(tag: Tag): string {
  const book = new AlarmBook();
  book.restore({ nowMs: 0, nextSeq: 5, forgotten: 0, tags: [tag], outcomes: [] });
  return hashOf(book);
}

/** Another value of the same kind, or a field deeper in changed. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [other(value[0] ?? 1), ...value.slice(1)];
  const [first, ...rest] = Object.entries(value as object);
  return Object.fromEntries([[first![0], other(first![1])], ...rest]);
}

test('[A14] the hash covers every field of tag and alarm, and not their order', () => {
  const { tag, alarm } = filled();
  const of = (given: object): string => hashWith({ ...tag, alarm: { ...alarm, ...given } });
  const hashes = new Set([of({})]);
  const fields = Object.keys(alarm) as (keyof Alarm)[];
  expect(fields).toHaveLength(35);
  for (const field of fields) hashes.add(of({ [field]: other(alarm[field]) }));
  for (const field of ['entity', 'comment', 'incidentId'] as const) hashes.add(of({ [field]: undefined }));
  const own = (Object.keys(tag) as (keyof Tag)[]).filter((field) => field !== 'alarm');
  for (const field of own) hashes.add(hashWith({ ...tag, alarm, [field]: other(tag[field]) }));
  expect(hashes.size).toBe(1 + fields.length + 3 + own.length);
  const turned = Object.fromEntries(Object.entries(alarm).toReversed()) as unknown as Alarm;
  expect(hashWith({ ...tag, alarm: turned })).toBe(of({}));
});

test('[A14] the hash covers remembered outcomes with their order', () => {
  const played = (ids: readonly string[]): string => {
    const book = new AlarmBook();
    const alarm = book.onset(onsetAt(NOW_MS), NOW_MS);
    for (const actionId of ids)
      book.act(alarm.id, { ...actOf(alarm, 'reset', NOW_MS), actionId }, contextAt(NOW_MS));
    return hashOf(book);
  };
  expect(new Set([[], ['a'], ['a', 'b'], ['b', 'a']].map(played)).size).toBe(4);
});
