import { assert, hash128, toHex128 } from '@metropane/base';
import type { CanonicalWriter } from '@metropane/base';
import type { ActContext } from '../incident.ts';
import { applyShiftAction } from './apply-shift-action.ts';
import type { ShiftAids, ShiftChange, ShiftOutcome } from './apply-shift-action.ts';
import { canonicalText } from './canonical-text.ts';
import type { HandoverBrief } from './handover-brief.ts';
import { parseShiftAction } from './parse-shift-action.ts';
import type { Handover, ShiftPosition } from './shift.ts';

/** Body of the journal entries of kind `shift-action`: what a person did, and for `begin` the brief that the centre froze. */
export interface ShiftEntry {
  action: unknown;
  brief?: HandoverBrief;
}

/** What became of an act. `isRepeat`: it was done before, nothing was done now; the position is as it stands. */
export type ShiftActOutcome = ShiftOutcome & { isRepeat: boolean };

export interface ShiftBookLimits {
  /** Ended handovers kept; the journal has all of them. */
  keepHandovers: number;
  /** Ids of acts remembered, so that a repeated one has one effect; over all positions. */
  keepActs: number;
}

export const DEFAULT_SHIFT_LIMITS: ShiftBookLimits = { keepHandovers: 200, keepActs: 500 };

export interface ShiftBookSnapshot {
  nextNumber: number;
  positions: ShiftPosition[];
  /** Ended ones, oldest first. */
  handovers: Handover[];
  acts: [actionId: string, position: string][];
}

/**
 * The shift of one realm, as part of the fold: the same entries in the same order give the same holders, handovers and hashes.
 *
 * Wiring: `configure(ids of the duty positions)` with every fold configuration; a journal entry of kind `shift-action` is folded by
 * `act(body, {atMs, actor, journalSeq})`, whatever comes back; `takeChanged()` tells the view which positions to show anew;
 * `snapshot`, `restore` and `forEachCanonical` as for `Incidents`.
 */
export class ShiftBook {
  readonly #limits: ShiftBookLimits;
  readonly #positions = new Map<string, ShiftPosition>();
  readonly #ended = new Map<string, Handover>();
  /** Action id → position, of acts that were done; what was refused was never journalled. */
  readonly #acts = new Map<string, string>();
  readonly #changed = new Set<string>();
  #known: ReadonlySet<string> | null = new Set();
  #nextNumber = 1;

  constructor(limits: Partial<ShiftBookLimits> = {}) {
    this.#limits = { ...DEFAULT_SHIFT_LIMITS, ...limits };
  }

  /** Which positions there are; others are refused. Null: any, for reading the past of the journal under older configurations. */
  configure(positions: readonly string[] | null): void {
    this.#known = positions === null ? null : new Set(positions);
    for (const id of positions ?? []) this.#changed.add(id);
  }

  /** A configured position as it stands; one that nobody has touched yet is empty at revision 0. */
  position(id: string): ShiftPosition | undefined {
    const kept = this.#positions.get(id);
    if (kept !== undefined) return kept;
    return this.#known === null || this.#known.has(id) ? emptyPosition(id) : undefined;
  }

