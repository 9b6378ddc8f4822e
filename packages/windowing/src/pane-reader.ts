import type { Accumulated, Accumulators } from './accumulators.ts';
import { makeMutablePane } from './pane.ts';
import type { MutablePane, Pane } from './pane.ts';
import { QuantileReader } from './quantile-reader.ts';
import type { SeriesTable } from './series-table.ts';
import type { SketchPool } from './sketch-pool.ts';
import type { SlicePool } from './slice-pool.ts';
import type { SourceTable } from './source-table.ts';
import { BLOCK_SIZE, FIRST, FIRST_T, LAST, LAST_T, MAX, MIN, sumOfBlock } from './statistics-block.ts';
import { HOPPING_SLICES, HOPPING_WINDOW, SLICE_MS, SLICES_BY_LEVEL, WINDOW_NAMES } from './window-length.ts';

/** The tables that together are the state of the windows. */
export interface WindowTables {
  readonly sources: SourceTable;
  readonly series: SeriesTable;
  readonly slices: SlicePool;
  readonly accumulators: Accumulators;
  readonly sketches: SketchPool;
}

/**
 * Reads the live value of windows: the accumulator's closed slices merged with the open ones, always from scratch and never
 * subtracting, so that reading changes nothing. One pane object is filled again and again.
 *   reader.start(series, level, afterEndMs); while (reader.next()) use(reader.pane);
 */
export class PaneReader {
  readonly #tables: WindowTables;
  readonly #pane: MutablePane = makeMutablePane();
  readonly #quantiles: QuantileReader;
  readonly #value: Accumulated = { block: new Float64Array(BLOCK_SIZE), n: 0, revision: 0, quantiles: null };
  #series = 0;
  #level = 0;
  #slice = 0;
  #isClosedPartNext = false;
  #afterEndMs = -Infinity;
  /** Whether the pane read last holds an event that no firing has shown yet. */
  isDirty = false;

  constructor(tables: WindowTables) {
    this.#tables = tables;
    this.#quantiles = new QuantileReader(tables.sketches);
  }

  /** The pane read last; overwritten by the next read. */
  get pane(): Pane {
    return this.#pane;
  }

  /** Begins a walk over the windows of one length that hold events and end after `afterEndMs`, oldest first. */
  start(series: number, level: number, afterEndMs: number): void {
    this.#series = series;
    this.#level = level;
    this.#afterEndMs = afterEndMs;
    this.#slice = this.#tables.series.firstOpen(series);
    // Closed PT10S windows are final: no walk needs them.
    this.#isClosedPartNext = level > 0 && this.#tables.accumulators.isUsed(series);
  }

