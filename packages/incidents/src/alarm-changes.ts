import type { Alarm } from './alarms/alarm.ts';
import { acknowledged } from './change-of.ts';
import { withoutHold } from './held-calls.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Incident, IncidentTimelineItem } from './incident.ts';
import { calledPriority } from './kept-incident.ts';
import type { Kept, KeptAlarm } from './kept-incident.ts';
import { settledClocks } from './settings.ts';
import type { IncidentSettings } from './settings.ts';

/**
 * What becomes of an incident when one of its alarms changes. True when the alarm must be annunciated now: it joined silently and is
 * worse than all that called.
 */
export function noteAlarmChange(
  store: IncidentStore,
  settings: IncidentSettings,
  { alarm, atMs }: { alarm: Alarm; atMs: number },
): boolean {
  const kept = store.ofAlarm(alarm.id);
  const before = kept?.alarms.get(alarm.id);
  if (kept === undefined || before === undefined) return false;
  const isWorse = alarm.priority < before.priority && alarm.priority < calledPriority(kept);
  const { heldUntilMs } = before;
  // Somebody has seen what was about to call, or it cannot wait any longer.
  const isDue = heldUntilMs !== undefined && (isWorse || alarm.isAcknowledged);
  const isAnnunciated = before.isAnnunciated || isWorse || isDue;
  const now: KeptAlarm = {
    ...withoutHold(before),
    ...(heldUntilMs === undefined || isDue ? {} : { heldUntilMs }),
    priority: alarm.priority,
    isAnnunciated,
    isAcknowledged: alarm.isAcknowledged,
    isActive: alarm.isActive,
    isStanding: alarm.state !== 'normal',
  };
  if (isEqual(before, now)) return false;
  kept.alarms.set(alarm.id, now);
  const items = itemsOf(before, now, { alarm, atMs });
  const was = kept.incident;
  const heard = settledClocks(was, withPriority(was, now, atMs), settings);
  const after = isAnswered(kept, heard, alarm) ? answered(heard, alarm, atMs) : heard;
  store.update(kept, after, items);
  if (was.acknowledgedAtMs === undefined && after.acknowledgedAtMs !== undefined) {
    store.tell(kept, { kind: 'acknowledged', atMs, alarmId: alarm.id });
  }
  return isAnnunciated && !before.isAnnunciated;
}

function itemsOf(
  before: KeptAlarm,
  now: KeptAlarm,
  { alarm, atMs }: { alarm: Alarm; atMs: number },
): IncidentTimelineItem[] {
  const base = { atMs, text: now.title, journalSeq: 0, alarmId: now.id };
  const items: IncidentTimelineItem[] = [];
  if (now.priority !== before.priority) {
    const ends = { from: `P${before.priority}`, to: `P${now.priority}` };
    items.push({ ...base, kind: 'alarm-priority', actor: alarm.ruleId, ...ends });
  }
  if (now.isAcknowledged && !before.isAcknowledged) {
    items.push({ ...base, kind: 'alarm-acknowledged', actor: alarm.acknowledgedBy ?? alarm.ruleId });
  }
  if (before.isActive && !now.isActive) {
    items.push({ ...base, kind: 'alarm-returned', actor: alarm.ruleId });
  }
  return items;
}

function withPriority(incident: Incident, now: KeptAlarm, atMs: number): Incident {
  const links = incident.alarms?.map((link) =>
    link.alarmId === now.id ? { ...link, priority: now.priority, isAnnunciated: now.isAnnunciated } : link,
  );
  const isRaised = incident.state !== 'closed' && now.priority < incident.priority;
  return {
    ...incident,
    updatedAtMs: Math.max(incident.updatedAtMs, atMs),
    ...(isRaised ? { priority: now.priority } : {}),
    ...(links === undefined ? {} : { alarms: links }),
  };
}

/** Whoever has acknowledged everything that called for an incident without reports has acknowledged the incident. */
function isAnswered(kept: Kept, incident: Incident, alarm: Alarm): boolean {
  if (incident.state !== 'new' || incident.reports > 0 || alarm.acknowledgedBy === undefined) return false;
  let called = 0;
  for (const { isAnnunciated, isAcknowledged } of kept.alarms.values()) {
    if (!isAnnunciated) continue;
    if (!isAcknowledged) return false;
    called += 1;
  }
  return called > 0;
}

/** A change of status, so the revision is raised. */
function answered(incident: Incident, alarm: Alarm, atMs: number): Incident {
  const ctx = {
    atMs: alarm.acknowledgedAtMs ?? atMs,
    actor: alarm.acknowledgedBy ?? 'centre',
    journalSeq: 0,
  };
  return { ...acknowledged(incident, ctx), revision: incident.revision + 1 };
}

function isEqual(a: KeptAlarm, b: KeptAlarm): boolean {
  return (
    a.priority === b.priority &&
    a.isAnnunciated === b.isAnnunciated &&
    a.isAcknowledged === b.isAcknowledged &&
    a.isActive === b.isActive &&
    a.isStanding === b.isStanding
  );
}
