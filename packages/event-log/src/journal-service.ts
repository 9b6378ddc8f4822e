/**
 * The journal's side of the ports: group commit. Appends that arrive while a commit is in flight wait in the ports; the next turn
 * takes them all and commits them together, so one fsync serves everyone who was waiting. Questions are answered in between, a
 * long verification in slices. A request is never half stored: its drafts share one transaction.
 */
import type { MessagePort } from 'node:worker_threads';
import { assertNever, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { JournalRefusal } from './codes.ts';
import { checkDraft } from './journal-entry.ts';
import type { JournalEntryDraft } from './journal-entry.ts';
import type {
  AppendAnswer,
  AppendRequest,
  FromJournal,
  JournalQuestion,
  ToJournal,
} from './journal-messages.ts';
import type { AppendReceipt, Journal } from './journal.ts';
import type { ChainHead } from './journal-verify.ts';

const MAX_GROUP_ENTRIES = 2048;
const VERIFY_SLICE = 2000;

interface WaitingAppend extends AppendRequest {
  readonly port: MessagePort;
}

export class JournalService {
  readonly #journal: Journal;
  readonly #defer: (turn: () => void) => void;
  readonly #watchers = new Set<MessagePort>();
  #waiting: WaitingAppend[] = [];
  #isScheduled = false;
  #mustReopen = false;

  /** `defer` runs a turn after everything that has already arrived: `setImmediate`. */
  constructor(journal: Journal, defer: (turn: () => void) => void) {
    this.#journal = journal;
    this.#defer = defer;
  }

  /** Serves one client from now on. */
  accept(port: MessagePort): void {
    port.on('message', (message: ToJournal) => this.#receive(port, message));
    port.on('close', () => this.#watchers.delete(port));
  }

  /** Empties the write-ahead log; called now and then, and before closing. */
  checkpoint(): Result<boolean, JournalRefusal> {
    return this.#journal.checkpoint();
  }

  #receive(port: MessagePort, message: ToJournal): void {
    switch (message.type) {
      case 'append':
        for (const request of message.requests) this.#waiting.push({ ...request, port });
        this.#schedule();
        return;
      case 'ask':
        this.#answer(port, message.id, message.question);
        return;
      case 'watch-head':
        this.#watchers.add(port);
        send(port, { type: 'head', seq: this.#journal.head.seq });
        return;
      default:
        assertNever(message);
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    this.#defer(() => {
      this.#isScheduled = false;
      this.#commitGroup();
      this.#schedule();
    });
  }

  #commitGroup(): void {
    const answers = new Map<MessagePort, AppendAnswer[]>();
    const answer = ({ port, id }: WaitingAppend, result: AppendAnswer['result']) => {
      const toPort = answers.get(port) ?? [];
      toPort.push({ id, result });
      answers.set(port, toPort);
    };
    const group: WaitingAppend[] = [];
    const drafts: JournalEntryDraft[] = [];
    let taken = 0;
    for (const request of this.#waiting) {
      if (drafts.length > 0 && drafts.length + request.drafts.length > MAX_GROUP_ENTRIES) break;
      taken += 1;
      // Checked one by one, so that nobody's bad entry spoils the group.
      const refused = firstRefusal(request.drafts);
      if (refused !== null) answer(request, refused);
      else {
        group.push(request);
        drafts.push(...request.drafts);
      }
    }
    this.#waiting = this.#waiting.slice(taken);
    const before = this.#journal.head.seq;
    const stored: Result<AppendReceipt[], JournalRefusal> = drafts.length > 0 ? this.#store(drafts) : ok([]);
    let at = 0;
    for (const request of group) {
      const end = at + request.drafts.length;
      answer(request, stored.ok ? ok(stored.value.slice(at, end)) : stored);
      at = end;
    }
    for (const [port, toPort] of answers) send(port, { type: 'appended', answers: toPort });
    const { seq } = this.#journal.head;
    if (seq > before) for (const port of this.#watchers) send(port, { type: 'head', seq });
  }

  #store(drafts: readonly JournalEntryDraft[]): Result<AppendReceipt[], JournalRefusal> {
    if (this.#mustReopen) {
      const reopened = this.#journal.reopen();
      if (!reopened.ok) return reopened;
      this.#mustReopen = false;
    }
    const stored = this.#journal.append(drafts);
    // After a failed sync the same connection could report success for pages that were never written.
    if (!stored.ok && stored.code === 'journal-io-error') this.#mustReopen = true;
    return stored;
  }

  #answer(port: MessagePort, id: number, question: JournalQuestion): void {
    if (question.op === 'verify') this.#verify(port, id, { after: question.after, checked: 0 });
    else send(port, { type: 'answer', id, result: this.#lookUp(question) });
  }

  #lookUp(question: Exclude<JournalQuestion, { op: 'verify' }>): Result<unknown, JournalRefusal> {
    const journal = this.#journal;
    switch (question.op) {
      case 'read':
        return journal.read(question.fromSeq, question.limit, question.kind === undefined ? {} : question);
      case 'between':
        return journal.between(question);
      case 'byKeyPrefix':
        return journal.byKeyPrefix(question.prefix, question.limit);
      case 'get':
        return journal.get(question.seq);
      case 'byDedupKey':
        return journal.byDedupKey(question.dedupKey);
      case 'getMeta':
        return journal.getMeta(question.key);
      case 'setMeta':
        return journal.setMeta(question.key, question.value);
      case 'head':
        return ok(journal.head);
      case 'checkpoint':
        return journal.checkpoint();
      default:
        return assertNever(question);
    }
  }

  #verify(port: MessagePort, id: number, from: { after: ChainHead | undefined; checked: number }): void {
    const slice = this.#journal.verify(from.after, VERIFY_SLICE);
    if (!slice.ok) {
      send(port, { type: 'answer', id, result: slice });
      return;
    }
    const { status, head } = slice.value;
    const checked = from.checked + slice.value.checked;
    if (status === 'partial') this.#defer(() => this.#verify(port, id, { after: head, checked }));
    else send(port, { type: 'answer', id, result: ok({ ...slice.value, checked }) });
  }
}

function firstRefusal(drafts: readonly JournalEntryDraft[]): Result<never, 'bad-entry'> | null {
  for (const draft of drafts) {
    const checked = checkDraft(draft);
    if (!checked.ok) return checked;
  }
  return null;
}

function send(port: MessagePort, message: FromJournal): void {
  port.postMessage(message);
}
