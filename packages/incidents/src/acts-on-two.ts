import { assert, ok } from '@metropane/base';
import type { Ok } from '@metropane/base';
import { illegal } from './apply-action.ts';
import type { ActionRefusal } from './apply-action.ts';
import { changeOf } from './change-of.ts';
import type { IncidentStore } from './incident-store.ts';
import type { ActContext, Incident, IncidentAction, IncidentTimelineItem } from './incident.ts';
import { freshKept } from './kept-incident.ts';
import type { Kept, KeptAlarm, KeptReport } from './kept-incident.ts';
import { giveAlarms, giveReports, joinedLinks, mergeInto } from './move-between.ts';
import { toPriority } from './priority.ts';
import type { IncidentChange } from './report-to-incident.ts';
import { begin, settledClocks } from './settings.ts';
import type { IncidentSettings } from './settings.ts';

/** An act that was read, on an incident that is kept. */
export interface ActOnTwo {
  kept: Kept;
  action: IncidentAction;
  ctx: ActContext;
  settings: IncidentSettings;
}

/** What the acting incident will be like, or why not. Changes nothing. */
export function decideOnTwo(store: IncidentStore, act: ActOnTwo): Ok<IncidentChange> | ActionRefusal {
  const { kept, action, ctx, settings } = act;
  const why = action.action === 'split' ? splitRefusal(act) : targetRefusal(store, act);
  if (why !== undefined) return illegal(kept.incident, why);
  const said: IncidentAction = action.action === 'split' ? { ...action, target: store.nextId() } : action;
  const change = changeOf(kept.incident, said, { ...ctx, serviceLevels: settings.serviceLevels });
  if (action.action === 'merge') {
    const { alarms: _alarms, ...bare } = change.incident;
    return ok({ ...change, incident: { ...bare, reports: 0, alarmsJoined: 0 } });
  }
  if (action.action === 'split') return ok({ ...change, incident: without(change.incident, chosenOf(act)) });
  if (action.action !== 'move-alarm') return ok(change);
  const alarm = kept.alarms.get(action.alarmId!)!;
  return ok({ ...change, incident: without(change.incident, { alarms: [alarm], reports: [] }) });
}

/** Does what `decideOnTwo` found possible. */
export function doOnTwo(store: IncidentStore, act: ActOnTwo, change: IncidentChange): void {
  const { kept, action, ctx, settings } = act;
  switch (action.action) {
    case 'merge': {
      const into = store.keptOf(action.target!);
      mergeInto(store, { from: kept, into, settings }, { ...ctx, action });
      return;
    }
    case 'link':
      store.update(kept, change.incident, [change.timelineItem]);
      if (action.kind === 'related') linkBack(store, act);
      return;
    case 'move-alarm':
      moveAlarm(store, act, change);
      return;
    default:
      assert(action.action === 'split', 'every act on two incidents is done here', {
        action: action.action,
      });
      split(store, act, change);
  }
}

function targetRefusal(store: IncidentStore, { kept, action }: ActOnTwo): string | undefined {
  const { id } = kept.incident;
  const target = action.target === undefined ? undefined : store.get(action.target);
  if (target === undefined) return `there is no incident ${action.target}`;
  if (target === kept) return `${id} is itself`;
  if (action.action === 'link') return undefined;
  if (target.incident.state === 'closed') return `${action.target} is closed`;
  if (action.action === 'merge') return undefined;
  return kept.alarms.has(action.alarmId ?? '') ? undefined : `${action.alarmId} is no alarm of ${id}`;
}

function splitRefusal(act: ActOnTwo): string | undefined {
  const { kept, action } = act;
  const chosen = chosenOf(act);
  const asked = (action.alarms?.length ?? 0) + (action.reports?.length ?? 0);
  const found = chosen.alarms.length + chosen.reports.length;
  if (found < asked) return `not all that was chosen belongs to ${kept.incident.id}`;
  const isAll = found === kept.alarms.size + kept.reports.length;
  return isAll ? `nothing would be left in ${kept.incident.id}` : undefined;
}

interface Chosen {
  alarms: KeptAlarm[];
  reports: KeptReport[];
}

/** What a split names, each once. */
function chosenOf({ kept, action }: ActOnTwo): Chosen {
  const alarmIds = new Set(action.alarms ?? []);
  const reportIds = new Set(
    (action.reports ?? []).map(({ source, id }) => `${source.length}:${source}${id}`),
  );
  return {
    alarms: [...kept.alarms.values()].filter(({ id }) => alarmIds.has(id)),
    reports: kept.reports.filter(({ source, id }) => reportIds.has(`${source.length}:${source}${id}`)),
  };
}

function without(incident: Incident, { alarms, reports }: Chosen): Incident {
  const gone = new Set(alarms.map(({ id }) => id));
  return {
    ...incident,
    reports: incident.reports - reports.length,
    ...(incident.alarms === undefined
      ? {}
      : {
          alarms: incident.alarms.filter(({ alarmId }) => !gone.has(alarmId)),
          alarmsJoined: Math.max(0, (incident.alarmsJoined ?? 0) - alarms.length),
        }),
  };
}

function linkBack(store: IncidentStore, { kept, action, ctx }: ActOnTwo): void {
  const other = store.keptOf(action.target!);
  const { id } = kept.incident;
  const link = { incidentId: id, kind: 'related' as const, by: ctx.actor, atMs: ctx.atMs };
  const item: IncidentTimelineItem = { ...entryOf('linked', ctx), from: 'related', to: id };
  const links = [...(other.incident.links ?? []), link];
  store.update(other, { ...other.incident, links }, [item]);
}

