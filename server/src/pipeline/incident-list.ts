import { isGivenTo } from '@metropane/incidents';
import type { IncidentRecord, Priority } from '@metropane/live-state';
import { searchText } from './list-entities.ts';

/** Which incidents; what is left out does not bound. */
export interface IncidentsWanted {
  state?: string;
  /** `open`: every state but `closed`. */
  phase?: 'open' | 'closed';
  /** Those alone that this agency was given. */
  agency?: string;
  priorities?: readonly Priority[];
  category?: string;
  /** Words of which each must be part of an id, a title or a place, in any case and without marks. */
  q?: string;
}

/** The last incident of the page before; incidents go from the newest known to the oldest. */
export interface IncidentCursor {
  knownAtMs: number;
  id: string;
}

export interface IncidentPage {
  items: IncidentRecord[];
  /** All that are wanted, on this page and on others. */
  total: number;
  next?: IncidentCursor;
}

/** Newest known first, of equal times by id, so that a page never shows an incident again or leaves one out. */
export function listIncidents(
  incidents: Iterable<IncidentRecord>,
  { wanted, limit, after }: { wanted: IncidentsWanted; limit: number; after?: IncidentCursor },
): IncidentPage {
  const isWanted = filterOf(wanted);
  const found = [...incidents].filter(isWanted).toSorted(newestFirst);
  const rest = after === undefined ? found : found.filter((incident) => newestFirst(after, incident) < 0);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const total = found.length;
  return rest.length > limit && last !== undefined
    ? { items, total, next: { knownAtMs: last.knownAtMs, id: last.id } }
    : { items, total };
}

function filterOf(wanted: IncidentsWanted): (incident: IncidentRecord) => boolean {
  const { state, phase, agency, priorities, category } = wanted;
  const words = searchText(wanted.q ?? '')
    .split(' ')
    .filter((word) => word !== '');
  return (incident) => {
    if (state !== undefined && incident.state !== state) return false;
    if (phase !== undefined && (incident.state === 'closed') !== (phase === 'closed')) return false;
    if (agency !== undefined && !isGivenTo(incident, agency)) return false;
    if (priorities !== undefined && !priorities.includes(incident.priority)) return false;
    if (category !== undefined && incident.category !== category) return false;
    return words.length === 0 || says(incident, words);
  };
}

function says({ id, title, unit, entity, source }: IncidentRecord, words: readonly string[]): boolean {
  const text = searchText([id, title, unit?.name, entity, source].join(' '));
  return words.every((word) => text.includes(word));
}

function newestFirst(a: IncidentCursor, b: IncidentCursor): number {
  return b.knownAtMs - a.knownAtMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
