import { Accumulators } from './accumulators.ts';
import type { AccumulatorsSnapshot } from './accumulators.ts';
import { IdentityMemory } from './identity-memory.ts';
import type { IdentityMemorySnapshot } from './identity-memory.ts';
import type { WindowEngineMemory } from './engine-options.ts';
import type { WindowTables } from './pane-reader.ts';
import { makeObservation } from './observation.ts';
import { SeriesTable } from './series-table.ts';
import type { SeriesSnapshot } from './series-table.ts';
import { SketchPool } from './sketch-pool.ts';
import type { SketchPoolSnapshot } from './sketch-pool.ts';
import { SlicePool } from './slice-pool.ts';
import type { SlicePoolSnapshot } from './slice-pool.ts';
import { SourceTable } from './source-table.ts';
import type { SourceSnapshot } from './source-table.ts';

/** What a checkpoint keeps of the columns. */
export interface WindowStateSnapshot {
  readonly sources: SourceSnapshot;
  readonly series: SeriesSnapshot;
  readonly slices: SlicePoolSnapshot;
  readonly accumulators: AccumulatorsSnapshot;
  readonly identities: IdentityMemorySnapshot;
  readonly sketches: SketchPoolSnapshot;
}

/** How much there may be. */
export interface StateLimits {
  readonly series: number;
  readonly identities: number;
  readonly sketchEntries: number;
}

/** All columns of an engine, and what concerns several of them: a series that comes or goes. */
export class WindowState implements WindowTables {
  /** The observation that is being taken. */
  readonly event = makeObservation();
  readonly sources: SourceTable;
  readonly series: SeriesTable;
  readonly slices: SlicePool;
  readonly accumulators: Accumulators;
  readonly identities: IdentityMemory;
  readonly sketches: SketchPool;
  readonly seriesLimit: number;

  constructor(limits: StateLimits, findsDue: boolean) {
    this.seriesLimit = limits.series;
    this.sources = new SourceTable(this.event, limits.series, findsDue);
    this.series = new SeriesTable(limits.series);
    this.sketches = new SketchPool(limits.sketchEntries);
    this.slices = new SlicePool(this.sketches, limits.series);
    this.accumulators = new Accumulators(this.sketches, limits.series);
    this.identities = new IdentityMemory(limits.identities, limits.series);
  }

  addSeries(source: number): number {
    const series = this.series.add(source);
    this.accumulators.addSeries(series);
    this.identities.addSeries(series);
    const previous = this.sources.appendSeries(source, series + 1);
    if (previous !== 0) this.series.setNextOfSource(previous - 1, series + 1);
    return series;
  }

  keepQuantiles(series: number): void {
    this.series.setKeepsQuantiles(series);
    this.accumulators.keepQuantiles();
  }

  /** Frees what a series holds and its number; its slices are closed and its identities released. */
  removeSeries(series: number): void {
    const { series: table, slices, accumulators, sources } = this;
    const newest = table.newest(series);
    for (let slice = table.oldest(series); slice !== 0;) {
      const next = slices.removeOldest(slice);
      slice = slice === newest ? 0 : next;
    }
    accumulators.clear(series);
    const previous = table.previousOfSource(series);
    const next = table.nextOfSource(series);
    sources.removeSeries(table.source(series), previous, next);
    if (previous !== 0) table.setNextOfSource(previous - 1, next);
    else if (next !== 0) table.clearPreviousOfSource(next - 1);
    table.remove(series);
  }

  /** Bytes of all columns by what they hold, without room that is only reserved. */
  memoryBytes(): WindowEngineMemory {
    const { count } = this.series;
    const series = this.series.memoryBytes() + this.accumulators.memoryBytes(count);
    const slices = this.slices.memoryBytes();
    const sources = this.sources.memoryBytes();
    const dedup = this.identities.memoryBytes(count);
    const quantiles = this.sketches.memoryBytes();
    const total = series + slices + sources + dedup + quantiles;
    return { series, slices, sources, dedup, quantiles, total };
  }

  snapshot(): WindowStateSnapshot {
    const { count } = this.series;
    return {
      sources: this.sources.snapshot(),
      series: this.series.snapshot(),
      slices: this.slices.snapshot(),
      accumulators: this.accumulators.snapshot(count),
      identities: this.identities.snapshot(count),
      sketches: this.sketches.snapshot(),
    };
  }

  /** Replaces the content of this (fresh) state. */
  load(snapshot: WindowStateSnapshot): void {
    this.sources.load(snapshot.sources);
    this.series.load(snapshot.series);
    this.sketches.load(snapshot.sketches);
    this.slices.load(snapshot.slices);
    this.accumulators.load(snapshot.accumulators);
    this.identities.load(snapshot.identities);
  }
}
