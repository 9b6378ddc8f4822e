import type { IncidentRecord, Priority } from '@metropane/live-state';

/** An incident that began while the chart's time passed. */
export interface IncidentMark {
  id: string;
  atMs: number;
  priority: Priority;
  title: string;
}

/** Incidents of the two most urgent priorities that were opened in a stretch of time; of many the most urgent and newest. */
export function incidentMarks(
  incidents: readonly Pick<IncidentRecord, 'id' | 'title' | 'priority' | 'openedAtMs'>[],
  { fromMs, toMs, most }: { fromMs: number; toMs: number; most: number },
): { marks: IncidentMark[]; hidden: number } {
  // The later of two of one id is that of the room, which is newer.
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const all = [...byId.values()]
    .filter(({ priority, openedAtMs }) => priority <= 2 && openedAtMs >= fromMs && openedAtMs < toMs)
    .sort((a, b) => a.priority - b.priority || b.openedAtMs - a.openedAtMs);
  const marks = all.slice(0, most).map(({ id, title, priority, openedAtMs }) => ({
    ...{ id, title, priority, atMs: openedAtMs },
  }));
  return { marks, hidden: all.length - marks.length };
}

/** Those that have room for their name: of two that began closer than `roomMs` the more urgent one, of equal ones the first in the list. */
export function namedMarks(marks: readonly IncidentMark[], roomMs: number): ReadonlySet<IncidentMark> {
  const named = new Set<IncidentMark>();
  for (const mark of marks.toSorted((a, b) => a.priority - b.priority)) {
    const isFree = [...named].every(({ atMs }) => Math.abs(atMs - mark.atMs) >= roomMs);
    if (isFree) named.add(mark);
  }
  return named;
}
