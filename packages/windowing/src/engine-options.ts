import type { PaneSink } from './pane.ts';
import type { EvictionPolicy } from './series-sweeper.ts';

/** What became of one value. A `conflict` is a duplicate whose id was seen with another value: count it as both. */
export type Outcome = 'counted' | 'duplicate' | 'conflict' | 'late';

/** Limits and the receiver of panes. */
export interface WindowEngineOptions {
  /**
   * Takes panes as they fire; null = nobody does, and panes are only read. With a sink all windows of a source fire and close when
   * its watermark passes their end, so a source with a million series makes pauses; without one there are none.
   */
  readonly sink: PaneSink | null;
  /** More series are refused with `series-limit`. Default 2,000,000. */
  readonly seriesLimit?: number;
  /** Room for identities; beyond it the oldest of a series go, counted in `dedupEvicted` [W13]. Default 8,000,000. */
  readonly dedupLimit?: number;
  /** Room for live quantiles, in buckets of 4 bytes [W25]. Default 32 million. */
  readonly quantileLimit?: number;
  /** When silent series give their place back [W26]. Default 30 days, 1 hour while three quarters of all places are taken. */
  readonly eviction?: EvictionPolicy;
  /** Told of each evicted series, inside `tick`: its number means nothing any more and may be given to another series. */
  readonly onEvicted?: (series: number) => void;
}

/** Figures of the whole engine. */
export interface WindowEngineCounters {
  readonly series: number;
  readonly seriesRefused: number;
  readonly seriesEvicted: number;
  readonly sources: number;
  readonly openSlices: number;
  readonly dedupEntries: number;
  readonly dedupEvicted: number;
  /** Sketches given up for want of room: their panes have no quantiles. */
  readonly quantilesLost: number;
}

/** Bytes of all columns by what they hold, spare room included as far as it was ever written. */
export interface WindowEngineMemory {
  readonly series: number;
  readonly slices: number;
  readonly sources: number;
  readonly dedup: number;
  readonly quantiles: number;
  readonly total: number;
}
