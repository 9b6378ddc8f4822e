import type { IncidentRecord, Priority } from '@metropane/live-state';
import { searchKey } from '../../live/search-key.ts';
import { REGISTER_COLUMNS } from './register-sort.ts';
import type { RegisterSort } from './register-sort.ts';

export type RegisterPhase = 'open' | 'closed' | 'all';

/** Which incidents of the register are asked for. */
export interface RegisterWish {
  phase: RegisterPhase;
  priorities: ReadonlySet<Priority>;
  /** Of the registry of categories; empty: all. */
  category: string;
  search: string;
}

/** What stands in the address of the register: which incidents, and in which order. */
export interface RegisterAddress extends RegisterWish {
  /** Null: as the centre lists them, newest known first. */
  sort: RegisterSort | null;
}

const LONGEST_SEARCH = 100;

/** What the question of an address asks for; what is not understood bounds nothing. Without a word of it: everything that is open. */
export function registerWishIn(question: string): RegisterAddress {
  const query = new URLSearchParams(question);
  const phase = query.get('phase');
  const sort = query.get('sort') ?? '';
  const column = REGISTER_COLUMNS.find((each) => each === sort.replace(/^-/, ''));
  const asked = new Set((query.get('priority') ?? '').split(','));
  return {
    phase: phase === 'closed' || phase === 'all' ? phase : 'open',
    priorities: new Set(([1, 2, 3, 4] as const).filter((each) => asked.has(String(each)))),
    category: (query.get('category') ?? '').slice(0, LONGEST_SEARCH),
    search: (query.get('find') ?? '').slice(0, LONGEST_SEARCH),
    sort: column === undefined ? null : { column, isDown: sort.startsWith('-') },
  };
}

/** The question with this wish in it; all else that it says stays. */
export function withRegisterWish(question: string, wish: RegisterAddress): string {
  const query = new URLSearchParams(question);
  const { phase, priorities, category, search, sort } = wish;
  const said = {
    phase: phase === 'open' ? '' : phase,
    priority: [...priorities].sort((a, b) => a - b).join(','),
    category,
    find: search,
    sort: sort === null ? '' : `${sort.isDown ? '-' : ''}${sort.column}`,
  };
  for (const [name, text] of Object.entries(said)) {
    if (text === '') query.delete(name);
    else query.set(name, text);
  }
  return query.toString();
}

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
