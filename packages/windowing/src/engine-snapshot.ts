import type { AccumulatorsSnapshot } from './accumulators.ts';
import type { AggregateState } from './aggregate-watermark.ts';
import type { IdentityMemorySnapshot } from './identity-memory.ts';
import type { SeriesSnapshot } from './series-table.ts';
import type { SlicePoolSnapshot } from './slice-pool.ts';
import type { SourceSnapshot } from './source-table.ts';

/** The state of a `WindowEngine`: plain objects, numbers and typed arrays only, so structured clone and `v8.serialize` can carry it. */
export interface EngineSnapshot {
  readonly version: 1;
  readonly sharedSources: readonly number[];
  readonly aggregates: readonly AggregateState[];
  readonly seriesRefused: number;
  readonly aggregatedAt: number;
  /** Series that wait for a late firing, in log order. */
  readonly revised: readonly number[];
  readonly sources: SourceSnapshot;
  readonly series: SeriesSnapshot;
  readonly slices: SlicePoolSnapshot;
  readonly accumulators: AccumulatorsSnapshot;
  readonly identities: IdentityMemorySnapshot;
}
