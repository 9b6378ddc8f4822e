import type { JournalClient, JournalEntryDraft } from '@metropane/event-log';
import { FOLD_VERSION } from '../fold/control-room.ts';
import type { DerivedEntry } from '../fold/derived.ts';
import type { Sequencer } from './sequencer.ts';

/** Where derived entries come from: the control room. */
export interface DerivedSource {
  /** What the fold found out since the last call, in order. */
  takeDerived(): DerivedEntry[];
}

export interface DerivedFigures {
  /** Entries that the journal took. */
  written: number;
  /** Entries that it had already: told again by the tail after a crash. */
  repeated: number;
  /** Entries that wait for it. */
  waiting: number;
  /** Entries that it can never store. */
  refused: number;
  /** Diffs with a new annunciation that waited for a sync of the log, and how long, ms. */
  gated: number;
  gatedMs: number;
  gatedMaxMs: number;
}

interface Waiting {
  draft: JournalEntryDraft;
  /** Everything that caused it lies before this offset of the log. */
  offset: number;
}

/** More than a storm of alarms makes while a journal is stuck for a minute; about 10 MB. */
const MAX_WAITING = 20_000;
/** One transaction. */
const BATCH = 500;
const RETRY_MS = 1_000;

/**
 * What the fold derived, on its way to the journal (ADR 7). Nothing waits for it but itself: alarms reach the screens while the journal
 * is stuck. Two orders are kept. A diff that calls an operator leaves after the log is synced, so that no screen knows an alarm
 * that a loss of power takes back; and an entry is journalled after its cause is synced, so that the journal never names a transition
 * which the next start tells otherwise. An entry that is told again after a crash has the same key and is not stored twice.
 *
 * What does not fit while the journal is stuck is not lost: `safeOffset` stays before its cause, no checkpoint passes that, and the
 * next start tells it again.
 */
