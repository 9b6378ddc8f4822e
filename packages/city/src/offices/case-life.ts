/**
 * One case as its events tell it, whatever the order in which they arrived: events are put in the order `(t, place of the state in
 * the life cycle, state)`, the last of them is the present state, and of every other field the last event that carries it counts.
 */
import type { CaseEvent } from '../case-event.ts';
import type { CasePhase, LifeCycle } from './life-cycles.ts';

/** What is kept of an event: never its sealed fields, and not its id twice. */
export type KeptCaseEvent = Pick<
  CaseEvent,
  | 'tMs'
  | 'state'
  | 'procedure'
  | 'agency'
  | 'unit'
  | 'dueAtMs'
  | 'channel'
  | 'fee'
  | 'digitised'
  | 'satisfaction'
>;

export interface CaseLife {
  readonly state: string;
  readonly phase: CasePhase;
  /** When the present state began. */
  readonly stateSinceMs: number;
  /** Of the first event. */
  readonly firstMs: number;
  /** The first event opened the case; false: the centre was connected in the middle of its life. */
  readonly isWhole: boolean;
  /** When it was last settled or ended; null while it is open. */
  readonly closedAtMs: number | null;
  /**
   * `closedAtMs` is the moment of settling. False where the settling itself was not heard, only what follows it (the result handed
   * over, the answer rated): nothing can be said of its punctuality then.
   */
  readonly isClosingHeard: boolean;
  /** Every known state that it ever was in. */
  readonly ever: ReadonlySet<string>;
  /** Events in states that the life cycle does not know. */
  readonly unknownStates: number;
  /** Measured stretches, milliseconds, by code. */
  readonly spans: Readonly<Record<string, number>>;
  readonly fields: Omit<KeptCaseEvent, 'tMs' | 'state'>;
}

/** Drops what is not counted: sealed fields, the arrival. */
export function toKeptEvent(event: CaseEvent): KeptCaseEvent {
  const { system: _system, id: _id, arrivalMs: _arrival, sealed: _sealed, ...kept } = event;
  return kept;
}

/** The case of at least one event; the events are not changed. Two events of one `(t, state)` are one. */
export function caseLife(cycle: LifeCycle, events: readonly KeptCaseEvent[]): CaseLife {
  const rank = new Map(cycle.states.map((state, place) => [state.code, place]));
  const placeOf = (event: KeptCaseEvent): number => rank.get(event.state) ?? -1;
  const ordered = events.toSorted(
    (a, b) =>
      a.tMs - b.tMs || placeOf(a) - placeOf(b) || (a.state < b.state ? -1 : a.state > b.state ? 1 : 0),
  );
  const first = ordered[0]!;
  const firstEntry = new Map<string, number>();
  const fields: Record<string, unknown> = {};
  let present: { state: string; phase: CasePhase; sinceMs: number } = {
    state: first.state,
    phase: 'open',
    sinceMs: first.tMs,
  };
  let closedAtMs: number | null = null;
  let closedBy: string | null = null;
  let unknownStates = 0;
  for (const { tMs, state, ...carried } of ordered) {
    Object.assign(fields, carried);
    const known = cycle.states[rank.get(state) ?? -1];
    if (known === undefined) {
      unknownStates += 1;
      continue;
    }
    if (!firstEntry.has(state)) firstEntry.set(state, tMs);
    present = { state, phase: known.phase, sinceMs: tMs };
    if (known.phase === 'open') closedAtMs = null;
    else if (closedAtMs === null) [closedAtMs, closedBy] = [tMs, state];
  }
  const { state, phase, sinceMs } = present;
  return {
    ...{ state, phase, stateSinceMs: sinceMs, firstMs: first.tMs, closedAtMs, unknownStates },
    isClosingHeard: cycle.states.some(
      ({ phase: from, next }) => from === 'open' && next.includes(closedBy ?? ''),
    ),
    isWhole: first.state === cycle.states[0]?.code,
    ever: new Set(firstEntry.keys()),
    spans: measure(cycle, firstEntry),
    fields: fields as CaseLife['fields'],
  };
}

function measure(cycle: LifeCycle, firstEntry: ReadonlyMap<string, number>): Record<string, number> {
  const spans: Record<string, number> = {};
  for (const { code, from, to } of cycle.spans) {
    const fromMs = firstEntry.get(from);
    const toMs = firstEntry.get(to);
    if (fromMs !== undefined && toMs !== undefined && toMs >= fromMs) spans[code] = toMs - fromMs;
  }
  return spans;
}
