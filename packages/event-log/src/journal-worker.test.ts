import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JournalClient } from './journal-client.ts';
import type { JournalEntryDraft } from './journal-entry.ts';
import { JournalService } from './journal-service.ts';
import { JournalWorker } from './journal-worker.ts';
import { Journal } from './journal.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metropane-journal-worker-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function draft(body: string, more: Partial<JournalEntryDraft> = {}): JournalEntryDraft {
  return { kind: 'action', v: 1, atMs: 5, actor: null, body, ...more };
}

async function start(): Promise<JournalWorker> {
  const started = await JournalWorker.start({ path: join(folder, 'journal.db') });
  if (!started.ok) throw new Error(`${started.code}: ${started.message}`);
  return started.value;
}

/** A journal whose commits happen when the test says so, and the client that talks to it. */
function makeStepped(options: { maxEntries?: number; maxChars?: number } = {}) {
  const opened = Journal.open(join(folder, 'journal.db'));
  if (!opened.ok) throw new Error(opened.message);
  const turns: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  const service = new JournalService(opened.value, (turn) => {
    turns.push(turn);
    arrivals.shift()?.();
  });
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    service.accept(port2);
    return new JournalClient(port1, options);
  };
  return {
    journal: opened.value,
    connect,
    /** Resolves when the service wants its next turn. */
    scheduled: () =>
      turns.length > 0 ? Promise.resolve() : new Promise<void>((done) => arrivals.push(done)),
    turn: () => turns.shift()?.(),
  };
}

test('entries of many callers are committed and answered in order, duplicates included', async () => {
  const worker = await start();
  const { client } = worker;
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) => client.append(draft(`${i}`, { dedupKey: `key ${i % 200}` }))),
  );
  const seqs = answers.map((answer) => (answer.ok ? answer.value.seq : answer.code));
  expect(seqs).toEqual(Array.from({ length: 300 }, (_, i) => (i % 200) + 1));
  expect(answers[250]).toEqual({ ok: true, value: { seq: 51, duplicateOf: 51 } });
  expect(await client.verify()).toMatchObject({ ok: true, value: { status: 'intact', checked: 200 } });
  expect(await client.get(7)).toMatchObject({ ok: true, value: { body: '6' } });
  expect(await client.byDedupKey('key 3')).toMatchObject({ ok: true, value: { seq: 4 } });
  expect(await client.read(199, 10)).toMatchObject({ ok: true, value: [{ seq: 199 }, { seq: 200 }] });
  expect(await client.read(1, 10, { kind: 'other' })).toEqual({ ok: true, value: [] });
  expect(await client.setMeta('a', 'b')).toEqual({ ok: true, value: null });
  expect(await client.getMeta('a')).toEqual({ ok: true, value: 'b' });
  expect(await client.head()).toMatchObject({ ok: true, value: { seq: 200 } });
  expect(await client.checkpoint()).toEqual({ ok: true, value: true });
  expect(await worker.close()).toBeNull();
});

test('what arrives while a commit is in flight is committed together, a bad entry alone is refused', async () => {
  const stepped = makeStepped();
  const [one, two] = [stepped.connect(), stepped.connect()];
  const pending = [
    one.append(draft('a')),
    two.append(draft('\ud800')),
    two.appendAll([draft('b'), draft('c')]),
  ];
  await stepped.scheduled();
  // The second port's message may arrive a turn later; both must be there before the commit.
  await Promise.all([one.head(), two.head()]);
  let commits = 0;
  const append = stepped.journal.append.bind(stepped.journal);
  stepped.journal.append = (drafts) => {
    commits += 1;
    return append(drafts);
  };
  stepped.turn();
  const [a, bad, bc] = await Promise.all(pending);
  expect(commits).toBe(1);
  expect(a).toMatchObject({ ok: true, value: { seq: expect.any(Number) } });
  expect(bad).toMatchObject({ ok: false, code: 'bad-entry' });
  const seqs = bc?.ok === true && Array.isArray(bc.value) ? bc.value.map(({ seq }) => seq) : [];
  expect((seqs[1] ?? 0) - (seqs[0] ?? 0)).toBe(1);
  one.close();
  two.close();
  stepped.journal.close();
});

