import type { IncidentRecord, Priority } from '@metropane/live-state';
import { searchKey } from '../../live/search-key.ts';

export type RegisterPhase = 'open' | 'closed' | 'all';

/** Which incidents of the register are asked for. */
export interface RegisterWish {
  phase: RegisterPhase;
  priorities: ReadonlySet<Priority>;
  /** Of the registry of categories; empty: all. */
  category: string;
  search: string;
}

export const EVERYTHING_OPEN: RegisterWish = {
  phase: 'open',
  priorities: new Set(),
  category: '',
  search: '',
};

/** The question for a page of `limit` incidents after `cursor`. */
export function registerPath(
  wish: RegisterWish,
  { limit, cursor }: { limit: number; cursor: string | null },
): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (wish.phase !== 'all') query.set('phase', wish.phase);
  if (wish.priorities.size > 0) query.set('priority', [...wish.priorities].sort((a, b) => a - b).join(','));
  if (wish.category !== '') query.set('category', wish.category);
  if (wish.search.trim() !== '') query.set('q', wish.search.trim());
  if (cursor !== null) query.set('cursor', cursor);
  return `/incidents?${query}`;
}

/** Whether the centre would list the incident for this wish: the same rule, for what came in after it was asked. */
export function isWished(incident: IncidentRecord, wish: RegisterWish): boolean {
  const { phase, priorities, category } = wish;
  if (phase !== 'all' && (incident.state === 'closed') !== (phase === 'closed')) return false;
  if (priorities.size > 0 && !priorities.has(incident.priority)) return false;
  if (category !== '' && incident.category !== category) return false;
  const { id, title, unit, entity, source } = incident;
  const text = searchKey([id, title, unit?.name, entity, source].join(' '));
  return searchKey(wish.search)
    .split(' ')
    .every((word) => text.includes(word));
}
