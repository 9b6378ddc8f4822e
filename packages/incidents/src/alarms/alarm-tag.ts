import type { Priority } from '../incident.ts';
import type { Alarm, AlarmActionName, AlarmShelving, AlarmState, AlarmTransition } from './alarm.ts';
import { baseAfter, isAcknowledgedState, isActiveState, isHidden } from './alarm-states.ts';
import type { AlarmEvent, BaseAlarmState } from './alarm-states.ts';

/**
 * What is known of one tag (a rule on one watched thing). Shelving, suppression, out of service and chattering belong to the tag and
 * outlive its alarms; below them the alarm goes on in `base`. Immutable and JSON-able.
 */
export interface Tag {
  readonly name: string;
  /** Order in which the book came to know its tags: breaks ties. */
  readonly seq: number;
  readonly alarm: Alarm | null;
  readonly base: BaseAlarmState;
  /** Transitions of the alarm so far. */
  readonly n: number;
  readonly respondWithinMs: number | null;
  /** It calls by itself; false while its incident calls for it. */
  readonly isCause: boolean;
  /** This alarm has called an operator. */
  readonly hasCalled: boolean;
  /** It did not call because the tag chatters. */
  readonly isMuted: boolean;
  readonly shelved: AlarmShelving | null;
  readonly suppressed: { readonly reason: string; readonly sinceMs: number } | null;
  readonly outOfService: { readonly by: string; readonly reason: string; readonly sinceMs: number } | null;
  /** Processing times of the newest activations, at most 3, oldest first. */
  readonly activatedAtMs: readonly number[];
  /** While it chatters: the first of the activations that showed it. */
  readonly chatterFromMs: number | null;
  /** When an alarm of the tag last called an operator, and as how urgent. */
  readonly called: { readonly atMs: number; readonly priority: Priority } | null;
  /** Onset of the newest alarm, and how many alarms of the tag began at just that moment: keeps ids apart. */
  readonly lastOnset: { readonly onsetMs: number; readonly times: number } | null;
}

/** A working rule, not a quotation of ISA-18.2: it chatters from the third activation within a minute until ten quiet minutes. */
export const CHATTER_ACTIVATIONS = 3;
export const CHATTER_WITHIN_MS = 60_000;
const CHATTER_QUIET_MS = 600_000;

export function makeTag(name: string, seq: number): Tag {
  return {
    name,
    seq,
    alarm: null,
    base: 'normal',
    n: 0,
    respondWithinMs: null,
    isCause: true,
    hasCalled: false,
    isMuted: false,
    shelved: null,
    suppressed: null,
    outOfService: null,
    activatedAtMs: [],
    chatterFromMs: null,
    called: null,
    lastOnset: null,
  };
}

/** What a screen shows: what a person set aside for work on it before what one shelved, before what the design suppresses. */
export function shownState(tag: Tag): AlarmState {
  if (tag.outOfService !== null) return 'out-of-service';
  if (tag.shelved !== null) return 'shelved';
  return tag.suppressed === null ? tag.base : 'suppressed';
}

/** It has an alarm that is not normal, shown or hidden. */
export function isStanding(tag: Tag): boolean {
  return tag.alarm !== null && tag.base !== 'normal';
}

/** When a tag asks for the next tick: the end of its shelving, of its chattering, or of what is kept without an alarm. */
export function dueOf(tag: Tag): number | undefined {
  const quietMs = (tag.activatedAtMs.at(-1) ?? -Infinity) + CHATTER_QUIET_MS;
  const isTimed = tag.chatterFromMs !== null || (tag.alarm === null && tag.suppressed === null);
  if (tag.shelved === null) return isTimed ? quietMs : undefined;
  return isTimed ? Math.min(quietMs, tag.shelved.untilMs) : tag.shelved.untilMs;
}

/** One thing that happens to a tag that has an alarm. */
export interface TagStep {
  /** Null: no event of the life cycle, only what `tag` and `alarm` change. */
  event: AlarmEvent | null;
  by: AlarmTransition['by'];
  atMs: number;
  act?: AlarmActionName;
  actor?: string;
  reason?: string;
  tag?: Partial<Tag>;
  alarm?: Partial<Alarm>;
}

/** `transition`: absent when there is nothing to tell. `alarm`: the alarm after the step, also when it has left the book with it. */
export interface Stepped {
  tag: Tag;
  alarm: Alarm;
  transition?: AlarmTransition;
}

/** Takes a step; the tag must have an alarm, and an act must be allowed in the state that it shows. */
export function stepTag(tag: Tag, alarm: Alarm, step: TagStep): Stepped {
  const from = tag.n === 0 ? 'normal' : shownState(tag);
  const priority = step.alarm?.priority ?? alarm.priority;
  const base = step.event === null ? tag.base : baseAfter(tag.base, step.event);
  const moved: Tag = { ...tag, ...step.tag, base };
  const to = shownState(moved);
  const isMutedNow = step.event === 'activate' && hasCalledInChatter(moved, priority);
  const calls = !isMutedNow && mayCall(moved, to) && asksAnew(tag, moved, step.event);
  const isOtherPriority = priority !== alarm.priority;
  const isFlipped = isActiveState(base) !== isActiveState(tag.base);
  const isTold = from !== to || calls || isFlipped || isOtherPriority || step.act === 'useless';
  const after: Tag = {
    ...moved,
    isMuted: step.event === 'activate' ? isMutedNow : moved.isMuted && !calls && moved.chatterFromMs !== null,
    hasCalled: moved.hasCalled || calls,
    called: calls ? { atMs: step.atMs, priority } : moved.called,
    n: moved.n + (isTold ? 1 : 0),
  };
  const isRevised = from !== to || step.act !== undefined || isOtherPriority;
  const isNewCall = calls && !(step.event === 'activate' && tag.hasCalled && !isAcknowledgedState(tag.base));
  const changed = alarmAfter(after, { ...alarm, ...step.alarm }, step.atMs);
  changed.revision = alarm.revision + (isRevised ? 1 : 0);
  const respondByMs = isNewCall ? respondByOf(tag, step.atMs) : undefined;
  if (respondByMs !== undefined) changed.respondByMs = respondByMs;
  const isGone = to === 'normal';
  return {
    tag: isGone ? { ...after, alarm: null } : { ...after, alarm: changed },
    alarm: changed,
    ...(isTold ? { transition: transitionOf(changed, { from, step, isCall: calls, n: after.n }) } : {}),
  };
}

