import type { AggregateSnapshot } from './aggregate-watermark.ts';
import type { SweeperSnapshot } from './series-sweeper.ts';
import type { WindowStateSnapshot } from './window-state.ts';

/** The state of a `WindowEngine`: plain objects, numbers and typed arrays only, so structured clone and `v8.serialize` can carry it. */
export interface EngineSnapshot {
  readonly version: 2;
  readonly sharedSources: readonly number[];
  readonly aggregates: AggregateSnapshot;
  readonly sweeper: SweeperSnapshot;
  readonly seriesRefused: number;
  readonly aggregatedAt: number;
  /** Series that wait for a late firing, in log order. */
  readonly revised: readonly number[];
  readonly state: WindowStateSnapshot;
}
