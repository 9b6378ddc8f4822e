import type { JournalClient, JournalEntry } from '@metropane/event-log';
import type { Realm } from '../access/principal.ts';
import { composeMessage, messageId, type Subject, subjectOf } from './compose.ts';
import type { Target } from './delivery-config.ts';
import { type Occasion, OCCASION_KINDS, occasionOf } from './occasion.ts';
import type { NewDelivery, Outbox } from './outbox.ts';
import { priorityOf, wants } from './target-filter.ts';

const PAGE = 500;
/** How far back a start may read again what made no message. */
const KEEP_EVERY_MS = 5_000;

interface Parts {
  journal: Pick<JournalClient, 'read' | 'head'>;
  outbox: Outbox;
  targets: readonly Target[];
  realm: Realm;
  /** What the room says of a subject now. Rejects while it cannot be asked: the entry is taken in later. */
  lookUp: (occasion: Occasion) => Promise<Subject>;
  nowMs: () => number;
}

/**
 * Reads the journal by number and puts what has to leave into the outbox. An exercise has no targets: its messages are kept as a list
 * in the room, under the one name that no target can have.
 */
export class Intake {
  readonly #parts: Parts;
  #turn: Promise<unknown> = Promise.resolve();
  /** A reading that has not begun: whoever asks meanwhile is served by it. */
  #queued: Promise<void> | null = null;
  #position: number;
  #kept: { position: number; atMs: number };

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#position = parts.outbox.position ?? 0;
    this.#kept = { position: this.#position, atMs: parts.nowMs() };
  }

  /** Resolves when everything that was committed before the call is in the outbox. */
  catchUp(): Promise<void> {
    if (this.#queued !== null) return this.#queued;
    const caughtUp = this.#turn.then(() => {
      this.#queued = null;
      return this.#catchUp();
    });
    this.#queued = caughtUp;
    this.#turn = caughtUp.catch(() => undefined);
    return caughtUp;
  }

  async #catchUp(): Promise<void> {
    const head = await this.#parts.journal.head();
    if (!head.ok) throw new Error(`the journal cannot be read: ${head.message}`);
    while (this.#position < head.value.seq) {
      const { entries, upTo } = await this.#next(head.value.seq);
      const messages: NewDelivery[] = [];
      for (const entry of entries) {
        const occasion = occasionOf(entry);
        if (occasion !== null) messages.push(...(await this.#messagesOf(occasion)));
      }
      this.#keep(messages, upTo);
    }
  }

  /**
   * The next entries that may be occasions, in their order, and up to where they are complete. By kind: the journal holds a hundred
   * times as many entries of offices, which nobody here has to see.
   */
  async #next(headSeq: number): Promise<{ entries: JournalEntry[]; upTo: number }> {
    const { journal } = this.#parts;
    const pages = await Promise.all(
      OCCASION_KINDS.map((kind) => journal.read(this.#position + 1, PAGE, { kind })),
    );
    let upTo = headSeq;
    const found: JournalEntry[] = [];
    for (const page of pages) {
      if (!page.ok) throw new Error(`the journal cannot be read: ${page.message}`);
      found.push(...page.value);
      const last = page.value.at(-1);
      if (page.value.length === PAGE && last !== undefined) upTo = Math.min(upTo, last.seq);
    }
    const entries = found.filter(({ seq }) => seq <= upTo).toSorted((a, b) => a.seq - b.seq);
    return { entries, upTo };
  }

  /** A position without messages is not worth a sync of its own: what is read again makes nothing. */
  #keep(messages: NewDelivery[], position: number): void {
    const { outbox, nowMs } = this.#parts;
    const atMs = nowMs();
    this.#position = position;
    const isDue = position - this.#kept.position >= PAGE || atMs - this.#kept.atMs >= KEEP_EVERY_MS;
    if (messages.length === 0 && !isDue) return;
    outbox.take(this.#bounded(messages), position, atMs);
    this.#kept = { position, atMs };
  }

  async #messagesOf(occasion: Occasion): Promise<NewDelivery[]> {
    const { realm, targets, lookUp } = this.#parts;
    const subject = await lookUp(occasion);
    const incidentId = occasion.incidentId ?? subject.alarm?.incidentId ?? null;
    const toMessage = (target: Pick<Target, 'id' | 'texts'>, state: 'queued' | 'kept'): NewDelivery => ({
      id: messageId(occasion, target.id),
      seq: occasion.seq,
      target: target.id,
      event: occasion.event,
      subject: subjectOf(occasion),
      incidentId,
      alarmId: occasion.alarmId ?? null,
      priority: priorityOf(subject),
      state,
      reason: '',
      body: JSON.stringify(composeMessage(occasion, subject, { target, realm })),
    });
    if (realm !== 'live') return [toMessage({ id: IN_ROOM, texts: true }, 'kept')];
    return targets
      .filter((target) => wants(target, occasion, subject))
      .map((target) => toMessage(target, 'queued'));
  }

  /** A target that takes nothing must not fill the disk: what finds no place is kept as failed, and a person can send it again. */
  #bounded(messages: NewDelivery[]): NewDelivery[] {
    const { outbox, targets } = this.#parts;
    const free = new Map(targets.map(({ id, queue }) => [id, queue - outbox.waiting(id)]));
    return messages.map((message) => {
      if (message.state !== 'queued') return message;
      const left = free.get(message.target) ?? 0;
      free.set(message.target, left - 1);
      return left > 0
        ? message
        : { ...message, state: 'failed', reason: 'the queue of this target was full' };
    });
  }
}

/** Upper case, which the id of a target cannot have. */
export const IN_ROOM = 'ROOM';
