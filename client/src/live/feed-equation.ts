import type { FeedRecord } from '@metropane/live-state';

/** The parts of the conservation law of one feed, in readings, and what they do not explain. */
export interface FeedEquation {
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  rejected: number;
  /** `received - counted - duplicate - late - rejected`: 0 unless something was lost or counted twice. */
  unexplained: number;
}

export function feedEquation(feed: FeedRecord): FeedEquation {
  let rejected = 0;
  for (const count of Object.values(feed.rejected)) rejected += count ?? 0;
  const { received, counted, duplicate, late } = feed;
  return {
    received,
    counted,
    duplicate,
    late,
    rejected,
    unexplained: received - counted - duplicate - late - rejected,
  };
}

/** The sum over feeds: of a room whose every feed balances, it balances too. */
export function sumEquations(equations: readonly FeedEquation[]): FeedEquation {
  const sum: FeedEquation = { received: 0, counted: 0, duplicate: 0, late: 0, rejected: 0, unexplained: 0 };
  for (const part of equations) {
    for (const key of Object.keys(sum) as (keyof FeedEquation)[]) sum[key] += part[key];
  }
  return sum;
}

/** Feeds that need a look first: broken, then silent, then unexplained counts, then by id. */
export function feedsWorstFirst(feeds: Iterable<FeedRecord>): FeedRecord[] {
  return [...feeds].sort((a, b) => feedTrouble(b) - feedTrouble(a) || a.id.localeCompare(b.id));
}

export function isFeedUp(feed: FeedRecord): boolean {
  return feed.status === 'up';
}

function feedTrouble(feed: FeedRecord): number {
  const byStatus = { faulted: 5, down: 4, silent: 3, up: 0, never: 0 }[feed.status];
  return byStatus + (feedEquation(feed).unexplained === 0 ? 0 : 6);
}
