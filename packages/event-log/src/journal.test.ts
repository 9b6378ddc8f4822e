import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENESIS_HASH } from './journal-entry.ts';
import type { JournalEntryDraft } from './journal-entry.ts';
import { Journal } from './journal.ts';
import type { JournalOptions } from './journal.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metropane-journal-'));
  path = join(folder, 'journal.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

function open(options: JournalOptions = {}): Journal {
  const opened = Journal.open(path, options);
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  return opened.value;
}

function draft(body: string, more: Partial<JournalEntryDraft> = {}): JournalEntryDraft {
  return { kind: 'report.received', v: 1, atMs: 1_800_000_000_000, actor: 'operator-7', body, ...more };
}

function append(journal: Journal, ...drafts: JournalEntryDraft[]) {
  const stored = journal.append(drafts);
  if (!stored.ok) throw new Error(`${stored.code}: ${stored.message}`);
  return stored.value;
}

test('entries come back character by character, numbered without gaps, over a reopening', () => {
  const journal = open();
  const body = '{"text":"ngập \\u0000 nước 🌊","n":[1,-0,null]}';
  expect(append(journal, draft(body), draft('{}', { actor: null, isDerived: true }))).toEqual([
    { seq: 1 },
    { seq: 2 },
  ]);
  journal.close();
  const again = open();
  expect(append(again, draft('third'))).toEqual([{ seq: 3 }]);
  const read = again.read(1, 10);
  expect(read.ok && read.value.map((entry) => [entry.seq, entry.body, entry.actor, entry.isDerived])).toEqual(
    [
      [1, body, 'operator-7', false],
      [2, '{}', null, true],
      [3, 'third', 'operator-7', false],
    ],
  );
  again.close();
});

test('a dedup key that is already there answers with the earlier seq, also within one batch, and stores nothing', () => {
  const journal = open();
  const key = 'hotline\u0000report-1';
  expect(append(journal, draft('a', { dedupKey: key }), draft('b', { dedupKey: key }))).toEqual([
    { seq: 1 },
    { seq: 1, duplicateOf: 1 },
  ]);
  expect(
    append(journal, draft('c', { dedupKey: 'hotline\u0000report-2' }), draft('d', { dedupKey: key })),
  ).toEqual([{ seq: 2 }, { seq: 1, duplicateOf: 1 }]);
  const found = journal.byDedupKey(key);
  expect(found.ok && found.value).toMatchObject({ seq: 1, body: 'a', dedupKey: key });
  expect(journal.byDedupKey('hotline')).toEqual({ ok: true, value: null });
  expect(journal.head.seq).toBe(2);
  journal.close();
});

test('reading by kind, by seq and in pages', () => {
  const journal = open();
  append(
    journal,
    ...Array.from({ length: 9 }, (_, i) => draft(`${i}`, { kind: i % 3 === 0 ? 'rule' : 'report' })),
  );
  const rules = journal.read(2, 10, { kind: 'rule' });
  expect(rules.ok && rules.value.map(({ seq }) => seq)).toEqual([4, 7]);
  const page = journal.read(3, 2);
  expect(page.ok && page.value.map(({ seq }) => seq)).toEqual([3, 4]);
  const one = journal.get(5);
  expect(one.ok && one.value?.body).toBe('4');
  expect(journal.get(10)).toEqual({ ok: true, value: null });
  journal.close();
});

test('the chain verifies, in slices too, and an empty journal starts from genesis', () => {
  const journal = open();
  expect(journal.head).toEqual({ seq: 0, hash: GENESIS_HASH });
  expect(journal.verify()).toMatchObject({ ok: true, value: { status: 'intact', checked: 0 } });
  append(journal, ...Array.from({ length: 2500 }, (_, i) => draft(`${i}`)));
  const first = journal.verify(undefined, 1200);
  expect(first).toMatchObject({ ok: true, value: { status: 'partial', checked: 1200, head: { seq: 1200 } } });
  const rest = first.ok ? journal.verify(first.value.head) : first;
  expect(rest).toMatchObject({ ok: true, value: { status: 'intact', checked: 1300, head: journal.head } });
  journal.close();
});

test.each([
  { sql: "body = 'forged' WHERE seq = 3", firstBadSeq: 3, reason: 'hash' },
  { sql: "actor = 'nobody' WHERE seq = 2", firstBadSeq: 2, reason: 'hash' },
  { sql: 'at_ms = at_ms + 1 WHERE seq = 4', firstBadSeq: 4, reason: 'hash' },
  { sql: 'derived = 1 WHERE seq = 5', firstBadSeq: 5, reason: 'hash' },
  { sql: 'hash = zeroblob(32) WHERE seq = 2', firstBadSeq: 2, reason: 'hash' },
  { sql: 'seq = 9 WHERE seq = 3', firstBadSeq: 3, reason: 'missing' },
  { sql: 'prev_hash = zeroblob(32) WHERE seq = 3', firstBadSeq: 3, reason: 'prev-hash' },
])('a forged entry is found at the first bad seq: $sql', ({ sql, firstBadSeq, reason }) => {
  const journal = open();
  append(journal, ...Array.from({ length: 6 }, (_, i) => draft(`${i}`)));
  journal.close();
  const forger = new DatabaseSync(path);
  expect(() => forger.exec(`UPDATE entries SET ${sql}`)).toThrow('journal entries are final');
  expect(() => forger.exec('DELETE FROM entries')).toThrow('journal entries are kept');
  forger.exec('DROP TRIGGER entries_are_final');
  forger.exec(`UPDATE entries SET ${sql}`);
  forger.close();
  const again = open();
  expect(again.verify()).toMatchObject({ ok: true, value: { status: 'broken', firstBadSeq, reason } });
  again.close();
});

test('the hash can be recomputed from the documented canonical bytes alone', async () => {
  const { createHash } = await import('node:crypto');
  const journal = open();
  append(journal, draft('{"a":1}', { dedupKey: 'k' }));
  const entry = journal.get(1);
  const canonical = '[1,"report.received",1,1800000000000,"operator-7","k",false,"{\\"a\\":1}"]';
  const expected = createHash('sha256').update(Buffer.alloc(32)).update(canonical).digest('hex');
  expect(entry.ok && entry.value?.hash).toBe(expected);
  journal.close();
});

test.each([
  ['an empty kind', { kind: '' }],
  ['a fraction of a millisecond', { atMs: 1.5 }],
  ['a time that is not a number', { atMs: Number.NaN }],
  ['a lone surrogate', { body: 'a\ud800b' }],
  ['a lone surrogate in the key', { dedupKey: '\udfff' }],
  ['a negative version', { v: -1 }],
  ['a giant body', { body: 'x'.repeat(4 * 1024 * 1024 + 1) }],
])('%s is refused and nothing of the batch is stored', (_what, more) => {
  const journal = open();
  const refused = journal.append([draft('good'), draft('bad', more)]);
  expect(refused.ok ? 'ok' : refused.code).toBe('bad-entry');
  expect(journal.head.seq).toBe(0);
  journal.close();
});

test('a full disk refuses with insufficient-storage, stores nothing of the batch, and works again afterwards', () => {
  // The bound gives the same SQLITE_FULL as a full disk.
  const journal = open({ maxBytes: 100_000 });
  append(journal, draft('before'));
  const refused = journal.append([draft('small'), draft('x'.repeat(200_000))]);
  expect(refused.ok ? 'ok' : refused.code).toBe('insufficient-storage');
  expect(journal.head.seq).toBe(1);
  expect(append(journal, draft('after'))).toEqual([{ seq: 2 }]);
  expect(journal.verify()).toMatchObject({ ok: true, value: { status: 'intact', checked: 2 } });
  journal.close();
});

test('a second writer is refused, a file that is no database and one of a later program too', () => {
  const journal = open();
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  const refused = journal.append([draft('x')]);
  expect(refused.ok ? 'ok' : refused.code).toBe('journal-locked');
  other.exec('ROLLBACK; PRAGMA user_version = 99');
  other.close();
  journal.close();
  const newer = Journal.open(path);
  expect(newer.ok ? 'ok' : newer.code).toBe('journal-newer');
  const noise = Journal.open(import.meta.filename);
  expect(noise.ok ? 'ok' : noise.code).toBe('journal-damaged');
});

test('meta values are kept, the write-ahead log is emptied by a checkpoint', () => {
  const journal = open();
  journal.setMeta('lastRef', '17');
  journal.setMeta('lastRef', '18');
  append(journal, draft('x'.repeat(100_000)));
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(100_000);
  expect(journal.checkpoint()).toEqual({ ok: true, value: true });
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(journal.reopen().ok).toBe(true);
  expect(journal.getMeta('lastRef')).toEqual({ ok: true, value: '18' });
  expect(journal.getMeta('other')).toEqual({ ok: true, value: null });
  expect(journal.head.seq).toBe(1);
  journal.close();
});

test('entries of one kind between two times come in pages, by time and then in order', () => {
  const journal = open();
  const at = (atMs: number, kind = 'derived.alarm') => draft(`${atMs}`, { kind, atMs });
  append(journal, at(5), at(7), at(6), at(6), at(6, 'action'), at(9));
  const query = { kind: 'derived.alarm', fromMs: 5, toMs: 9, limit: 3 };
  const first = journal.between(query);
  expect(first.ok && first.value.map(({ seq }) => seq)).toEqual([1, 3, 4]);
  const rest = journal.between({ ...query, after: { atMs: 6, seq: 4 } });
  expect(rest.ok && rest.value.map(({ seq }) => seq)).toEqual([2]);
  journal.close();
});

test('entries are found by the beginning of their dedup key: the newest ones, oldest first', () => {
  const journal = open();
  const keyed = (dedupKey: string) => draft(dedupKey, { dedupKey });
  append(journal, keyed('a\u00001'), keyed('ab\u00001'), keyed('a\u00002'), keyed('a\u00003'), draft('a'));
  const found = journal.byKeyPrefix('a\u0000', 2);
  expect(found.ok && found.value.map(({ body }) => body)).toEqual(['a\u00002', 'a\u00003']);
  journal.close();
});

test('a journal of before the index of times gets it, and an older program can go on with it', () => {
  open().close();
  const before = new DatabaseSync(path);
  before.exec('DROP INDEX entries_by_kind_and_time');
  before.close();
  open().close();
  const after = new DatabaseSync(path);
  const plan = after
    .prepare('EXPLAIN QUERY PLAN SELECT seq FROM entries WHERE kind = ? AND at_ms >= ? ORDER BY at_ms, seq')
    .all('k', 0);
  expect(String(plan[0]?.['detail'])).toContain('entries_by_kind_and_time');
  expect(after.prepare('PRAGMA user_version').get()?.['user_version']).toBe(1);
  after.close();
});
