/**
 * Asks the journal from any thread through a MessagePort. What is asked in one turn travels in one message. The number of entries
 * under way is bounded: beyond it, `append` answers `journal-busy` at once instead of queueing. When the journal's thread ends,
 * everything under way answers `journal-stopped`: the outcome is unknown, repeat it with the same dedupKey.
 */
import type { MessagePort } from 'node:worker_threads';
import { err } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { JournalRefusal } from './codes.ts';
import type { JournalEntry, JournalEntryDraft } from './journal-entry.ts';
import type { AppendRequest, FromJournal, JournalQuestions, ToJournal } from './journal-messages.ts';
import type { AppendReceipt, TimeSpanQuery } from './journal.ts';
import type { ChainHead, ChainReport } from './journal-verify.ts';

export interface JournalClientOptions {
  /** Entries under way before `journal-busy`. Default 4096. */
  readonly maxEntries?: number;
  /** Characters of bodies under way before `journal-busy`. Default 32 Mi. */
  readonly maxChars?: number;
}

type Answer<T> = Promise<Result<T, JournalRefusal>>;
type Settle = (result: Result<unknown, JournalRefusal>) => void;

const STOPPED = 'the journal has stopped; whether the request was done is not known';

export class JournalClient {
  readonly #port: MessagePort;
  readonly #maxEntries: number;
  readonly #maxChars: number;
  readonly #underWay = new Map<number, { settle: Settle; entries: number; chars: number }>();
  readonly #headListeners = new Set<(seq: number) => void>();
  #entries = 0;
  #chars = 0;
  #nextId = 1;
  #batch: AppendRequest[] = [];
  #isStopped = false;

  constructor(port: MessagePort, options: JournalClientOptions = {}) {
    this.#port = port;
    this.#maxEntries = options.maxEntries ?? 4096;
    this.#maxChars = options.maxChars ?? 32 * 1024 * 1024;
    port.on('message', (message: FromJournal) => this.#receive(message));
    port.on('close', () => this.#stop());
  }

  /** Entries sent and not yet answered. */
  get underWay(): number {
    return this.#entries;
  }

  /** Resolves when the entry is on the disk (or was already there: `duplicateOf`). Never rejects. */
  async append(draft: JournalEntryDraft): Answer<AppendReceipt> {
    const stored = await this.appendAll([draft]);
    if (!stored.ok) return stored;
    const [receipt] = stored.value;
    return receipt === undefined
      ? err('bad-entry', 'the journal gave no receipt')
      : { ok: true, value: receipt };
  }

  /** All or none, in order, without an entry of another client in between. */
  appendAll(drafts: readonly JournalEntryDraft[]): Answer<AppendReceipt[]> {
    const chars = drafts.reduce((sum, draft) => sum + draft.body.length, 0);
    if (this.#isStopped) return Promise.resolve(err('journal-stopped', STOPPED));
    const isOver = this.#entries + drafts.length > this.#maxEntries || this.#chars + chars > this.#maxChars;
    // A single request above the bound still passes when nothing else is under way: it could never pass later.
    if (isOver && this.#entries > 0) {
      return Promise.resolve(err('journal-busy', `${this.#entries} journal entries are waiting, try again`));
    }
    const { promise, resolve } = Promise.withResolvers<Result<AppendReceipt[], JournalRefusal>>();
    const id = this.#expect(resolve as Settle, drafts.length, chars);
    this.#batch.push({ id, drafts });
    if (this.#batch.length === 1) queueMicrotask(() => this.#sendBatch());
    return promise;
  }

  /** Entries with `seq >= fromSeq` in order, at most `limit` and 10,000; of one kind if asked. */
  read(fromSeq: number, limit: number, options: { readonly kind?: string } = {}): Answer<JournalEntry[]> {
    return this.#ask('read', { fromSeq, limit, ...options });
  }

  /** Entries of one kind by time, at most `limit` and 10,000. */
  between(query: TimeSpanQuery): Answer<JournalEntry[]> {
    return this.#ask('between', query);
  }

  /** The newest entries whose dedup key begins so, oldest first, at most `limit` and 10,000. */
  byKeyPrefix(prefix: string, limit: number): Answer<JournalEntry[]> {
    return this.#ask('byKeyPrefix', { prefix, limit });
  }

  get(seq: number): Answer<JournalEntry | null> {
    return this.#ask('get', { seq });
  }

  byDedupKey(dedupKey: string): Answer<JournalEntry | null> {
    return this.#ask('byDedupKey', { dedupKey });
  }

  /** Walks the whole chain, or what follows a head proven before. Appends go on meanwhile. */
  verify(after?: ChainHead): Answer<ChainReport> {
    return this.#ask('verify', after === undefined ? {} : { after });
  }

  head(): Answer<ChainHead> {
    return this.#ask('head', {});
  }

  getMeta(key: string): Answer<string | null> {
    return this.#ask('getMeta', { key });
  }

  setMeta(key: string, value: string): Answer<null> {
    return this.#ask('setMeta', { key, value });
  }

  checkpoint(): Answer<boolean> {
    return this.#ask('checkpoint', {});
  }

  /**
   * Calls back with the newest seq: once soon, then after every commit that moved it, whoever appended. Then `read` what is new:
   * so the queue between the threads is one number. Returns how to stop listening.
   */
  onHead(listener: (seq: number) => void): () => void {
    this.#headListeners.add(listener);
    this.#send({ type: 'watch-head' });
    return () => this.#headListeners.delete(listener);
  }

  /** Lets go of the port. What is under way answers `journal-stopped`. */
  close(): void {
    this.#port.close();
    this.#stop();
  }

  #ask<Op extends keyof JournalQuestions>(
    op: Op,
    ask: JournalQuestions[Op]['ask'],
  ): Answer<JournalQuestions[Op]['answer']> {
    if (this.#isStopped) return Promise.resolve(err('journal-stopped', STOPPED));
    const { promise, resolve } =
      Promise.withResolvers<Result<JournalQuestions[Op]['answer'], JournalRefusal>>();
    const id = this.#expect(resolve as Settle, 0, 0);
    this.#send({ type: 'ask', id, question: { op, ...ask } as never });
    return promise;
  }

  #expect(settle: Settle, entries: number, chars: number): number {
    const id = this.#nextId++;
    this.#underWay.set(id, { settle, entries, chars });
    this.#entries += entries;
    this.#chars += chars;
    return id;
  }

  #sendBatch(): void {
    const requests = this.#batch;
    this.#batch = [];
    if (!this.#isStopped) this.#send({ type: 'append', requests });
  }

  #send(message: ToJournal): void {
    this.#port.postMessage(message);
  }

  #receive(message: FromJournal): void {
    if (message.type === 'head') for (const listener of this.#headListeners) listener(message.seq);
    else if (message.type === 'answer') this.#settle(message.id, message.result);
    else for (const { id, result } of message.answers) this.#settle(id, result);
  }

  #settle(id: number, result: Result<unknown, JournalRefusal>): void {
    const request = this.#underWay.get(id);
    if (request === undefined) return;
    this.#underWay.delete(id);
    this.#entries -= request.entries;
    this.#chars -= request.chars;
    request.settle(result);
  }

  #stop(): void {
    this.#isStopped = true;
    for (const id of this.#underWay.keys()) this.#settle(id, err('journal-stopped', STOPPED));
  }
}
