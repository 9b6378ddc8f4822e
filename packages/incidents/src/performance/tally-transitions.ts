import type { AlarmState, AlarmTransition } from '../alarms/alarm.ts';
import type { Priority } from '../incident.ts';
import type { Span } from './whole-spans.ts';

/** An activation that ended within this time without anybody's act is fleeting. A working rule, like that of chattering. */
export const FLEETING_MS = 60_000;

/** What the transitions of one position come to in a period. */
export interface PositionTally {
  /** Processing times of annunciated alarms in the period. */
  calls: number[];
  callsOfTag: Map<string, { ruleId: string; key: string; count: number }>;
  callsOfPriority: Record<Priority, number>;
  chatteringTags: Set<string>;
  fleeting: number;
  unauthorised: number;
  useless: number;
  /** From a call to its acknowledgement, where the acknowledgement lies in the period; milliseconds. */
  acknowledgedAfterMs: number[];
  /** Stretches during which a condition held, begun before the end of the period; the last may go on beyond it. */
  active: Span[];
  /** At the end of the period. */
  shelvedNow: number;
  suppressedNow: number;
  outOfServiceNow: number;
  unansweredNow: number;
  /** Alarms that stood already when the transitions set in: they count as begun with what is first told of them. */
  withoutBeginning: number;
}

interface AlarmLife {
  tally: PositionTally;
  state: AlarmState;
  activeFromMs: number | null;
  /** Since when an operator has been called without an acknowledgement. */
  calledAtMs: number | null;
  /** The activation that lasts was annunciated, and nobody has done anything with the alarm since. */
  isUntouched: boolean;
}

/** Reads transitions in their order: those before the period tell what stood when it began, those after it are left out. */
export class TransitionTally {
  readonly #period: Span;
  readonly #tallies = new Map<string, PositionTally>();
  readonly #lives = new Map<string, AlarmLife>();

  constructor(period: Span) {
    this.#period = period;
  }

  add(transition: AlarmTransition): void {
    if (transition.atMs >= this.#period.toMs) return;
    const life = this.#lifeOf(transition);
    if (transition.atMs >= this.#period.fromMs) this.#count(life, transition);
    this.#follow(life, transition);
    if (transition.to === 'normal') this.#lives.delete(transition.alarmId);
  }

  /** By position, with what stands at the end of the period. Call once, after the last transition. */
  finish(): Map<string, PositionTally> {
    for (const { tally, state, activeFromMs, calledAtMs } of this.#lives.values()) {
      if (activeFromMs !== null) tally.active.push({ fromMs: activeFromMs, toMs: Infinity });
      if (calledAtMs !== null) tally.unansweredNow += 1;
      if (state === 'shelved') tally.shelvedNow += 1;
      if (state === 'suppressed') tally.suppressedNow += 1;
      if (state === 'out-of-service') tally.outOfServiceNow += 1;
    }
    return this.#tallies;
  }

  #count({ tally, calledAtMs, activeFromMs, isUntouched }: AlarmLife, transition: AlarmTransition): void {
    const { ruleId, key, priority, atMs, act } = transition;
    const tag = `${ruleId}\0${key}`;
    if (transition.isAnnunciated) {
      tally.calls.push(atMs);
      tally.callsOfPriority[priority] += 1;
      const ofTag = tally.callsOfTag.get(tag) ?? { ruleId, key, count: 0 };
      ofTag.count += 1;
      tally.callsOfTag.set(tag, ofTag);
    }
    if (transition.isChattering) tally.chatteringTags.add(tag);
    if (act === 'useless') tally.useless += 1;
    if (isUnauthorised(transition)) tally.unauthorised += 1;
    if (act === 'acknowledge' && calledAtMs !== null) tally.acknowledgedAfterMs.push(atMs - calledAtMs);
    const isOver = activeFromMs !== null && !transition.isActive && atMs - activeFromMs <= FLEETING_MS;
    if (isOver && isUntouched && !transition.isChattering) tally.fleeting += 1;
  }

  #follow(life: AlarmLife, transition: AlarmTransition): void {
    const { atMs } = transition;
    const wasActive = life.activeFromMs !== null;
    if (transition.isActive && !wasActive) {
      life.activeFromMs = atMs;
      life.isUntouched = transition.isAnnunciated;
    } else if (!transition.isActive && life.activeFromMs !== null) {
      life.tally.active.push({ fromMs: life.activeFromMs, toMs: atMs });
      life.activeFromMs = null;
    }
    if (transition.by === 'operator') life.isUntouched = false;
    if (transition.isAcknowledged) life.calledAtMs = null;
    else if (transition.isAnnunciated) life.calledAtMs ??= atMs;
    life.state = transition.to;
  }

  #lifeOf(transition: AlarmTransition): AlarmLife {
    const known = this.#lives.get(transition.alarmId);
    if (known !== undefined) return known;
    const tally = this.#tallies.get(transition.position) ?? emptyTally();
    this.#tallies.set(transition.position, tally);
    if (transition.n > 1) tally.withoutBeginning += 1;
    const life: AlarmLife = {
      tally,
      state: transition.from,
      activeFromMs: null,
      calledAtMs: null,
      isUntouched: false,
    };
    this.#lives.set(transition.alarmId, life);
    return life;
  }
}

/** A person hid an alarm and gave no reason. The alarm book refuses that: anything but 0 means that something else wrote transitions. */
function isUnauthorised({ by, act, to, reason }: AlarmTransition): boolean {
  const isHiding = act === 'shelve' || act === 'out-of-service' || (act === undefined && to === 'suppressed');
  return by === 'operator' && isHiding && (reason ?? '').trim() === '';
}

export function emptyTally(): PositionTally {
  return {
    calls: [],
    callsOfTag: new Map(),
    callsOfPriority: { 1: 0, 2: 0, 3: 0, 4: 0 },
    chatteringTags: new Set(),
    fleeting: 0,
    unauthorised: 0,
    useless: 0,
    acknowledgedAfterMs: [],
    active: [],
    shelvedNow: 0,
    suppressedNow: 0,
    outOfServiceNow: 0,
    unansweredNow: 0,
    withoutBeginning: 0,
  };
}
