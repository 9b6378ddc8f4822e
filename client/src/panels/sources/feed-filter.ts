import type { FeedRecord } from '@metropane/live-state';
import { feedEquation } from '../../live/feed-equation.ts';
import { searchKey } from '../../live/search-key.ts';

/** Which feeds a table shows: all, those that have gone quiet, those that are gone, those whose law does not hold. */
export type FeedFilter = 'all' | 'old' | 'gone' | 'off';
export const FEED_FILTERS: readonly FeedFilter[] = ['all', 'old', 'gone', 'off'];

export function passesFilter(feed: FeedRecord, filter: FeedFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'old':
      return feed.status === 'silent';
    case 'gone':
      return feed.status === 'down' || feed.status === 'faulted';
    case 'off':
      return feedEquation(feed).unexplained !== 0;
  }
}

/** Every word of the search in the id, the format or a reject code, without diacritics. */
export function matchesSearch(feed: FeedRecord, search: string): boolean {
  const key = searchKey([feed.id, feed.format, ...Object.keys(feed.rejected)].join(' '));
  return searchKey(search)
    .split(' ')
    .every((word) => key.includes(word));
}

/**
 * How far a feed's watermark may stand behind the clock before it is behind: the disorder it waits for and two of its periods, the
 * same rule by which it is silent. Null: it has no period, so nobody can say.
 */
export function lagBoundMs({ outOfOrdernessMs, periodMs }: FeedRecord): number | null {
  return outOfOrdernessMs === null || periodMs === null ? null : outOfOrdernessMs + 2 * periodMs;
}
