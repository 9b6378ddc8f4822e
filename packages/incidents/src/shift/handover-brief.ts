/**
 * What the arriving person must know, from the room as it is (DOMAIN B6): open P1 and P2, what is set aside and until when, sources that
 * are silent or stale, clocks about to run out, decisions that wait for somebody, warnings in force, what chatters, free notes.
 * It promises that nothing is left out without being counted: a list that is cut says how long it was.
 */
import type { Alarm, AlarmMeasure } from '../alarms/alarm.ts';
import type { IncidentClockName } from '../incident-parts.ts';
import type { Incident, IncidentState, Priority } from '../incident.ts';
import type { ShiftNote } from './shift.ts';

/** Event and processing times in epoch milliseconds; `null`: not known, which is not the same as none. */
export interface HandoverBrief {
  v: 1;
  position: string;
  /** Time of the room for which all of it holds. */
  asOfMs: number;
  incidents: BriefList<BriefIncident>;
  /** Every open incident of the position, by priority 1 to 4. */
  openIncidents: PriorityCounts;
  alarms: BriefList<BriefAlarm>;
  /** Every standing alarm of the position that is not hidden, by priority 1 to 4. */
  standingAlarms: PriorityCounts;
  shelved: BriefList<BriefShelved>;
  suppressed: BriefList<BriefSuppressed>;
  outOfService: BriefList<BriefOutOfService>;
  chattering: BriefList<BriefAlarm>;
  /** Of the whole centre: a position relies on feeds that are not its own. */
  feeds: BriefList<BriefFeed>;
  clocks: BriefList<BriefClock>;
  decisions: BriefList<BriefDecision>;
  warnings: BriefList<BriefWarning> | null;
  notes: ShiftNote[];
}

export interface BriefList<T> {
  total: number;
  /** The most pressing first; at most `MOST_OF_A_LIST`. */
  items: T[];
}
export const MOST_OF_A_LIST = 100;
export type PriorityCounts = [number, number, number, number];

export interface BriefIncident {
  id: string;
  priority: Priority;
  state: IncidentState;
  title: string;
  openedAtMs: number;
  claimedBy?: string;
  unit?: string;
  /** Nobody has answered for it yet. */
  isUnacknowledged: boolean;
}

export interface BriefAlarm {
  id: string;
  ruleId: string;
  key: string;
  priority: Priority;
  onsetMs: number;
  isUnacknowledged: boolean;
  latest: AlarmMeasure;
}

interface BriefAside {
  id: string;
  ruleId: string;
  key: string;
  priority: Priority;
  reason: string;
  sinceMs: number;
  /** The condition holds under it. */
  isActive: boolean;
}
export interface BriefShelved extends BriefAside {
  by: string;
  untilMs: number;
}
export type BriefSuppressed = BriefAside;
export interface BriefOutOfService extends BriefAside {
  by: string;
}

export interface BriefFeed {
  id: string;
  /** `stale`: messages come, but what they tell is older than it may be. */
  status: 'silent' | 'stale' | 'down' | 'never' | 'faulted';
  lastEventMs: number | null;
  lastArrivalMs: number | null;
}

type WatchedFeed = Omit<BriefFeed, 'status'> & { status: BriefFeed['status'] | 'up' };

export interface BriefClock {
  incidentId: string;
  title: string;
  clock: IncidentClockName;
  dueMs: number;
  /** Negative when it has run out. */
  leftMs: number;
  /** The clocks of the incident stand still now. */
  isPaused: boolean;
}

export type BriefDecision =
  | {
      kind: 'agency';
      incidentId: string;
      assignee: string;
      post?: string;
      askedAtMs: number;
      dueMs?: number;
    }
  | {
      kind: 'two-person';
      incidentId: string;
      step: string;
      text: { vi: string; en: string };
      confirmedBy: string[];
      dueMs?: number;
    };

/** A CAP alert that the centre has out. */
export interface BriefWarning {
  id: string;
  headline: string;
  sentMs: number;
  expiresMs: number | null;
}

/** A clock with less than this left belongs into the brief. */
export const NEAR_BREACH_MS = 15 * 60_000;

export interface BriefSources {
  position: string;
  /** Whether something without a position of its own belongs to this one, by category. */
  answersFor: (category: string) => boolean;
  nowMs: number;
  incidents: Iterable<Incident>;
  alarms: Iterable<Alarm>;
  /** All feeds; those that are up are left out. */
  feeds: Iterable<WatchedFeed>;
  notes: readonly ShiftNote[];
  /** Null when nothing tells which warnings are out. */
  warnings: readonly BriefWarning[] | null;
}

/** Pure: equal sources give an equal brief, and with it an equal hash. */
export function handoverBrief(sources: BriefSources): HandoverBrief {
  const { position, nowMs, notes } = sources;
  const isMine = isOfPosition(sources);
  const incidents = [...sources.incidents].filter((one) => one.state !== 'closed' && isMine(one));
  const alarms = [...sources.alarms].filter((one) => one.state !== 'normal' && isMine(one));
  const standing = alarms.filter(({ state }) => !HIDDEN.has(state));
  return {
    v: 1,
    position,
    asOfMs: nowMs,
    incidents: listed(incidents.filter(isUrgent).map(toIncident), mostUrgent),
    openIncidents: byPriority(incidents),
    alarms: listed(standing.filter(isUrgent).map(toAlarm), mostUrgent),
    standingAlarms: byPriority(standing),
    shelved: listed(alarms.flatMap(toShelved), (a, b) => a.untilMs - b.untilMs || byId(a, b)),
    suppressed: listed(alarms.flatMap(toSuppressed), mostUrgent),
    outOfService: listed(alarms.flatMap(toOutOfService), mostUrgent),
    chattering: listed(alarms.filter(({ isChattering }) => isChattering).map(toAlarm), mostUrgent),
    feeds: listed([...sources.feeds].flatMap(toFeed), byId),
    clocks: listed(
      incidents.flatMap((one) => nearClocks(one, nowMs)),
      (a, b) => a.dueMs - b.dueMs || compare(a.incidentId, b.incidentId),
    ),
    decisions: listed(incidents.flatMap(decisionsOf), soonest),
    warnings: sources.warnings && listed([...sources.warnings], (a, b) => a.sentMs - b.sentMs || byId(a, b)),
    notes: [...notes],
  };
}

