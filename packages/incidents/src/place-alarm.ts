import type { Alarm } from './alarms/alarm.ts';
import { alarmItem, joinAlarm, keepAlarm, openFromAlarm } from './alarm-to-incident.ts';
import type { AlarmContext } from './alarm-to-incident.ts';
import { cameBackFrom, linkCameBack } from './came-back.ts';
import { isLifeSafety } from './causes.ts';
import type { Relation, Subject } from './grouping.ts';
import { CALL_HOLD_MS, dropExplained, mayWait } from './held-calls.ts';
import type { GroupingReason } from './incident-parts.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Incident } from './incident.ts';
import { calledPriority, freshKept } from './kept-incident.ts';
import type { Kept, KeptAlarm } from './kept-incident.ts';
import { mergeInto } from './move-between.ts';
import { begin, settledClocks } from './settings.ts';
import type { IncidentSettings } from './settings.ts';
import type { TopologyIndex } from './topology-index.ts';

/**
 * Where an alarm went. `isAnnunciated`: an operator is called for it now; a consequence of what called already joins silently, and what
 * may be a consequence waits for its cause (`held-calls.ts`): until `heldUntilMs`, then `Incidents.tick` tells that it calls.
 */
export interface AlarmPlacement {
  kind: 'opened' | 'joined';
  incident: Incident;
  why: GroupingReason;
  isAnnunciated: boolean;
  heldUntilMs?: number;
}

/** Untouched incidents that one cause may draw together at once. */
const MAX_ABSORBED = 50;

interface Placing {
  store: IncidentStore;
  settings: IncidentSettings;
  topology: TopologyIndex;
}

/** Opens an incident for an alarm or joins it to the one that it belongs to. */
export function placeAlarm(placing: Placing, alarm: Alarm, ctx: AlarmContext): AlarmPlacement {
  const { store } = placing;
  const known = store.ofAlarm(alarm.id);
  if (known !== undefined && known.incident.state !== 'closed')
    return refreshed(store, known, { alarm, ctx });
  const closed = cameBackFrom(store, alarm, ctx.atMs);
  const subject = subjectOf(alarm, placing.topology);
  const best = store.open.bestFit(subject);
  const placement =
    best === undefined
      ? opened(placing, alarm, { ctx, subject, closed })
      : joined(placing, alarm, { ctx, subject, ...best });
  const { id } = placement.incident;
  if (closed !== undefined) linkCameBack(store, { closed, now: store.keptOf(id) }, ctx.atMs);
  absorb(placing, subject, { id, ctx });
  return { ...placement, incident: store.keptOf(id).incident };
}

/** What grouping asks of an alarm. */
export function subjectOf(alarm: Alarm, topology: TopologyIndex): Subject {
  const { category, onsetMs, loc, entity, unit, key } = alarm;
  return {
    category,
    tMs: onsetMs,
    loc,
    entity,
    unit: unit?.code,
    key,
    paths: topology.causesOf(key, category),
  };
}

/** Told again, as when a latched condition came back: it stays where it is. */
function refreshed(
  store: IncidentStore,
  kept: Kept,
  { alarm, ctx }: { alarm: Alarm; ctx: AlarmContext },
): AlarmPlacement {
  const before = kept.alarms.get(alarm.id);
  const { isAnnunciated = true, heldUntilMs } = before ?? {};
  kept.alarms.set(
    alarm.id,
    keepAlarm(alarm, ctx, { isAnnunciated, ...(heldUntilMs === undefined ? {} : { heldUntilMs }) }),
  );
  store.update(kept, kept.incident);
  const link = kept.incident.alarms?.find(({ alarmId }) => alarmId === alarm.id);
  return { kind: 'joined', incident: kept.incident, why: link?.why ?? { kind: 'same-key' }, isAnnunciated };
}

interface ToPlace {
  ctx: AlarmContext;
  subject: Subject;
}

function opened(
  { store, settings }: Placing,
  alarm: Alarm,
  { ctx, subject, closed }: ToPlace & { closed: Kept | undefined },
): AlarmPlacement {
  const why = whyOpened(closed, ctx.atMs);
  const call = callOf(alarm, ctx, true);
  const { isAnnunciated } = call;
  const opening = openFromAlarm(store.nextId(), alarm, { ...ctx, why, isAnnunciated });
  const incident = begin(opening, settings, ctx.sop);
  const kept = freshKept(incident, alarmItem('opened', alarm, { ctx, why }));
  kept.alarms.set(alarm.id, keepAlarm(alarm, ctx, call));
  kept.keys.add(alarm.key);
  kept.common = new Set([alarm.key, ...subject.paths.keys()]);
  store.add(kept);
  store.ownAlarm(kept, alarm.id);
  store.tell(kept, { kind: 'opened', atMs: ctx.atMs, alarmId: alarm.id, why, isAnnunciated });
  return { kind: 'opened', incident, why, ...call };
}

