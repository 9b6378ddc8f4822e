/**
 * The acts of this desk on their way to the centre. Each is kept in the browser's storage before it is sent, goes out in the
 * order in which it was decided, and stays in view until the centre has answered: nothing here ever looks done. The identity
 * of an act stays the same through every attempt, so that a repeated one has one effect.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { Problem } from './centre-port.ts';
import { added, goesTogether, isWaiting } from './outbox-batch.ts';
import type { BatchEnd, BatchReport } from './outbox-batch.ts';
import type { ActTarget, OutboxEntry, WantedAct } from './outbox-entry.ts';
import type { OutboxShelf } from './outbox-shelf.ts';

/** What an act was decided on, and how long it may still be taken back. */
export interface ActBasis {
  /** Named to the operator while the act waits. */
  title: string;
  revision: number;
  /** Time to undo; 0 sends at once. */
  undoMs?: number;
  /** Acts that were decided as one: they are undone together. */
  batch?: string;
}

export interface OutboxDeps {
  /** Resolves with what the target is after the act; rejects with a `Problem`. */
  deliver(entry: OutboxEntry): Promise<unknown>;
  /**
   * Acts of one batch that the centre takes as one: resolves with an end for each of them in their order, rejects with a `Problem` when
   * none arrived. Absent or null for a batch that has to go one by one.
   */
  deliverMany?(entries: readonly OutboxEntry[]): Promise<BatchEnd[]> | null;
  shelf: OutboxShelf;
  /** This machine's clock. */
  nowMs(): number;
  /** Calls back once after the time; returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
  newId(): string;
}

/** `sent`: the centre has it. `kept`: it waits for the link, safe in the browser. `failed`: the centre refused. */
export type ActEnd = 'sent' | 'kept' | 'failed' | 'undone';

const RETRY_MS = 3_000;
/** The centre answered for fewer acts than it was sent. */
const NO_ANSWER = new Problem(500, 'no-answer', { detail: 'the centre did not say what became of it' });

export class Outbox {
  readonly state: StoreApi<{ entries: readonly OutboxEntry[]; report: BatchReport | null }>;
  readonly #deps: OutboxDeps;
  readonly #ends = new Map<string, ((end: ActEnd) => void)[]>();
  /** From which revision on only acts of this desk happened, and what they made of it: the live link tells it later. */
  readonly #moved = new Map<string, { from: number; to: number }>();
  /** The batch that the report is of: a large one goes in parts. */
  #reported: string | undefined;
  #isSending = false;
  #callOff: (() => void) | null = null;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    // What was on its way when the page went: whether it arrived is not known, and asking again is safe.
    const kept = deps.shelf
      .load()
      .map((entry) => (entry.phase === 'saving' ? { ...entry, phase: 'unsent' as const } : entry));
    this.state = createStore(() => ({
      entries: kept.sort((a, b) => a.decidedAtMs - b.decidedAtMs),
      report: null,
    }));
    deps.shelf.onGone((actionId) => this.#drop(actionId));
    this.pump();
  }

  /** Keeps the act and sends it when its turn comes. Resolves when it is sent, refused, or has to wait for the link. */
  add(target: ActTarget, act: WantedAct, { title, revision, undoMs = 0, batch }: ActBasis): Promise<ActEnd> {
    const nowMs = this.#deps.nowMs();
    const moved = this.#moved.get(keyOf(target));
    const entry: OutboxEntry = {
      actionId: this.#deps.newId(),
      target,
      title,
      act,
      expectedRevision:
        moved !== undefined && moved.from <= revision && revision < moved.to ? moved.to : revision,
      decidedAtMs: nowMs,
      sendAtMs: nowMs + undoMs,
      phase: undoMs > 0 ? 'undoable' : 'saving',
      ...(batch === undefined ? {} : { batch }),
    };
    const end = new Promise<ActEnd>((resolve) => this.#ends.set(entry.actionId, [resolve]));
    this.#deps.shelf.put(entry);
    this.#set([...this.#entries(), entry]);
    this.pump();
    return end;
  }

  /** Takes back what has not been sent. Returns how many acts. */
  undo(batch: string): number {
    const gone = this.#entries().filter((entry) => entry.phase === 'undoable' && entry.batch === batch);
    for (const { actionId } of gone) {
      this.discard(actionId);
      this.#end(actionId, 'undone');
    }
    return gone.length;
  }

  /** Sends an undoable batch without waiting for its time. */
  sendNow(batch: string): void {
    const nowMs = this.#deps.nowMs();
    this.#set(this.#entries().map((each) => (each.batch === batch ? { ...each, sendAtMs: nowMs } : each)));
    this.pump();
  }

  /** Decides a refused act anew on `revision`: another act, with the same words. An unsent one keeps its identity. */
  retry(actionId: string, revision: number): Promise<ActEnd> {
    const entry = this.#entries().find((each) => each.actionId === actionId);
    if (entry === undefined) return Promise.resolve('sent');
    if (entry.phase === 'unsent') {
      this.pump();
      return Promise.resolve('kept');
    }
    this.discard(actionId);
    return this.add(entry.target, entry.act, { title: entry.title, revision });
  }

  /** Forgets an act, sent or not. */
  discard(actionId: string): void {
    this.#deps.shelf.remove(actionId);
    this.#drop(actionId);
  }

  /** Sends what may be sent. Call it when the link is back. */
  pump(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#isSending) return;
    const nowMs = this.#deps.nowMs();
    const due = this.#entries().find((entry) => isWaiting(entry) && entry.sendAtMs <= nowMs);
    if (due !== undefined) {
      const together = goesTogether(this.#entries(), due, nowMs);
      const many = together.length > 1 ? this.#deps.deliverMany?.(together) : null;
      void (many === null || many === undefined ? this.#send(due) : this.#sendMany(together, many));
      return;
    }
    const next = Math.min(
      ...this.#entries()
        .filter(isWaiting)
        .map(({ sendAtMs }) => sendAtMs),
    );
    if (Number.isFinite(next)) this.#callOff = this.#deps.after(next - nowMs, () => this.pump());
  }

  #sendMany(entries: readonly OutboxEntry[], many: Promise<BatchEnd[]>): Promise<void> {
    return this.#attempt(entries, async () => {
      const ends = await many;
      const before = this.state.getState().report;
      const report = { done: 0, failed: 0 };
      entries.forEach((entry, i) => {
        const end = ends[i];
        if (end !== undefined && 'answer' in end) {
          report.done += 1;
          this.#sent(entry, end.answer);
        } else {
          report.failed += 1;
          this.#refused(entry, end?.problem ?? NO_ANSWER);
        }
      });
      const isSame = this.#reported === entries[0]!.batch;
      this.#reported = entries[0]!.batch;
      this.state.setState({ report: isSame ? added(before, report) : report });
    });
  }

