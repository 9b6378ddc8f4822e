import { distanceM } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';

/** A past incident of the same kind near the same place. */
export interface SimilarIncident {
  incident: IncidentRecord;
  distanceM: number | null;
}

const WITHIN_M = 2_000;

/** Ended incidents of the same category in the same ward or within 2 km, nearest first; what has no place is compared by ward alone. */
export function similarPast(
  incident: IncidentRecord,
  others: readonly IncidentRecord[],
  most: number,
): SimilarIncident[] {
  return others
    .filter(
      ({ id, state, category }) => id !== incident.id && state === 'closed' && category === incident.category,
    )
    .map((other) => ({
      incident: other,
      distanceM:
        incident.loc === undefined || other.loc === undefined ? null : distanceM(incident.loc, other.loc),
    }))
    .filter(({ incident: other, distanceM: far }) => isNear(incident, other, far))
    .sort(
      (a, b) =>
        (a.distanceM ?? WITHIN_M) - (b.distanceM ?? WITHIN_M) ||
        b.incident.openedAtMs - a.incident.openedAtMs,
    )
    .slice(0, most);
}

function isNear(incident: IncidentRecord, other: IncidentRecord, far: number | null): boolean {
  if (far !== null && far <= WITHIN_M) return true;
  return incident.unit !== undefined && incident.unit.code === other.unit?.code;
}