function moveAlarm(
  store: IncidentStore,
  { kept, action, ctx, settings }: ActOnTwo,
  change: IncidentChange,
): void {
  const into = store.keptOf(action.target!);
  const alarm = kept.alarms.get(action.alarmId!)!;
  const link = kept.incident.alarms?.find(({ alarmId }) => alarmId === alarm.id);
  const why = { kind: 'by-hand' as const };
  giveAlarms(store, { from: kept, into, settings }, [alarm]);
  spanFrom(into, { alarms: [alarm], reports: [] });
  const before = into.incident;
  const links = link === undefined ? [] : [{ ...link, why, atMs: ctx.atMs }];
  const after: Incident = {
    ...before,
    priority: alarm.priority < before.priority ? alarm.priority : before.priority,
    openedAtMs: Math.min(before.openedAtMs, alarm.onsetMs),
    updatedAtMs: Math.max(before.updatedAtMs, ctx.atMs),
    alarms: joinedLinks(before.alarms, links, store.limits.keepAlarmLinks),
    alarmsJoined: (before.alarmsJoined ?? 0) + 1,
  };
  const item = {
    ...entryOf('alarm', ctx),
    alarmId: alarm.id,
    text: alarm.title,
    from: kept.incident.id,
    why,
  };
  store.update(into, settledClocks(before, after, settings), [item]);
  store.update(kept, change.incident, [change.timelineItem]);
}

/** What was chosen becomes an incident of its own; its clocks run from now, since it was somebody's all the time. */
function split(store: IncidentStore, act: ActOnTwo, change: IncidentChange): void {
  const { kept, action, ctx, settings } = act;
  const chosen = chosenOf(act);
  const id = store.nextId();
  const old = change.incident;
  const gone = new Set(chosen.alarms.map(({ id: alarmId }) => alarmId));
  const links = (kept.incident.alarms ?? []).filter(({ alarmId }) => gone.has(alarmId));
  const first: IncidentTimelineItem = {
    ...entryOf('split-from', ctx),
    from: old.id,
    text: action.title ?? old.title,
  };
  const incident = begin(
    { ...partOf(old, chosen, { id, ctx, title: action.title }), alarms: links, alarmsJoined: gone.size },
    settings,
  );
  const made = freshKept(incident, first);
  made.timeline.push(
    ...kept.timeline.filter((item) => isAbout(item, chosen)).map((item) => ({ ...item, of: old.id })),
  );
  made.timeline.sort((a, b) => a.atMs - b.atMs);
  store.add(made);
  giveAlarms(store, { from: kept, into: made, settings }, chosen.alarms);
  giveReports(store, { from: kept, into: made, settings }, chosen.reports);
  spanFrom(made, chosen);
  const link = { incidentId: id, kind: 'split-into' as const, by: ctx.actor, atMs: ctx.atMs };
  kept.categories = new Set([
    old.category,
    ...[...kept.alarms.values()].map(({ category }) => category),
    ...kept.reports.map(({ category }) => category),
  ]);
  store.update(made, incident);
  store.update(kept, { ...old, links: [...(old.links ?? []), link] }, [change.timelineItem]);
  store.tell(made, { kind: 'opened', atMs: ctx.atMs });
}

function partOf(
  old: Incident,
  { alarms, reports }: Chosen,
  { id, ctx, title }: { id: string; ctx: ActContext; title: string | undefined },
): Incident {
  const head = alarms[0] ?? reports[0];
  assert(head !== undefined, 'a split chooses something', { id });
  const loc = alarms.find((each) => each.loc !== undefined)?.loc ?? reports.find((each) => each.loc)?.loc;
  const priorities = [
    ...alarms.map(({ priority }) => priority),
    ...reports.map(({ severity }) => toPriority(severity)),
  ];
  const times = [...alarms.map(({ onsetMs }) => onsetMs), ...reports.map(({ tMs }) => tMs)];
  const from = { incidentId: old.id, kind: 'split-from' as const, by: ctx.actor, atMs: ctx.atMs };
  return {
    id,
    revision: 1,
    priority: priorities.reduce((least, each) => (each < least ? each : least)),
    state: 'new',
    category: head.category,
    title: title ?? head.title,
    source: old.source,
    reports: reports.length,
    openedAtMs: times.reduce((least, each) => Math.min(least, each)),
    knownAtMs: ctx.atMs,
    updatedAtMs: ctx.atMs,
    simulated: old.simulated,
    links: [from],
    ...(loc === undefined ? {} : { loc }),
    ...(old.unit === undefined ? {} : { unit: old.unit }),
    ...(old.position === undefined ? {} : { position: old.position }),
  };
}

function spanFrom(kept: Kept, { alarms, reports }: Chosen): void {
  const times = [...alarms.map(({ onsetMs }) => onsetMs), ...reports.map(({ tMs }) => tMs)];
  const { firstMs, lastMs } = kept.span;
  kept.span = { firstMs: Math.min(firstMs, ...times), lastMs: Math.max(lastMs, ...times) };
}

function isAbout({ alarmId, report }: IncidentTimelineItem, { alarms, reports }: Chosen): boolean {
  if (alarmId !== undefined) return alarms.some(({ id }) => id === alarmId);
  return (
    report !== undefined && reports.some(({ source, id }) => source === report.source && id === report.id)
  );
}

function entryOf(kind: IncidentTimelineItem['kind'], ctx: ActContext): IncidentTimelineItem {
  return { atMs: ctx.atMs, kind, actor: ctx.actor, journalSeq: ctx.journalSeq };
}
