import { findOpen } from './assignments.ts';
import { changeOf } from './change-of.ts';
import type { AlarmLink } from './incident-parts.ts';
import type { IncidentStore } from './incident-store.ts';
import type { ActContext, Incident, IncidentAction, IncidentTimelineItem } from './incident.ts';
import type { Kept, KeptAlarm, KeptReport } from './kept-incident.ts';
import { settledClocks } from './settings.ts';
import type { IncidentSettings } from './settings.ts';

/** Two incidents, one of which gives to the other. */
export interface Giving {
  from: Kept;
  into: Kept;
  settings: IncidentSettings;
}

/**
 * `from` ends and lives on in `into`: reports, alarms, requests for help, files and the whole history go over; `from` keeps its own
 * history and a link. An act (journalled) raises the revision of both, since the one that goes on has other requests now; when the
 * centre itself draws effects to their cause, only the one that ends is raised.
 */
export function mergeInto(
  store: IncidentStore,
  giving: Giving,
  ctx: ActContext & { action?: IncidentAction },
): void {
  const { from, into, settings } = giving;
  const before = into.incident;
  const given = from.incident;
  const action: IncidentAction = ctx.action ?? {
    action: 'merge',
    expectedRevision: given.revision,
    target: before.id,
  };
  const ended = changeOf(given, action, { ...ctx, serviceLevels: settings.serviceLevels });
  into.timeline = mergedHistory(into.timeline, from, given.id);
  into.noted += from.noted;
  giveReports(store, giving, from.reports);
  giveAlarms(store, giving, [...from.alarms.values()]);
  for (const category of from.categories) into.categories.add(category);
  into.span = {
    firstMs: Math.min(into.span.firstMs, from.span.firstMs),
    lastMs: Math.max(into.span.lastMs, from.span.lastMs),
  };
  const united = unite(before, given, { ctx, keepLinks: store.limits.keepAlarmLinks });
  const raised = ctx.journalSeq > 0 ? { ...united, revision: before.revision + 1 } : united;
  const item: IncidentTimelineItem = {
    atMs: ctx.atMs,
    kind: 'merged-from',
    actor: ctx.actor,
    from: given.id,
    text: given.title,
    journalSeq: ctx.journalSeq,
  };
  store.update(into, settledClocks(before, raised, settings), [item]);
  const { alarms: _alarms, ...bare } = ended.incident;
  store.update(from, { ...bare, reports: 0, alarmsJoined: 0 }, [ended.timelineItem]);
  store.tell(from, { kind: 'merged', atMs: ctx.atMs, into: before.id });
}

/** These alarms of `from` are alarms of `into`; counts and links in the rows are the caller's. */
export function giveAlarms(store: IncidentStore, { from, into }: Giving, alarms: readonly KeptAlarm[]): void {
  for (const alarm of alarms) {
    from.alarms.delete(alarm.id);
    into.alarms.set(alarm.id, alarm);
    into.keys.add(alarm.key);
    into.categories.add(alarm.category);
    if (into.common.size === 0) into.common.add(alarm.key);
    store.ownAlarm(into, alarm.id);
    store.moved({ alarmId: alarm.id, incidentId: into.incident.id, isAnnunciated: alarm.isAnnunciated });
  }
  from.keys = new Set([...from.alarms.values()].map(({ key }) => key));
  if (from.keys.size === 0) from.common = new Set();
}

/** These reports of `from` are reports of `into`; counts in the rows are the caller's. */
export function giveReports(
  store: IncidentStore,
  { from, into }: Giving,
  reports: readonly KeptReport[],
): void {
  const given = new Set(reports);
  from.reports = from.reports.filter((report) => !given.has(report));
  into.reports.push(...given);
  for (const { category } of given) into.categories.add(category);
  store.ownReports(into, [...given]);
}

/** Links to alarms of both, oldest first, as many as are shown. */
export function joinedLinks(
  one: readonly AlarmLink[] | undefined,
  other: readonly AlarmLink[] | undefined,
  keepLinks: number,
): AlarmLink[] {
  return [...(one ?? []), ...(other ?? [])].sort((a, b) => a.atMs - b.atMs).slice(-keepLinks);
}

function unite(
  into: Incident,
  from: Incident,
  { ctx, keepLinks }: { ctx: ActContext; keepLinks: number },
): Incident {
  const link = { incidentId: from.id, kind: 'merged-from' as const, by: ctx.actor, atMs: ctx.atMs };
  const asked = (from.assignments ?? []).filter((each) => findOpen(into, each) === undefined);
  const loc = into.loc ?? from.loc;
  const unit = into.unit ?? from.unit;
  return {
    ...into,
    priority: from.priority < into.priority ? from.priority : into.priority,
    reports: into.reports + from.reports,
    alarmsJoined: (into.alarmsJoined ?? 0) + (from.alarmsJoined ?? 0),
    alarms: joinedLinks(into.alarms, from.alarms, keepLinks),
    openedAtMs: Math.min(into.openedAtMs, from.openedAtMs),
    updatedAtMs: Math.max(into.updatedAtMs, ctx.atMs),
    simulated: into.simulated && from.simulated,
    links: [...(into.links ?? []), link],
    ...(asked.length === 0 ? {} : { assignments: [...(into.assignments ?? []), ...asked] }),
    ...(from.attachments === undefined
      ? {}
      : { attachments: [...(into.attachments ?? []), ...from.attachments] }),
    ...(loc === undefined ? {} : { loc }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** Both histories in one, by time, each entry naming the incident in which it was written. */
function mergedHistory(
  timeline: readonly IncidentTimelineItem[],
  from: Kept,
  fromId: string,
): IncidentTimelineItem[] {
  const given = from.timeline.map((item) => ({ ...item, of: item.of ?? fromId }));
  return [...timeline, ...given].sort((a, b) => a.atMs - b.atMs);
}