/** Who calls does it now, or waits for its cause. */
function callOf(
  alarm: Alarm,
  { atMs, severity }: AlarmContext,
  isCalling: boolean,
): Pick<KeptAlarm, 'isAnnunciated' | 'heldUntilMs'> {
  if (!isCalling || !mayWait(alarm, severity)) return { isAnnunciated: isCalling };
  return { isAnnunciated: false, heldUntilMs: atMs + CALL_HOLD_MS };
}

function whyOpened(closed: Kept | undefined, atMs: number): GroupingReason {
  if (closed === undefined) return { kind: 'first' };
  const { id, closedAtMs = atMs } = closed.incident;
  return { kind: 'came-back', of: id, afterMs: Math.max(0, atMs - closedAtMs) };
}

function joined(
  { store, settings, topology }: Placing,
  alarm: Alarm,
  { ctx, subject, kept, relation }: ToPlace & { kept: Kept; relation: Relation },
): AlarmPlacement {
  const isSource = topology.isSource(alarm.key, alarm.category);
  const isCalling = callsAnyway(alarm, ctx.severity) || isNews(kept, alarm, { relation, isSource });
  const call = callOf(alarm, ctx, isCalling);
  const { isAnnunciated } = call;
  if (relation.role === 'root' && isCalling) dropExplained(kept, alarm, topology);
  const before = kept.incident;
  const isHead = relation.role === 'root' && before.revision === 1 && before.state === 'new';
  const { why } = relation;
  const keepLinks = store.limits.keepAlarmLinks;
  const after = joinAlarm(before, { alarm, ctx, keepLinks }, { why, isAnnunciated, isHead });
  kept.span = {
    firstMs: Math.min(kept.span.firstMs, alarm.onsetMs),
    lastMs: Math.max(kept.span.lastMs, alarm.onsetMs),
  };
  kept.alarms.set(alarm.id, keepAlarm(alarm, ctx, call));
  kept.keys.add(alarm.key);
  kept.categories.add(alarm.category);
  narrow(kept, subject);
  const timed = isHead ? begin(after, settings, ctx.sop) : settledClocks(before, after, settings);
  store.update(kept, timed, [alarmItem('alarm', alarm, { ctx, why })]);
  store.ownAlarm(kept, alarm.id);
  store.tell(kept, { kind: 'joined', atMs: ctx.atMs, alarmId: alarm.id, why, isAnnunciated });
  return { kind: 'joined', incident: timed, why, ...call };
}

/** Where lives are at stake everything calls. */
function callsAnyway({ category }: Alarm, severity: number | undefined): boolean {
  return severity === 1 || isLifeSafety(category);
}

/** It tells more than what called already: a cause, a possible cause of its own, something worse, or that it has come back. */
function isNews(
  kept: Kept,
  alarm: Alarm,
  { relation, isSource }: { relation: Relation; isSource: boolean },
): boolean {
  if (relation.role === 'root') return true;
  if (relation.role === 'peer' && isSource && !kept.keys.has(alarm.key)) return true;
  if (alarm.priority < calledPriority(kept)) return true;
  return kept.incident.state === 'mitigated';
}

/** Only places that may have caused this too stay possible common causes. */
function narrow(kept: Kept, { key, paths }: Subject): void {
  if (key === undefined) return;
  if (kept.common.size === 0) {
    kept.common = new Set([key, ...paths.keys()]);
    return;
  }
  const shared = [...kept.common].filter((place) => place === key || paths.has(place));
  // Joined by place or cause and not over a network: says nothing about where the rest came from.
  if (shared.length > 0) kept.common = new Set(shared);
}

/** What was opened for effects before their cause was known, and nobody has touched, goes to the cause. */
function absorb(
  { store, settings, topology }: Placing,
  subject: Subject,
  { id, ctx }: { id: string; ctx: AlarmContext },
): void {
  const into = store.keptOf(id);
  let absorbed = 0;
  for (const kept of store.open.effectsOf(subject)) {
    if (absorbed >= MAX_ABSORBED) return;
    const { incident } = kept;
    const isUntouched = incident.revision === 1 && incident.state === 'new' && incident.source !== 'by-hand';
    if (incident.id === id || !isUntouched || isLifeSafety(incident.category)) continue;
    const { key } = subject;
    if (key !== undefined) dropExplained(kept, { key, category: subject.category }, topology);
    mergeInto(store, { from: kept, into, settings }, { atMs: ctx.atMs, actor: 'centre', journalSeq: 0 });
    absorbed += 1;
  }
}
