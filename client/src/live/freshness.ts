/**
 * How old a figure may be, as one rule for every screen: live ≤ 1× its period, late ≤ 2×, stale > 2× (value kept, hatched),
 * dead > 5× (value hidden). Derived from the server's clock on every look, so a figure goes stale even when nothing is sent.
 * A figure without an event time is `none`, never `live`.
 */
export type Freshness = 'live' | 'late' | 'stale' | 'dead' | 'none';

export interface FreshnessInput {
  /** Event time, epoch milliseconds; null = nothing was ever measured. */
  eventTimeMs: number | null;
  /** Expected distance between two values, milliseconds, > 0. */
  periodMs: number;
  /** The server's clock, epoch milliseconds. */
  nowMs: number;
  /** A screen without a link never calls anything live. */
  linkLost?: boolean;
}

export function freshnessOf({ eventTimeMs, periodMs, nowMs, linkLost = false }: FreshnessInput): Freshness {
  if (eventTimeMs === null) return 'none';
  const periods = (nowMs - eventTimeMs) / periodMs;
  if (periods > 5) return 'dead';
  if (periods > 2) return 'stale';
  if (periods > 1 || linkLost) return 'late';
  return 'live';
}

/** Age as a part of the period, 0..1: how far the ring of the fresh mark is closed. Event times ahead of the clock count as 0. */
export function ringFraction(eventTimeMs: number, periodMs: number, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - eventTimeMs) / periodMs));
}