test('beyond its bound the client refuses at once, and takes entries again when answers have come', async () => {
  const stepped = makeStepped({ maxEntries: 2 });
  const client = stepped.connect();
  const first = [client.append(draft('a')), client.append(draft('b'))];
  expect(await client.append(draft('c'))).toMatchObject({ ok: false, code: 'journal-busy' });
  expect(client.underWay).toBe(2);
  await stepped.scheduled();
  stepped.turn();
  await Promise.all(first);
  const third = client.append(draft('c'));
  await stepped.scheduled();
  stepped.turn();
  expect(await third).toEqual({ ok: true, value: { seq: 3 } });
  client.close();
  stepped.journal.close();
});

test('the bound counts characters too, but one big request alone passes', async () => {
  const stepped = makeStepped({ maxChars: 10 });
  const client = stepped.connect();
  const big = client.append(draft('x'.repeat(50)));
  expect(await client.append(draft('y'))).toMatchObject({ ok: false, code: 'journal-busy' });
  await stepped.scheduled();
  stepped.turn();
  expect(await big).toEqual({ ok: true, value: { seq: 1 } });
  client.close();
  stepped.journal.close();
});

test('a refused commit refuses every request in it with the reason, and an I/O error reopens the file', async () => {
  const stepped = makeStepped();
  const client = stepped.connect();
  const { journal } = stepped;
  const { append, reopen } = journal;
  let reopened = 0;
  journal.append = () => ({ ok: false, code: 'journal-io-error', message: 'fsync failed' });
  journal.reopen = () => {
    reopened += 1;
    return reopen.call(journal);
  };
  const lost = [client.append(draft('a')), client.append(draft('b'))];
  await stepped.scheduled();
  stepped.turn();
  for (const answer of await Promise.all(lost)) expect(answer).toMatchObject({ code: 'journal-io-error' });
  journal.append = append;
  const next = client.append(draft('a'));
  await stepped.scheduled();
  stepped.turn();
  expect(await next).toEqual({ ok: true, value: { seq: 1 } });
  expect(reopened).toBe(1);
  client.close();
  journal.close();
});

test('head watchers hear of commits whoever made them', async () => {
  const stepped = makeStepped();
  const [writer, watcher] = [stepped.connect(), stepped.connect()];
  const heard: number[] = [];
  let wake = () => undefined as void;
  const next = () => new Promise<void>((resolve) => (wake = resolve));
  let waiting = next();
  const stop = watcher.onHead((seq) => {
    heard.push(seq);
    wake();
  });
  await waiting;
  waiting = next();
  const stored = writer.append(draft('a'));
  await stepped.scheduled();
  stepped.turn();
  await Promise.all([stored, waiting]);
  expect(heard).toEqual([0, 1]);
  stop();
  writer.close();
  watcher.close();
  stepped.journal.close();
});

test('a client of another thread gets its own port; when the journal stops, what is asked answers journal-stopped', async () => {
  const worker = await start();
  const other = new JournalClient(worker.connect());
  expect(await other.append(draft('from elsewhere'))).toEqual({ ok: true, value: { seq: 1 } });
  await worker.close();
  expect(await worker.client.append(draft('late'))).toMatchObject({ ok: false, code: 'journal-stopped' });
  expect(await other.head()).toMatchObject({ ok: false, code: 'journal-stopped' });
});

test('what is under way when the journal dies answers journal-stopped', async () => {
  const { port1, port2 } = new MessageChannel();
  const client = new JournalClient(port1);
  const pending = [client.append(draft('a')), client.head()];
  port2.close();
  for (const answer of await Promise.all(pending)) expect(answer).toMatchObject({ code: 'journal-stopped' });
  expect(client.underWay).toBe(0);
});

test('a journal that cannot be opened is refused with its reason', async () => {
  const started = await JournalWorker.start({ path: import.meta.filename });
  expect(started).toMatchObject({ ok: false, code: 'journal-damaged' });
});