  /** The operator has read how a batch ended. */
  closeReport(): void {
    this.state.setState({ report: null });
  }

  #send(entry: OutboxEntry): Promise<void> {
    return this.#attempt([entry], async () => this.#sent(entry, await this.#deps.deliver(entry)));
  }

  /** One way out at a time. What the centre refused is kept with its reason; what did not reach it waits for the link. */
  async #attempt(entries: readonly OutboxEntry[], deliver: () => Promise<void>): Promise<void> {
    this.#isSending = true;
    for (const { actionId, phase } of entries)
      if (phase === 'undoable') this.#change(actionId, { phase: 'saving' });
    try {
      await deliver();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (isPassing(error)) {
        this.#isSending = false;
        this.#waitForLink();
        return;
      }
      for (const entry of entries) this.#refused(entry, error);
    } finally {
      this.#isSending = false;
    }
    this.pump();
  }

  #sent(entry: OutboxEntry, answer: unknown): void {
    const to = revisionIn(answer);
    if (to !== null) {
      const before = this.#moved.get(keyOf(entry.target));
      const from = before?.to === entry.expectedRevision ? before.from : entry.expectedRevision;
      this.#moved.set(keyOf(entry.target), { from, to });
      // Decided on the same picture, with nothing but this desk's own act in between.
      for (const later of this.#entries()) {
        const isNext = keyOf(later.target) === keyOf(entry.target) && later.actionId !== entry.actionId;
        if (isNext && isWaiting(later) && later.expectedRevision === entry.expectedRevision)
          this.#change(later.actionId, { expectedRevision: to });
      }
    }
    this.discard(entry.actionId);
    this.#end(entry.actionId, 'sent');
  }

  #refused({ actionId }: OutboxEntry, problem: Problem): void {
    const { status, code, message, extra } = problem;
    this.#change(actionId, {
      phase: status === 409 ? 'conflict' : 'refused',
      problem: { status, code, message },
      ...('incident' in extra || 'alarm' in extra ? { current: extra['incident'] ?? extra['alarm'] } : {}),
      ...(Array.isArray(extra['allowed']) ? { allowed: extra['allowed'].map(String) } : {}),
    });
    this.#end(actionId, 'failed');
  }

  /** All that wait wait together: order is kept. */
  #waitForLink(): void {
    for (const entry of this.#entries()) {
      if (entry.phase !== 'saving') continue;
      this.#change(entry.actionId, { phase: 'unsent' });
      this.#end(entry.actionId, 'kept');
    }
    this.#callOff?.();
    this.#callOff = this.#deps.after(RETRY_MS, () => this.pump());
  }

  #change(actionId: string, change: Partial<OutboxEntry>): void {
    this.#set(
      this.#entries().map((each) => {
        if (each.actionId !== actionId) return each;
        const changed = { ...each, ...change };
        this.#deps.shelf.put(changed);
        return changed;
      }),
    );
  }

  #drop(actionId: string): void {
    if (this.#entries().some((each) => each.actionId === actionId))
      this.#set(this.#entries().filter((each) => each.actionId !== actionId));
  }

  #end(actionId: string, end: ActEnd): void {
    for (const tell of this.#ends.get(actionId) ?? []) tell(end);
    this.#ends.delete(actionId);
  }

  #entries(): readonly OutboxEntry[] {
    return this.state.getState().entries;
  }

  #set(entries: readonly OutboxEntry[]): void {
    this.state.setState({ entries });
  }
}

/** The centre, or the part of it that answers, is on its way back. */
function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}

function keyOf({ kind, id }: ActTarget): string {
  return `${kind} ${id}`;
}

function revisionIn(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { revision, alarm, incident } = answer as { revision?: unknown; alarm?: unknown; incident?: unknown };
  if (typeof revision === 'number') return revision;
  return revisionIn(alarm ?? incident);
}
