/**
 * What an operator wants to see of the queue, as it stands in the address: it is there again after a reload, on the way back and in a
 * saved view, and a desk that is opened without it shows everything.
 */
import { QUEUE_GROUPS } from './desk-queue.ts';
import type { QueueGroup } from './desk-queue.ts';

export interface QueueWish {
  /** As it was typed, for `parseFilter`. */
  readonly search: string;
  /** Only these groups; empty: all. */
  readonly groups: ReadonlySet<QueueGroup>;
  /** Only what the person at the desk has. */
  readonly isMine: boolean;
}

export const LONGEST_SEARCH = 200;

/** What the question of an address asks for; what is not understood bounds nothing. */
export function queueWishIn(question: string): QueueWish {
  const query = new URLSearchParams(question);
  const asked = new Set((query.get('groups') ?? '').split(','));
  return {
    search: (query.get('find') ?? '').slice(0, LONGEST_SEARCH),
    groups: new Set(QUEUE_GROUPS.filter((group) => asked.has(group))),
    isMine: query.get('mine') === '1',
  };
}

/** The question with this wish in it; all else that it says stays. */
export function withQueueWish(question: string, { search, groups, isMine }: QueueWish): string {
  const query = new URLSearchParams(question);
  const said = { find: search, groups: [...groups].join(','), mine: isMine ? '1' : '' };
  for (const [name, text] of Object.entries(said)) {
    if (text === '') query.delete(name);
    else query.set(name, text);
  }
  return query.toString();
}
