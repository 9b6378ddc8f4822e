import type { Report } from '@metropane/city';
import { assert } from '@metropane/base';
import type { Incident, IncidentTimelineItem } from './incident.ts';
import { toPriority } from './priority.ts';

/** What the fold knows beside the report. */
export interface ReportContext {
  /** Processing time of the report, epoch milliseconds. */
  atMs: number;
  journalSeq: number;
  /** Who told it, for the timeline. */
  actor: string;
  simulated: boolean;
  /** Administrative unit of the report's place, when it has one. */
  unit?: { code: string; name: string };
  /** Duty position that has the category. */
  position?: string;
}

/** An incident as it is after a change, and the entry that says so. */
export interface IncidentChange {
  incident: Incident;
  timelineItem: IncidentTimelineItem;
}

/** The id of the `number`-th incident: 6 digits, more when a city needs them. */
export function incidentId(number: number): string {
  assert(Number.isSafeInteger(number) && number > 0, 'incidents are counted from 1', { number });
  return `SC-${String(number).padStart(6, '0')}`;
}

/** The incident that a report opens. */
export function openIncident(report: Report, ctx: ReportContext & { id: string }): IncidentChange {
  const incident: Incident = {
    id: ctx.id,
    revision: 1,
    priority: toPriority(report.severity),
    state: 'new',
    category: report.category,
    title: report.title,
    source: report.source,
    reports: 1,
    openedAtMs: report.tMs,
    knownAtMs: ctx.atMs,
    updatedAtMs: ctx.atMs,
    simulated: ctx.simulated,
    ...(report.description === undefined ? {} : { description: report.description }),
    ...(report.loc === undefined ? {} : { loc: report.loc }),
    ...(report.entity === undefined ? {} : { entity: report.entity }),
    ...(ctx.unit === undefined ? {} : { unit: ctx.unit }),
    ...(ctx.position === undefined ? {} : { position: ctx.position }),
    ...(report.severity === undefined ? {} : { severity: report.severity }),
  };
  return { incident, timelineItem: { ...reportItem(report, ctx), kind: 'opened' } };
}

/**
 * The incident after one more report of the same thing. The words stay those of the first report; a more severe report raises the
 * priority, a milder one never lowers it; a place is taken from the first report that has one. `revision` stays: an operator who is
 * about to acknowledge must not be refused because a citizen called again.
 */
export function joinReport(incident: Incident, report: Report, ctx: ReportContext): IncidentChange {
  const priority = toPriority(report.severity);
  const isPlaced = incident.loc !== undefined;
  const joined: Incident = {
    ...incident,
    priority: priority < incident.priority ? priority : incident.priority,
    reports: incident.reports + 1,
    openedAtMs: Math.min(incident.openedAtMs, report.tMs),
    updatedAtMs: Math.max(incident.updatedAtMs, ctx.atMs),
    simulated: incident.simulated && ctx.simulated,
    ...(isPlaced || report.loc === undefined ? {} : { loc: report.loc }),
    ...(isPlaced || ctx.unit === undefined ? {} : { unit: ctx.unit }),
    ...(incident.entity !== undefined || report.entity === undefined ? {} : { entity: report.entity }),
  };
  return { incident: joined, timelineItem: { ...reportItem(report, ctx), kind: 'report' } };
}

function reportItem(report: Report, ctx: ReportContext): Omit<IncidentTimelineItem, 'kind'> {
  const { source, id, title } = report;
  return {
    atMs: ctx.atMs,
    actor: ctx.actor,
    text: title,
    journalSeq: ctx.journalSeq,
    report: { source, id },
  };
}
