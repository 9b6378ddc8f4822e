import type { IncidentTimelineItem } from '../incident.ts';
import { logLine } from './incident-file.ts';
import type { DocumentOptions, IncidentFile, LogLine } from './incident-file.ts';
import { inLanguage } from './words.ts';

/** Activity log after ICS form 214: what one person did for this incident, with times. One log per person, from the history alone. */
export interface Ics214 {
  form: 'ICS-214';
  title: string;
  incidentId: string;
  incidentName: string;
  /** Whose log it is. */
  name: string;
  position: string | null;
  /** First and last entry. */
  fromMs: number;
  toMs: number;
  activities: LogLine[];
  preparedAtMs: number;
  preparedBy: string;
}

const TITLE = ['Nhật ký hoạt động (ICS 214)', 'Activity log (ICS 214)'] as const;
/** Written by sensors, feeds and time, and so by nobody. */
const NOBODYS: ReadonlySet<IncidentTimelineItem['kind']> = new Set([
  'report',
  'alarm',
  'alarm-returned',
  'alarm-priority',
  'breached',
  'escalated',
]);

/**
 * One log per person who acted, in the order of their first act; `person` picks one. `positions` says who held which post (from the
 * shift book); without it no post stands on the log.
 */
export function ics214(
  { incident, timeline }: IncidentFile,
  options: DocumentOptions & { person?: string; positions?: ReadonlyMap<string, string> },
): Ics214[] {
  const logs = new Map<string, LogLine[]>();
  for (const item of timeline) {
    if (!isActOfPerson(item) || (options.person !== undefined && options.person !== item.actor)) continue;
    const lines = logs.get(item.actor) ?? [];
    lines.push(logLine(item, options, incident.sop));
    logs.set(item.actor, lines);
  }
  return [...logs].map(([name, activities]) => ({
    form: 'ICS-214',
    title: inLanguage(TITLE, options.language),
    incidentId: incident.id,
    incidentName: incident.title,
    name,
    position: options.positions?.get(name) ?? null,
    fromMs: activities[0]?.atMs ?? 0,
    toMs: activities.at(-1)?.atMs ?? 0,
    activities,
    preparedAtMs: options.atMs,
    preparedBy: options.by,
  }));
}

/** Opened by a report or a rule is nobody's act; opened by hand is. */
function isActOfPerson({ kind, why, actor }: IncidentTimelineItem): boolean {
  if (NOBODYS.has(kind) || actor === 'centre') return false;
  return kind !== 'opened' || why?.kind === 'by-hand';
}