export class DerivedWriter {
  readonly #journal: Pick<JournalClient, 'appendAll'>;
  readonly #sequencer: Pick<Sequencer, 'sync' | 'syncedOffset' | 'nextOffset'>;
  readonly #room: DerivedSource;
  readonly #nowMs: () => number;
  readonly #on: { ruleBroke: (broke: RuleBroke) => void };
  #waiting: Waiting[] = [];
  #underWay: Promise<void> | null = null;
  /** Cause of the first entry that found no place. */
  #lostFrom: number | null = null;
  #takenUpTo = 0;
  #isCalling = false;
  #retryAtMs = 0;
  #failure: string | null = null;
  readonly #figures: DerivedFigures = {
    ...{ written: 0, repeated: 0, waiting: 0, refused: 0 },
    ...{ gated: 0, gatedMs: 0, gatedMaxMs: 0 },
  };

  /** `nowMs`: a monotonic clock, for how long things take. `ruleBroke` is told of each rule that the fold gave up on. */
  constructor(parts: {
    journal: Pick<JournalClient, 'appendAll'>;
    sequencer: Pick<Sequencer, 'sync' | 'syncedOffset' | 'nextOffset'>;
    room: DerivedSource;
    nowMs: () => number;
    on: { ruleBroke: (broke: RuleBroke) => void };
  }) {
    this.#journal = parts.journal;
    this.#sequencer = parts.sequencer;
    this.#room = parts.room;
    this.#nowMs = parts.nowMs;
    this.#on = parts.on;
  }

  /** Why entries wait; null = the journal takes them. */
  get failure(): string | null {
    if (this.#lostFrom !== null) {
      return `${MAX_WAITING} transitions of alarms wait for the journal; later ones are told again at the next start`;
    }
    return this.#failure;
  }

  get figures(): DerivedFigures {
    return { ...this.#figures, waiting: this.#waiting.length };
  }

  /** Everything derived from what lies before this offset is in the journal: a checkpoint at it forgets nothing. */
  get safeOffset(): number {
    return this.#waiting[0]?.offset ?? this.#lostFrom ?? this.#takenUpTo;
  }

  /** Takes what the fold told since the last call. */
  take(): void {
    this.#takenUpTo = this.#sequencer.nextOffset;
    this.add(this.#room.takeDerived(), this.#takenUpTo);
  }

  /** `offset`: everything that caused them lies before it. */
  add(entries: readonly DerivedEntry[], offset: number): void {
    for (const entry of entries) {
      if (entry.kind === 'derived.rule-broke') this.#on.ruleBroke({ ...entry.body, atMs: entry.atMs });
      if (isCall(entry)) this.#isCalling = true;
      if (this.#lostFrom !== null || this.#waiting.length >= MAX_WAITING) this.#lostFrom ??= offset;
      else this.#waiting.push({ draft: toDraft(entry), offset });
    }
  }

  /** At the start: what the tail of the log told again, from before `offset`. The journal has most of it. */
  async recover(entries: readonly DerivedEntry[], offset: number): Promise<void> {
    for (let i = 0; i < entries.length; i += BATCH) {
      this.add(entries.slice(i, i + BATCH), offset);
      await this.settle();
    }
    // These alarms were shown before; nobody is called anew.
    this.#isCalling = false;
  }

  /** Before a diff leaves: when it calls an operator, its cause survives a loss of power first. A disk that refuses is shown, not waited for. */
  beforeShown(): void {
    if (!this.#isCalling) return;
    this.#isCalling = false;
    const startedMs = this.#nowMs();
    this.#sequencer.sync();
    const tookMs = this.#nowMs() - startedMs;
    this.#figures.gated += 1;
    this.#figures.gatedMs += tookMs;
    this.#figures.gatedMaxMs = Math.max(this.#figures.gatedMaxMs, tookMs);
  }

  /** Hands what waits to the journal, one transaction at a time; called on every tick. */
  flush(): void {
    if (this.#underWay !== null || this.#waiting.length === 0 || this.#nowMs() < this.#retryAtMs) return;
    this.#underWay = this.#send().finally(() => (this.#underWay = null));
  }

  /** Resolves when everything that waited is stored, or the journal refused. */
  async settle(): Promise<void> {
    this.#retryAtMs = 0;
    do {
      this.flush();
      await this.#underWay;
    } while (this.#waiting.length > 0 && this.#failure === null);
  }

  async #send(): Promise<void> {
    if (this.#sequencer.syncedOffset < this.#waiting[0]!.offset) this.#sequencer.sync();
    const { syncedOffset } = this.#sequencer;
    const batch: JournalEntryDraft[] = [];
    for (const { draft, offset } of this.#waiting) {
      if (offset > syncedOffset || batch.length === BATCH) break;
      batch.push(draft);
    }
    if (batch.length === 0) return this.#fail('the log cannot be synced');
    const stored = await this.#journal.appendAll(batch);
    if (stored.ok) {
      this.#stored(stored.value);
      return;
    }
    if (stored.code !== 'bad-entry') return this.#fail(`${stored.code}: ${stored.message}`);
    // One entry that can never be stored must not keep the others back.
    const first = await this.#journal.appendAll(batch.slice(0, 1));
    if (first.ok) return this.#stored(first.value);
    if (first.code !== 'bad-entry') return this.#fail(`${first.code}: ${first.message}`);
    this.#waiting.shift();
    this.#figures.refused += 1;
  }

  #stored(receipts: readonly { duplicateOf?: number }[]): void {
    this.#waiting.splice(0, receipts.length);
    this.#failure = null;
    const repeated = receipts.filter(({ duplicateOf }) => duplicateOf !== undefined).length;
    this.#figures.repeated += repeated;
    this.#figures.written += receipts.length - repeated;
  }

  #fail(why: string): void {
    this.#failure = `${this.#waiting.length} transitions of alarms wait for the journal: ${why}`;
    this.#retryAtMs = this.#nowMs() + RETRY_MS;
  }
}

export interface RuleBroke {
  ruleId: string;
  revision: number;
  reason: string;
  atMs: number;
}

/** Somebody is called to a desk by it. */
function isCall(entry: DerivedEntry): boolean {
  return entry.kind === 'derived.alarm' && entry.body.isAnnunciated;
}

/** The entry as the journal keeps it, under the version of the fold that told it; the follower compares its own with it. */
export function toDraft({ kind, dedupKey, atMs, body }: DerivedEntry): JournalEntryDraft {
  const text = JSON.stringify(body);
  return {
    kind,
    v: FOLD_VERSION,
    atMs: Math.trunc(atMs),
    actor: null,
    body: text,
    dedupKey,
    isDerived: true,
  };
}

/** Derived entries are kept beside the chain of facts: they have no ref and no replay folds them. */
export function isDerivedKind(kind: string): boolean {
  return kind.startsWith('derived.');
}
