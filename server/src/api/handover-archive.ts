import type { JournalClient } from '@metropane/event-log';
import { type Handover, type HandoverBrief, ShiftBook, type ShiftEntry } from '@metropane/incidents';
import { requireAnswer } from './journal-answer.ts';

type Reader = Pick<JournalClient, 'read' | 'get'>;
const PAGE = 200;

/** A handover with its brief exactly as it was frozen. */
export type KeptHandover = Handover & { brief: Handover['brief'] & { content: HandoverBrief } };

/**
 * Every handover that the journal has, also those that the fold has forgotten: folds the entries of kind `shift-action` as the room
 * did and keeps what came of them; each question reads only what is new since the one before. Briefs stay in the journal.
 */
export class HandoverArchive {
  readonly #journal: Reader;
  readonly #book = new ShiftBook({ keepHandovers: Number.POSITIVE_INFINITY });
  #nextSeq = 1;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(journal: Reader) {
    this.#journal = journal;
    this.#book.configure(null);
  }

  /** Those that began in `[fromMs, toMs)`, newest first. Rejects with `PipelineRefusal` when the journal does not answer. */
  async between(fromMs: number, toMs: number): Promise<Handover[]> {
    await this.#caughtUp();
    return [...this.#book.handovers()]
      .filter(({ beganAtMs }) => beganAtMs >= fromMs && beganAtMs < toMs)
      .toSorted((a, b) => b.beganAtMs - a.beganAtMs || b.brief.seq - a.brief.seq);
  }

  /** Null: no handover has this id. Rejects as `between`. */
  async get(id: string): Promise<KeptHandover | null> {
    await this.#caughtUp();
    const handover = this.#book.handover(id);
    if (handover === undefined) return null;
    const entry = requireAnswer(await this.#journal.get(handover.brief.seq));
    if (entry === null) throw new Error(`the journal has no entry ${handover.brief.seq} that ${id} names`);
    const { brief } = JSON.parse(entry.body) as ShiftEntry;
    if (brief === undefined) throw new Error(`journal entry ${entry.seq} has no brief of ${id}`);
    return { ...handover, brief: { ...handover.brief, content: brief } };
  }

  #caughtUp(): Promise<void> {
    const done = this.#turn.then(() => this.#readOn());
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const entries = requireAnswer(await this.#journal.read(this.#nextSeq, PAGE, { kind: 'shift-action' }));
      for (const { seq, atMs, actor, body } of entries) {
        const entry = JSON.parse(body) as ShiftEntry;
        this.#book.act(entry, { atMs, actor: actor ?? 'system', journalSeq: seq });
        this.#nextSeq = seq + 1;
      }
      if (entries.length < PAGE) return;
    }
  }
}