  /** Reads the next window into `pane`; false at the end. */
  next(): boolean {
    const { accumulators, slices } = this.#tables;
    if (this.#isClosedPartNext) {
      this.#isClosedPartNext = false;
      const window = accumulators.closedWindow(this.#series, this.#level);
      if (this.#endsAfter(window)) return this.#readWindow(window);
    }
    while (this.#slice !== 0) {
      const window = this.#windowOf(this.#slice);
      if (this.#endsAfter(window)) return this.#readWindow(window);
      this.#slice = slices.next(this.#slice);
    }
    return false;
  }

  /** Reads the newest window of one length that ever held an event, open or final; false when there is none. */
  readLatest(series: number, level: number): boolean {
    const { series: table, slices } = this.#tables;
    const newest = table.newest(series);
    if (newest === 0) return false;
    this.start(series, level, -Infinity);
    const window = this.#windowOf(newest);
    if (level === 0) this.#slice = newest;
    else if (this.#slice !== 0) {
      let slice = newest;
      while (slice !== this.#slice && this.#windowOf(slices.previous(slice)) === window)
        slice = slices.previous(slice);
      this.#slice = slice;
    }
    return this.#readWindow(window);
  }

  /** Reads the closed part of the window in which the newest closed slice lies: the whole window once it is final. */
  readClosed(series: number, level: number): void {
    this.#series = series;
    this.#level = level;
    this.#slice = 0;
    this.#readWindow(this.#tables.accumulators.closedWindow(series, level));
  }

  /** Reads one slice as its PT10S window. */
  readSlice(series: number, slice: number): void {
    this.#series = series;
    this.#level = 0;
    this.#slice = slice;
    this.#readWindow(this.#tables.slices.index(slice));
  }

  /** Reads the hopping window of the 30 slices before slice number `endIndex`; false when no event lies in it. */
  readHopping(series: number, endIndex: number): boolean {
    const { series: table, slices } = this.#tables;
    this.#series = series;
    this.#clear();
    for (let slice = table.oldest(series); slice !== 0; slice = slices.next(slice)) {
      const index = slices.index(slice);
      if (index < endIndex - HOPPING_SLICES) continue;
      if (index >= endIndex) break;
      this.#mergeSlice(slice, 0);
    }
    if (this.#value.n === 0) return false;
    this.#pane.window = HOPPING_WINDOW;
    this.#fill((endIndex - HOPPING_SLICES) * SLICE_MS, endIndex * SLICE_MS);
    return true;
  }

  #windowOf(slice: number): number {
    return Math.floor(this.#tables.slices.index(slice) / SLICES_BY_LEVEL[this.#level]!);
  }

  #endsAfter(window: number): boolean {
    return (window + 1) * SLICES_BY_LEVEL[this.#level]! * SLICE_MS > this.#afterEndMs;
  }

  /** Merges the closed part of the window and the slices from `#slice` on that lie in it. */
  #readWindow(window: number): true {
    const { accumulators, slices } = this.#tables;
    const level = this.#level;
    this.#clear();
    if (level > 0) accumulators.readInto(this.#value, { series: this.#series, level, window });
    while (this.#slice !== 0 && this.#windowOf(this.#slice) === window) {
      this.#mergeSlice(this.#slice, level);
      this.#slice = slices.next(this.#slice);
    }
    const lengthMs = SLICES_BY_LEVEL[level]! * SLICE_MS;
    this.#pane.window = WINDOW_NAMES[level]!;
    this.#fill(window * lengthMs, (window + 1) * lengthMs);
    return true;
  }

  #clear(): void {
    this.#value.n = 0;
    this.#value.revision = 0;
    this.#value.quantiles = null;
    this.isDirty = false;
    if (!this.#tables.series.keepsQuantiles(this.#series)) return;
    this.#quantiles.reset();
    this.#value.quantiles = this.#quantiles;
  }

  #mergeSlice(slice: number, level: number): void {
    const { slices } = this.#tables;
    slices.mergeInto(slice, this.#value.block, 0, this.#value.n === 0);
    this.#value.n += slices.n(slice);
    this.#value.revision += slices.revision(slice, level);
    if (this.#value.quantiles !== null) slices.readSketch(slice, this.#quantiles);
    if (slices.isDirty(slice)) this.isDirty = true;
  }

  #fill(startMs: number, endMs: number): void {
    const { sources, series } = this.#tables;
    const source = series.source(this.#series);
    const watermarkMs = sources.readMs(source);
    const { block, n, revision, quantiles } = this.#value;
    const pane = this.#pane;
    pane.series = this.#series;
    pane.startMs = startMs;
    pane.endMs = endMs;
    pane.n = n;
    pane.sum = sumOfBlock(block, 0);
    pane.mean = pane.sum / n;
    pane.min = block[MIN]!;
    pane.max = block[MAX]!;
    pane.first = block[FIRST]!;
    pane.firstMs = block[FIRST_T]!;
    pane.last = block[LAST]!;
    pane.lastMs = block[LAST_T]!;
    pane.p50 = quantiles === null ? null : quantiles.quantile(0.5, pane);
    pane.p95 = quantiles === null ? null : quantiles.quantile(0.95, pane);
    pane.revision = revision;
    pane.watermarkMs = watermarkMs;
    pane.isFinal = endMs + sources.allowedLatenessMs(source) <= watermarkMs;
    if (endMs > watermarkMs) pane.timing = 'early';
    else pane.timing = revision === 0 ? 'on-time' : 'late';
  }
}