const HIDDEN: ReadonlySet<string> = new Set(['shelved', 'suppressed', 'out-of-service']);

type Owned = Pick<Incident, 'category' | 'position'>;

function isOfPosition({ position, answersFor }: BriefSources): (one: Owned) => boolean {
  return (one) => (one.position === undefined ? answersFor(one.category) : one.position === position);
}

function isUrgent({ priority }: { priority: Priority }): boolean {
  return priority <= 2;
}

function byPriority(of: readonly { priority: Priority }[]): PriorityCounts {
  const counts: PriorityCounts = [0, 0, 0, 0];
  for (const { priority } of of) counts[priority - 1]! += 1;
  return counts;
}

function toIncident(from: Incident): BriefIncident {
  const { id, priority, state, title, openedAtMs, claimedBy, unit } = from;
  return {
    ...{ id, priority, state, title, openedAtMs },
    ...(claimedBy === undefined ? {} : { claimedBy }),
    ...(unit === undefined ? {} : { unit: unit.name }),
    isUnacknowledged: state === 'new',
  };
}

function toAlarm({ id, ruleId, key, priority, onsetMs, isAcknowledged, latest }: Alarm): BriefAlarm {
  return { id, ruleId, key, priority, onsetMs, isUnacknowledged: !isAcknowledged, latest };
}

function toShelved({ shelved, ...alarm }: Alarm): BriefShelved[] {
  if (alarm.state !== 'shelved' || shelved === undefined) return [];
  const { by, untilMs } = shelved;
  return [{ ...aside(alarm, shelved), by, untilMs }];
}

function toSuppressed({ suppressed, ...alarm }: Alarm): BriefSuppressed[] {
  return alarm.state === 'suppressed' && suppressed !== undefined ? [aside(alarm, suppressed)] : [];
}

function toOutOfService({ outOfService, ...alarm }: Alarm): BriefOutOfService[] {
  if (alarm.state !== 'out-of-service' || outOfService === undefined) return [];
  return [{ ...aside(alarm, outOfService), by: outOfService.by }];
}

function aside(
  { id, ruleId, key, priority, isActive }: Alarm,
  { reason, sinceMs }: { reason: string; sinceMs: number },
): BriefAside {
  return { id, ruleId, key, priority, isActive, reason, sinceMs };
}

function toFeed({ id, status, lastEventMs, lastArrivalMs }: WatchedFeed): BriefFeed[] {
  return status === 'up' ? [] : [{ id, status, lastEventMs, lastArrivalMs }];
}

function nearClocks({ id, title, clocks = [], pauses = [] }: Incident, nowMs: number): BriefClock[] {
  const isPaused = pauses.some(({ toMs }) => toMs === undefined);
  return clocks.flatMap(({ name, atMs, dueMs }) => {
    if (atMs !== undefined || dueMs === undefined) return [];
    const leftMs = dueMs - nowMs;
    return leftMs < NEAR_BREACH_MS ? [{ incidentId: id, title, clock: name, dueMs, leftMs, isPaused }] : [];
  });
}

function decisionsOf({ id, assignments = [], sop }: Incident): BriefDecision[] {
  const waiting = assignments.filter(({ state }) => state === 'waiting');
  const steps = (sop?.steps ?? []).filter(({ isTwoPerson, state }) => isTwoPerson && state === 'open');
  return [
    ...waiting.map(({ assignee, post, askedAtMs, dueMs }) => ({
      ...({ kind: 'agency', incidentId: id, assignee, askedAtMs } as const),
      ...(post === undefined ? {} : { post }),
      ...(dueMs === undefined ? {} : { dueMs }),
    })),
    ...steps.map(({ id: step, text, confirmed, dueMs }) => ({
      ...({ kind: 'two-person', incidentId: id, step, text } as const),
      confirmedBy: confirmed.map(({ by }) => by),
      ...(dueMs === undefined ? {} : { dueMs }),
    })),
  ];
}

function listed<T>(all: T[], order: (a: T, b: T) => number): BriefList<T> {
  return { total: all.length, items: all.toSorted(order).slice(0, MOST_OF_A_LIST) };
}

function mostUrgent(a: { id: string; priority: Priority }, b: { id: string; priority: Priority }): number {
  return a.priority - b.priority || byId(a, b);
}

function soonest(a: BriefDecision, b: BriefDecision): number {
  const [due, otherDue] = [a.dueMs ?? Number.MAX_SAFE_INTEGER, b.dueMs ?? Number.MAX_SAFE_INTEGER];
  return due - otherDue || compare(a.incidentId, b.incidentId);
}

function byId(a: { id: string }, b: { id: string }): number {
  return compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
