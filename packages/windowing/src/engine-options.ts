import type { PaneSink } from './pane.ts';

/** What became of one value. A `conflict` is a duplicate whose id was seen with another value: count it as both. */
export type Outcome = 'counted' | 'duplicate' | 'conflict' | 'late';

/** Limits and the receiver of panes. `sink: null` costs nothing. */
export interface WindowEngineOptions {
  readonly sink: PaneSink | null;
  /** More series are refused with `series-limit`. Default 2,000,000. */
  readonly seriesLimit?: number;
  /** Room for identities; beyond it the oldest of a series go, counted in `dedupEvicted` [W13]. Default 4,000,000. */
  readonly dedupLimit?: number;
}

/** Figures of the whole engine. */
export interface WindowEngineCounters {
  readonly series: number;
  readonly seriesRefused: number;
  readonly sources: number;
  readonly openSlices: number;
  readonly dedupEntries: number;
  readonly dedupEvicted: number;
}

/** Bytes of all columns by what they hold, spare capacity included. */
export interface WindowEngineMemory {
  readonly series: number;
  readonly slices: number;
  readonly sources: number;
  readonly dedup: number;
  readonly total: number;
}