  /** Handovers under way, and the ended ones that are kept. */
  handover(id: string): Handover | undefined {
    for (const { handover } of this.#positions.values()) if (handover?.id === id) return handover;
    return this.#ended.get(id);
  }

  /** Ended first, oldest first; then those under way. */
  *handovers(): Generator<Handover> {
    yield* this.#ended.values();
    for (const { handover } of this.#positions.values()) if (handover !== null) yield handover;
  }

  /** What `act` would do, without doing it: for refusing before an act is journalled. */
  decide(entry: ShiftEntry, ctx: ActContext): ShiftActOutcome {
    const parsed = parseShiftAction(entry.action);
    if (!parsed.ok) return { ok: false, code: 'bad-action', message: parsed.message, isRepeat: false };
    const action = parsed.value;
    const done = this.#positions.get(this.#acts.get(action.actionId ?? '') ?? '');
    if (done !== undefined) return { ok: true, value: { position: done }, isRepeat: true };
    const position = this.position(action.position);
    if (position === undefined) {
      const message = `there is no position ${action.position}`;
      return { ok: false, code: 'no-position', message, isRepeat: false };
    }
    return { ...applyShiftAction(position, action, { ...ctx, ...this.#aids(entry) }), isRepeat: false };
  }

  /** Does an act, or says why not; what was done is remembered under its `actionId`. */
  act(entry: ShiftEntry, ctx: ActContext): ShiftActOutcome {
    const outcome = this.decide(entry, ctx);
    if (!outcome.ok || outcome.isRepeat) return outcome;
    this.#remember(actionIdOf(entry.action), outcome.value.position.id);
    this.#replace(outcome.value);
    return outcome;
  }

  /** Ids of the positions that changed since the last call. Not state. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  snapshot(): ShiftBookSnapshot {
    return structuredClone({
      nextNumber: this.#nextNumber,
      positions: [...this.#positions.values()],
      handovers: [...this.#ended.values()],
      acts: [...this.#acts],
    });
  }

  /** Fills an empty book with what `snapshot` gave; throws on one that is not empty. */
  restore(from: ShiftBookSnapshot): void {
    assert(this.#positions.size === 0 && this.#nextNumber === 1, 'only an empty shift book is restored', {
      positions: this.#positions.size,
    });
    this.#nextNumber = from.nextNumber;
    for (const position of from.positions) this.#positions.set(position.id, position);
    for (const handover of from.handovers) this.#ended.set(handover.id, handover);
    for (const [id, position] of from.acts) this.#acts.set(id, position);
    for (const id of this.#positions.keys()) this.#changed.add(id);
  }

  /** One canonical key per position and one for the book: what a state hash is made of. */
  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    if (this.#positions.size === 0) return;
    write('shifts', (writer) => {
      writer.f64(this.#nextNumber).u32(this.#ended.size);
      for (const handover of this.#ended.values()) writer.string(canonicalText(handover));
      writer.u32(this.#acts.size);
      for (const [id, position] of this.#acts) writer.string(id).string(position);
    });
    for (const [id, position] of this.#positions)
      write(`shift\0${id}`, (writer) => writer.string(canonicalText(position)));
  }

  #aids({ brief }: ShiftEntry): ShiftAids {
    const handoverId = `BG-${String(this.#nextNumber).padStart(6, '0')}`;
    return brief === undefined
      ? { handoverId }
      : { handoverId, brief: { hash: briefHash(brief), asOfMs: brief.asOfMs } };
  }

  #replace({ position, ended }: ShiftChange): void {
    const before = this.#positions.get(position.id)?.handover ?? null;
    if (before === null && position.handover !== null) this.#nextNumber += 1;
    this.#positions.set(position.id, position);
    this.#changed.add(position.id);
    if (ended === undefined) return;
    this.#ended.set(ended.id, ended);
    forgetOldest(this.#ended, this.#limits.keepHandovers);
  }

  #remember(actionId: string | undefined, position: string): void {
    if (actionId === undefined) return;
    this.#acts.set(actionId, position);
    forgetOldest(this.#acts, this.#limits.keepActs);
  }
}

/** 32 hex digits that name a brief by its content: the same brief has the same hash in whatever order its fields were written. */
export function briefHash(brief: HandoverBrief): string {
  return toHex128(hash128(canonicalText(brief)));
}

function emptyPosition(id: string): ShiftPosition {
  return { id, revision: 0, holder: null, roster: [], notes: [], handover: null };
}

/** As `parseShiftAction` reads it. */
function actionIdOf(action: unknown): string | undefined {
  const parsed = parseShiftAction(action);
  return parsed.ok ? parsed.value.actionId : undefined;
}

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