/** A chattering tag calls once for all its activations, unless one is worse [A8]. */
function hasCalledInChatter({ chatterFromMs, called }: Tag, priority: Priority): boolean {
  if (chatterFromMs === null || called === null) return false;
  return called.atMs >= chatterFromMs && called.priority <= priority;
}

function mayCall(tag: Tag, shown: AlarmState): boolean {
  return tag.isCause && (shown === 'unacknowledged' || shown === 'latched-unacknowledged');
}

function asksAnew(before: Tag, after: Tag, event: AlarmEvent | null): boolean {
  if (event === 'activate') return true;
  if (!before.isCause && after.isCause && !before.hasCalled) return true;
  if (event === 'raise') return before.base === 'acknowledged' || !before.hasCalled;
  if (isHidden(shownState(before))) return true;
  return before.isMuted && after.chatterFromMs === null;
}

/** The alarm with what the tag says of it. */
function alarmAfter(tag: Tag, alarm: Alarm, atMs: number): Alarm {
  const { shelved: _s, suppressed: _d, outOfService: _o, returnedMs, ...rest } = alarm;
  const { acknowledgedAtMs, acknowledgedBy, ...plain } = rest;
  const state = shownState(tag);
  const isAcknowledged = isAcknowledgedState(tag.base);
  return {
    ...plain,
    state,
    isActive: isActiveState(tag.base),
    isAcknowledged,
    isAnnunciated: tag.hasCalled && !isHidden(state),
    isChattering: tag.chatterFromMs !== null,
    changedAtMs: atMs,
    ...(returnedMs === undefined ? {} : { returnedMs }),
    ...(isAcknowledged && acknowledgedAtMs !== undefined ? { acknowledgedAtMs } : {}),
    ...(isAcknowledged && acknowledgedBy !== undefined ? { acknowledgedBy } : {}),
    ...(tag.shelved === null ? {} : { shelved: tag.shelved }),
    ...(tag.suppressed === null ? {} : { suppressed: tag.suppressed }),
    ...(tag.outOfService === null ? {} : { outOfService: tag.outOfService }),
  };
}

/** The last transition of an alarm that ends otherwise than by a step: it made way for the next one of its hidden tag, or was given up. */
export function endOf(tag: Tag, alarm: Alarm, step: Omit<TagStep, 'event'>): AlarmTransition {
  const over: Alarm = { ...alarm, state: 'normal', isActive: false };
  return transitionOf(over, { from: shownState(tag), step, isCall: false, n: tag.n + 1 });
}

function transitionOf(
  alarm: Alarm,
  { from, step, isCall, n }: { from: AlarmState; step: Omit<TagStep, 'event'>; isCall: boolean; n: number },
): AlarmTransition {
  return {
    alarmId: alarm.id,
    ruleId: alarm.ruleId,
    key: alarm.key,
    priority: alarm.priority,
    position: alarm.position,
    from,
    to: alarm.state,
    by: step.by,
    ...(step.act === undefined ? {} : { act: step.act }),
    ...(step.actor === undefined ? {} : { actor: step.actor }),
    ...(step.reason === undefined ? {} : { reason: step.reason }),
    isActive: alarm.isActive,
    isAcknowledged: alarm.isAcknowledged,
    isAnnunciated: isCall,
    isChattering: alarm.isChattering,
    atMs: step.atMs,
    n,
  };
}

/** It stands unacknowledged and nobody was called for it: it does call when its incident does not call for it any more. */
export function callsWhenAttached(tag: Tag): boolean {
  return !tag.hasCalled && !tag.isMuted && mayCall({ ...tag, isCause: true }, shownState(tag));
}

/** The tag of an alarm that was told its incident. `calledAtMs`: a call that was taken back does count now. */
export function attachedTag(
  tag: Tag,
  alarm: Alarm,
  to: { incidentId: string; isAnnunciated: boolean; calledAtMs: number | undefined },
): Tag {
  const { respondByMs, ...rest } = alarm;
  const { incidentId, isAnnunciated: isCause, calledAtMs } = to;
  const called = calledAtMs === undefined ? tag.called : { atMs: calledAtMs, priority: alarm.priority };
  const attached: Tag = {
    ...tag,
    isCause,
    hasCalled: isCause && (tag.hasCalled || calledAtMs !== undefined),
    called: isCause ? called : null,
  };
  const dueMs = calledAtMs === undefined ? respondByMs : respondByOf(tag, calledAtMs);
  const respondBy = isCause && dueMs !== undefined ? { respondByMs: dueMs } : {};
  return {
    ...attached,
    alarm: alarmAfter(attached, { ...rest, ...respondBy, incidentId }, alarm.changedAtMs),
  };
}

function respondByOf({ respondWithinMs }: Tag, calledAtMs: number): number | undefined {
  return respondWithinMs === null ? undefined : calledAtMs + respondWithinMs;
}
