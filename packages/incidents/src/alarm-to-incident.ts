import type { Alarm } from './alarms/alarm.ts';
import type { AlarmLink, GroupingReason } from './incident-parts.ts';
import type { Incident, IncidentTimelineItem } from './incident.ts';
import type { KeptAlarm } from './kept-incident.ts';
import type { Severity } from './priority.ts';
import type { TopologyLink } from './topology.ts';

/** What the fold knows beside the alarm. */
export interface AlarmContext {
  /** Processing time. */
  atMs: number;
  /** The city's networks; the same array for as long as they are the same. */
  topology: readonly TopologyLink[];
  /** The name of the condition, as an incident is called. */
  title: string;
  simulated: boolean;
  /** Procedure that the rule names; absent: that of the category. */
  sop?: string;
  /** As the rule judged it; 1 always calls. */
  severity?: Severity;
}

/** How an alarm came to its incident. */
export interface AlarmJoin {
  why: GroupingReason;
  /** It called at once; one whose call waits does not yet. */
  isAnnunciated: boolean;
  /** It is the cause of what is there, and nobody has dealt with that yet: the incident takes its name from it. */
  isHead: boolean;
}

/** The incident that an alarm opens, without clocks. */
export function openFromAlarm(
  id: string,
  alarm: Alarm,
  ctx: AlarmContext & { why: GroupingReason; isAnnunciated: boolean },
): Incident {
  return {
    id,
    revision: 1,
    priority: alarm.priority,
    state: 'new',
    category: alarm.category,
    title: ctx.title,
    source: 'alarm',
    reports: 0,
    openedAtMs: alarm.onsetMs,
    knownAtMs: ctx.atMs,
    updatedAtMs: ctx.atMs,
    simulated: ctx.simulated,
    alarms: [linkOf(alarm, ctx, ctx)],
    alarmsJoined: 1,
    position: alarm.position,
    ...(ctx.severity === undefined ? {} : { severity: ctx.severity }),
    ...placeOf(alarm),
  };
}

/**
 * The incident after one more alarm: the more urgent priority holds, a place is taken where there was none. `revision` stays: an
 * operator who is about to act must not be refused because a sensor spoke.
 */
export function joinAlarm(
  incident: Incident,
  { alarm, ctx, keepLinks }: { alarm: Alarm; ctx: AlarmContext; keepLinks: number },
  join: AlarmJoin,
): Incident {
  const { unit, entity, loc, ...bare } = incident;
  const kept = {
    ...(loc === undefined ? {} : { loc }),
    ...(unit === undefined ? {} : { unit }),
    ...(entity === undefined ? {} : { entity }),
  };
  const found = placeOf(alarm);
  const isPlaced = loc !== undefined;
  return {
    ...bare,
    ...(join.isHead || !isPlaced ? { ...kept, ...found } : { ...found, ...kept, loc }),
    ...(join.isHead ? { title: ctx.title, category: alarm.category, position: alarm.position } : {}),
    priority: alarm.priority < incident.priority ? alarm.priority : incident.priority,
    openedAtMs: Math.min(incident.openedAtMs, alarm.onsetMs),
    updatedAtMs: Math.max(incident.updatedAtMs, ctx.atMs),
    simulated: incident.simulated && ctx.simulated,
    alarms: [...(incident.alarms ?? []), linkOf(alarm, ctx, join)].slice(-keepLinks),
    alarmsJoined: (incident.alarmsJoined ?? 0) + 1,
  };
}

/** The history's entry of an alarm that opened or joined. */
export function alarmItem(
  kind: 'opened' | 'alarm',
  alarm: Alarm,
  said: { ctx: Pick<AlarmContext, 'atMs' | 'title'>; why: GroupingReason },
): IncidentTimelineItem {
  return {
    atMs: said.ctx.atMs,
    kind,
    actor: alarm.ruleId,
    text: said.ctx.title,
    journalSeq: 0,
    alarmId: alarm.id,
    why: said.why,
  };
}

/** What the incident remembers of the alarm. */
export function keepAlarm(
  alarm: Alarm,
  { title, atMs }: Pick<AlarmContext, 'title' | 'atMs'>,
  { isAnnunciated, heldUntilMs }: Pick<KeptAlarm, 'isAnnunciated' | 'heldUntilMs'>,
): KeptAlarm {
  return {
    id: alarm.id,
    key: alarm.key,
    category: alarm.category,
    priority: alarm.priority,
    onsetMs: alarm.onsetMs,
    title,
    joinedAtMs: atMs,
    isAnnunciated,
    isAcknowledged: alarm.isAcknowledged,
    isActive: alarm.isActive,
    isStanding: alarm.state !== 'normal',
    ...(heldUntilMs === undefined ? {} : { heldUntilMs }),
    ...(alarm.loc === undefined ? {} : { loc: alarm.loc }),
  };
}

function linkOf(
  alarm: Alarm,
  ctx: AlarmContext,
  { why, isAnnunciated }: Pick<AlarmJoin, 'why' | 'isAnnunciated'>,
): AlarmLink {
  const { id, ruleId, key, priority, category } = alarm;
  return { alarmId: id, ruleId, key, priority, category, why, isAnnunciated, atMs: ctx.atMs };
}

function placeOf({ loc, unit, entity }: Alarm): Pick<Incident, 'loc' | 'unit' | 'entity'> {
  return {
    ...(loc === undefined ? {} : { loc }),
    ...(unit === undefined ? {} : { unit }),
    ...(entity === undefined ? {} : { entity }),
  };
}
