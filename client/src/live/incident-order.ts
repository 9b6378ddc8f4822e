import type { IncidentRecord, Priority } from '@metropane/live-state';

/** The three groups of a queue, in the order in which they are worked. */
export type IncidentGroup = 'unacknowledged' | 'open' | 'closed';

export function incidentGroup(incident: IncidentRecord): IncidentGroup {
  if (incident.state === 'closed') return 'closed';
  return incident.state === 'new' ? 'unacknowledged' : 'open';
}

/** Most urgent first: priority, then unacknowledged, then the one that waits longest. */
export function byUrgency(a: IncidentRecord, b: IncidentRecord): number {
  return (
    a.priority - b.priority ||
    Number(a.state !== 'new') - Number(b.state !== 'new') ||
    a.openedAtMs - b.openedAtMs ||
    a.id.localeCompare(b.id)
  );
}

/** Not closed, most urgent first. */
export function openIncidents(incidents: Iterable<IncidentRecord>): IncidentRecord[] {
  return [...incidents].filter((incident) => incident.state !== 'closed').sort(byUrgency);
}

/** The queue of a desk: group after group; closed ones newest first. */
export function queueOrder(incidents: Iterable<IncidentRecord>): Record<IncidentGroup, IncidentRecord[]> {
  const queue: Record<IncidentGroup, IncidentRecord[]> = { unacknowledged: [], open: [], closed: [] };
  for (const incident of incidents) queue[incidentGroup(incident)].push(incident);
  queue.unacknowledged.sort(byUrgency);
  queue.open.sort(byUrgency);
  queue.closed.sort((a, b) => (b.closedAtMs ?? b.updatedAtMs) - (a.closedAtMs ?? a.updatedAtMs));
  return queue;
}

/** How many of each priority, `[P1, P2, P3, P4]`. */
export function countByPriority(incidents: Iterable<IncidentRecord>): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const incident of incidents) counts[(incident.priority - 1) as 0 | 1 | 2 | 3] += 1;
  return counts;
}

/** The P1 that holds the scene: not acknowledged, waiting longest. */
export function holdingIncident(incidents: Iterable<IncidentRecord>): IncidentRecord | null {
  let holding: IncidentRecord | null = null;
  for (const incident of incidents) {
    if (incident.priority !== (1 satisfies Priority) || incident.state !== 'new') continue;
    if (holding === null || incident.openedAtMs < holding.openedAtMs) holding = incident;
  }
  return holding;
}

/** Whether a life-threatening incident is open, and whether one of them calls. */
export function callingOf(incidents: Iterable<IncidentRecord>): 'none' | 'acknowledged' | 'unacknowledged' {
  const open = [...incidents].filter(({ priority, state }) => priority === 1 && state !== 'closed');
  if (open.length === 0) return 'none';
  return holdingIncident(open) === null ? 'acknowledged' : 'unacknowledged';
}
