import { INCIDENT_STATES } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { placeOf } from '../../ui/incident-words.ts';

export const REGISTER_COLUMNS = [
  'priority',
  'id',
  'title',
  'place',
  'who',
  'state',
  'opened',
  'age',
] as const;
export type RegisterColumn = (typeof REGISTER_COLUMNS)[number];

export interface RegisterSort {
  readonly column: RegisterColumn;
  readonly isDown: boolean;
}

/** Pressed again and again: up, down, and as the centre lists them. */
export function nextSort(sort: RegisterSort | null, column: RegisterColumn): RegisterSort | null {
  if (sort?.column !== column) return { column, isDown: false };
  return sort.isDown ? null : { column, isDown: true };
}

type Key = number | string | undefined;

const KEYS: Record<RegisterColumn, (incident: IncidentRecord, nowMs: number) => Key> = {
  priority: ({ priority }) => priority,
  id: ({ id }) => id,
  title: ({ title }) => title,
  place: (incident) => placeOf(incident) ?? undefined,
  who: ({ claimedBy }) => claimedBy,
  state: ({ state }) => INCIDENT_STATES.indexOf(state),
  opened: ({ openedAtMs }) => openedAtMs,
  age: ({ openedAtMs, closedAtMs }, nowMs) => (closedAtMs ?? nowMs) - openedAtMs,
};

/** In the wished order; what has nothing in the column stands last either way, and equals stay as they were. */
export function sortedBy(
  incidents: readonly IncidentRecord[],
  { column, isDown }: RegisterSort,
  { nowMs, locale }: { nowMs: number; locale: string },
): IncidentRecord[] {
  const words = new Intl.Collator(locale, { numeric: true });
  const keyed = incidents.map((incident) => ({ incident, key: KEYS[column](incident, nowMs) }));
  const compare = (a: Key, b: Key): number => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const order =
      typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));
    return isDown ? -order : order;
  };
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ incident }) => incident);
}
