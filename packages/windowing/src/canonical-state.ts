import { CanonicalWriter } from '@metropane/base';
import type { Hash128 } from '@metropane/base';
import { Accumulators } from './accumulators.ts';
import { LOST, SketchPool } from './sketch-pool.ts';
import { firstToKeep } from './slice-closer.ts';
import type { SourceTable } from './source-table.ts';
import { BLOCK_SIZE, LAST, LAST_T } from './statistics-block.ts';
import { LEVELS, SLICE_MS } from './window-length.ts';
import type { WindowState } from './window-state.ts';

const HOPPING = 1;
const QUANTILES = 2;

/**
 * The state as one hash per key, so that two folds of one log can be compared [W19]. Hashed is what can still be observed; not
 * hashed are numbers given by the engine, free lists, expired identities, which representation a slice happens to have, and whether
 * a slice that may close has been closed already: it is hashed as if it had.
 * About 2 µs per series with a quarter of an hour of readings: for checkpoints, not for ticks.
 */
export class CanonicalState {
  readonly #state: WindowState;
  readonly #writer = new CanonicalWriter();
  readonly #block = new Float64Array(BLOCK_SIZE);
  readonly #sketches = new SketchPool(2 ** 20);
  /** The accumulators of one series, after everything that may close has closed. */
  readonly #closed = new Accumulators(this.#sketches, 1);
  #closeBeforeMs = -Infinity;

  constructor(state: WindowState) {
    this.#state = state;
  }

  forEachSeries(visit: (series: number, source: number, hash: Hash128) => void): void {
    const { series: table } = this.#state;
    for (let series = 0; series < table.count; series++) {
      if (table.isLive(series)) visit(series, table.source(series), this.#hashOf(series));
    }
  }

  #hashOf(series: number): Hash128 {
    const { series: table, sources, identities } = this.#state;
    const writer = this.#writer.reset();
    const kept = (table.isHopping(series) ? HOPPING : 0) | (table.keepsQuantiles(series) ? QUANTILES : 0);
    writer.u32(kept).bool(table.isDirty(series));
    // Log order is part of the state: it decides who goes first at the limit.
    let count = 0;
    identities.forEach(series, sources.horizonStartMs(table.source(series)), (key) => {
      writer.f64(key.tMs).u32(key.hi).u32(key.lo).u32(key.check);
      count++;
    });
    writer.u32(count);
    const firstOpen = this.#closeDue(series);
    this.#closed.forEachNumber(0, (value) => writer.f64(value));
    if (table.keepsQuantiles(series)) {
      for (let level = 1; level < LEVELS; level++)
        this.#writeSketch(this.#sketches, this.#closed.sketchOf(0, level));
    }
    this.#writeSlices(series, firstOpen);
    return writer.hash();
  }

  /** Closes, in a copy, what may close; returns the first slice that stays open. */
  #closeDue(series: number): number {
    const { series: table, slices, sources, accumulators } = this.#state;
    const source = table.source(series);
    this.#closeBeforeMs = sources.watermarkMs(source) - sources.allowedLatenessMs(source);
    const closeBeforeMs = this.#closeBeforeMs;
    this.#closed.copyFrom(accumulators, series);
    let slice = table.firstOpen(series);
    while (slice !== 0 && (slices.index(slice) + 1) * SLICE_MS <= closeBeforeMs) {
      this.#closed.addSlice(0, slices, slice);
      if (table.keepsQuantiles(series)) this.#closed.addSketch(0, slices, slice);
      slice = slices.next(slice);
    }
    return slice;
  }

  #writeSlices(series: number, firstOpen: number): void {
    const { series: table, slices } = this.#state;
    const keepsQuantiles = table.keepsQuantiles(series);
    const kept = firstToKeep(this.#state, series, this.#closeBeforeMs, firstOpen);
    let isOpen = false;
    for (let slice = kept; slice !== 0; slice = slices.next(slice)) {
      if (slice === firstOpen) isOpen = true;
      const n = slices.n(slice);
      this.#writer
        .bool(isOpen)
        .bool(slices.isDirty(slice))
        .f64(slices.index(slice))
        .u32(n)
        .u32(slices.revision(slice, 0));
      if (slices.hasRevisions(slice)) {
        for (let level = 1; level < LEVELS; level++) this.#writer.u32(slices.revision(slice, level));
      }
      const block = this.#block;
      slices.mergeInto(slice, block, 0, true);
      // One event says it all with its value and time.
      if (n === 1) this.#writer.f64(block[LAST]!).f64(block[LAST_T]!);
      else for (const value of block) this.#writer.f64(value);
      if (keepsQuantiles && n > 1) this.#writeSketch(this.#state.sketches, slices.sketchOf(slice));
    }
  }

  #writeSketch(pool: SketchPool, sketch: number): void {
    const entries = pool.entries(sketch);
    this.#writer.bool(sketch === LOST).u32(entries.length);
    for (const entry of entries) this.#writer.u32(entry);
  }
}

/** One hash per source: newest event time, watermark and last arrival. */
export function forEachSourceHash(
  sources: SourceTable,
  visit: (source: number, feed: number, hash: Hash128) => void,
): void {
  const writer = new CanonicalWriter();
  for (let source = 0; source < sources.count; source++) {
    writer
      .reset()
      .f64(sources.maxEventMs(source))
      .f64(sources.watermarkMs(source))
      .f64(sources.lastArrivalMs(source));
    visit(source, sources.feed(source), writer.hash());
  }
}
