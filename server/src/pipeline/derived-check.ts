import type { JournalEntryDraft } from '@metropane/event-log';
import type { DerivedEntry } from '../fold/derived.ts';
import { toDraft } from './derived-writer.ts';

/** What the journal has under a dedup key; null = nothing. */
export type KeptEntry = (dedupKey: string) => { kind: string; v: number; atMs: number; body: string } | null;

/** More than a storm of alarms makes while a journal is stuck for some minutes. */
const MAX_AWAITED = 50_000;

interface Awaited {
  draft: JournalEntryDraft;
  offset: number;
}

/**
 * The second fold derives what the first one journalled: the same transitions, or "replay = live" does not hold. It never writes
 * itself. What it derived is looked up in the journal; an entry that is not there yet is awaited, since the first fold may still
 * be writing it, and no checkpoint may pass it: a start from there would never tell it again.
 */
export class DerivedCheck {
  readonly #kept: KeptEntry;
  #awaited: Awaited[] = [];
  /** As told by who writes: everything derived from what lies before it is in the journal. */
  #safeOffset = 0;
  /** What was derived before it was not looked at: there was no room. */
  #uncheckedUpTo = 0;
  #isComparable = true;
  #mismatches = 0;
  #matched = 0;
  #fault: string | null = null;

  constructor(kept: KeptEntry) {
    this.#kept = kept;
  }

  get matched(): number {
    return this.#matched;
  }

  get mismatches(): number {
    return this.#mismatches;
  }

  /** The first difference, for a person; null = none. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Whether everything derived so far is in the journal: only then a checkpoint may be taken. */
  get isSettled(): boolean {
    return this.#awaited.length === 0 && this.#uncheckedUpTo <= this.#safeOffset;
  }

  /** `offset`: everything that caused them lies before it. */
  add(entries: readonly DerivedEntry[], offset: number): void {
    for (const entry of entries) {
      if (this.#awaited.length < MAX_AWAITED) this.#awaited.push({ draft: toDraft(entry), offset });
      else this.#uncheckedUpTo = Math.max(this.#uncheckedUpTo, offset);
    }
  }

  /** `isComparable`: false once the first fold saw what the log does not have. */
  note(safeOffset: number, isComparable: boolean): void {
    this.#safeOffset = Math.max(this.#safeOffset, safeOffset);
    this.#isComparable = isComparable;
  }

  /** Looks for what is awaited. */
  settle(): void {
    const left: Awaited[] = [];
    for (const one of this.#awaited) {
      const difference = this.#differenceOf(one);
      if (difference === 'awaited') left.push(one);
      else if (difference === null) this.#matched += 1;
      else if (this.#isComparable) {
        this.#mismatches += 1;
        this.#fault ??= difference;
      }
    }
    this.#awaited = left;
  }

  #differenceOf({ draft, offset }: Awaited): string | null {
    const key = draft.dedupKey ?? '';
    const kept = this.#kept(key);
    const name = `${draft.kind} ${key.replaceAll('\0', ' ')}`;
    if (kept === null) {
      if (offset > this.#safeOffset) return 'awaited';
      return `replay differs from live: ${name} is derived and not in the journal`;
    }
    // Told by the fold of an older program, which may have had other words for it.
    if (kept.v !== draft.v) return null;
    const isSame = kept.kind === draft.kind && kept.atMs === draft.atMs && kept.body === draft.body;
    return isSame ? null : `replay differs from live: ${name} is another one in the journal`;
  }
}
