import { usedBytes, withRoom } from './capacity.ts';
import type { QuantileReader } from './quantile-reader.ts';
import { LOST } from './sketch-pool.ts';
import type { SketchPool } from './sketch-pool.ts';
import type { SlicePool } from './slice-pool.ts';
import { BLOCK_SIZE, copyBlock, mergeBlock } from './statistics-block.ts';
import { LEVELS, SLICES_BY_LEVEL } from './window-length.ts';

/** PT1M, PT5M and PT1H; PT10S needs none. */
const KEPT = LEVELS - 1;
const WORDS = 2 + KEPT;
const N = 0;
const WINDOW = 1;
/** One revision counter for this level and each longer one, at `REVISION + level`. */
const REVISION = 1;

/** What a checkpoint keeps of the accumulators. */
export interface AccumulatorsSnapshot {
  readonly words: Int32Array;
  readonly blocks: Float64Array;
  readonly sketches: Int32Array;
}

/**
 * The closed slices of the windows that are still growing: per series one accumulator for PT1M, PT5M and PT1H each, as a cascade.
 * Slices close in order of time, so one window per length is enough. A closed slice is merged into PT1M only; when PT1M moves on
 * to its next window, the old one is merged into PT5M, and so on. The closed part of a window is therefore its accumulator and
 * all shorter ones that lie in it. Merging each slice into every length would touch three times the memory.
 * What the cascade holds stays after the window is final, until newer slices replace it: the latest panes of a silent series.
 */
export class Accumulators {
  #words = new Int32Array(0);
  #blocks = new Float64Array(0);
  /** One sketch per accumulator; no room is taken before a series asks for quantiles. */
  #sketches = new Int32Array(0);
  readonly #pool: SketchPool;
  readonly #seriesLimit: number;

  constructor(pool: SketchPool, seriesLimit: number) {
    this.#pool = pool;
    this.#seriesLimit = seriesLimit;
  }

  addSeries(series: number): void {
    const room = { records: series + 1, most: this.#seriesLimit };
    this.#words = withRoom(this.#words, { ...room, size: KEPT * WORDS });
    this.#blocks = withRoom(this.#blocks, { ...room, size: KEPT * BLOCK_SIZE });
    if (this.#sketches.length > 0) this.keepQuantiles();
  }

  /** Makes room for sketches, of all series there are: those that keep none must find that they have none. */
  keepQuantiles(): void {
    const room = { records: this.#words.length / (KEPT * WORDS), most: this.#seriesLimit };
    this.#sketches = withRoom(this.#sketches, { ...room, size: KEPT });
  }

  /** Empties the accumulators of a series. */
  clear(series: number): void {
    this.#words.fill(0, this.#at(series, 1), this.#at(series + 1, 1));
    if (this.#sketches.length === 0) return;
    for (let at = series * KEPT; at < (series + 1) * KEPT; at++) {
      this.#pool.release(this.#sketches[at]!);
      this.#sketches[at] = 0;
    }
  }

  /** Whether any slice of the series has ever closed. */
  isUsed(series: number): boolean {
    return this.#words[this.#at(series, 1) + N]! > 0;
  }

  /** The window of a level in which the newest closed slice lies. Meaningless unless `isUsed`. */
  closedWindow(series: number, level: number): number {
    return Math.floor(
      (this.#words[this.#at(series, 1) + WINDOW]! * SLICES_BY_LEVEL[1]!) / SLICES_BY_LEVEL[level]!,
    );
  }

  /** Takes a closing slice; slices come in order of time. */
  addSlice(series: number, slices: SlicePool, slice: number): void {
    this.#makeWay(series, 1, Math.floor(slices.index(slice) / SLICES_BY_LEVEL[1]!));
    const at = this.#at(series, 1);
    slices.mergeInto(slice, this.#blocks, this.#blockAt(series, 1), this.#words[at + N] === 0);
    this.#words[at + N] = this.#words[at + N]! + slices.n(slice);
    for (let level = 1; level < LEVELS; level++) {
      this.#words[at + REVISION + level] =
        this.#words[at + REVISION + level]! + slices.revision(slice, level);
    }
  }

  /** Takes the closing slice's values into the sketch of its minute; after `addSlice`. */
  addSketch(series: number, slices: SlicePool, slice: number): void {
    const at = series * KEPT;
    const before = this.#words[this.#at(series, 1) + N]! - slices.n(slice);
    // Asked for after this minute had begun: what is missing cannot be made up for.
    const sketch = before > 0 && this.#sketches[at] === 0 ? LOST : this.#sketches[at]!;
    this.#sketches[at] = slices.mergeSketch(slice, this.#pool, sketch);
  }

  /** Merges the closed part of a window into `into`. */
  readInto(into: Accumulated, wanted: { series: number; level: number; window: number }): void {
    for (let level = wanted.level; level >= 1; level--) {
      const at = this.#at(wanted.series, level);
      const n = this.#words[at + N]!;
      if (n === 0) continue;
      const scale = SLICES_BY_LEVEL[wanted.level]! / SLICES_BY_LEVEL[level]!;
      if (Math.floor(this.#words[at + WINDOW]! / scale) !== wanted.window) continue;
      if (into.n === 0) copyBlock(into.block, 0, this.#blocks, this.#blockAt(wanted.series, level));
      else mergeBlock(into.block, 0, this.#blocks, this.#blockAt(wanted.series, level));
      into.n += n;
      into.revision += this.#words[at + REVISION + wanted.level]!;
      into.quantiles?.addSketch(this.sketchOf(wanted.series, level));
    }
  }

  /** The numbers behind one accumulator, for hashing: n, window, revisions; then the statistics. Nothing when it is empty. */
  forEachNumber(series: number, visit: (value: number) => void): void {
    for (let level = 1; level < LEVELS; level++) {
      const at = this.#at(series, level);
      visit(this.#words[at + N]!);
      if (this.#words[at + N] === 0) continue;
      for (let word = 1; word < WORDS; word++) visit(this.#words[at + word]!);
      const block = this.#blockAt(series, level);
      for (let field = 0; field < BLOCK_SIZE; field++) visit(this.#blocks[block + field]!);
    }
  }

  /** The sketch of an accumulator; 0 = it has none. */
  sketchOf(series: number, level: number): number {
    return this.#sketches.length === 0 ? 0 : this.#sketches[series * KEPT + level - 1]!;
  }

  /** Makes the only series of this object a copy of one of `from`, with sketches in this object's own pool. */
  copyFrom(from: Accumulators, series: number): void {
    const at = from.#at(series, 1);
    this.addSeries(0);
    this.clear(0);
    this.#words.set(from.#words.subarray(at, at + KEPT * WORDS));
    const block = from.#blockAt(series, 1);
    this.#blocks.set(from.#blocks.subarray(block, block + KEPT * BLOCK_SIZE));
    if (from.#sketches.length === 0) return;
    this.keepQuantiles();
    for (let level = 1; level < LEVELS; level++) {
      const sketch = from.sketchOf(series, level);
      this.#sketches[level - 1] = sketch === LOST ? LOST : this.#pool.merge(0, from.#pool, sketch);
    }
  }

  memoryBytes(seriesCount: number): number {
    const numbers = usedBytes(this.#words, KEPT * WORDS, seriesCount);
    const sketches = usedBytes(this.#sketches, KEPT, seriesCount);
    return numbers + sketches + usedBytes(this.#blocks, KEPT * BLOCK_SIZE, seriesCount);
  }

  snapshot(seriesCount: number): AccumulatorsSnapshot {
    return {
      words: this.#words.slice(0, seriesCount * KEPT * WORDS),
      blocks: this.#blocks.slice(0, seriesCount * KEPT * BLOCK_SIZE),
      sketches: this.#sketches.slice(0, seriesCount * KEPT),
    };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: AccumulatorsSnapshot): void {
    const last = snapshot.words.length / (KEPT * WORDS) - 1;
    this.addSeries(last);
    if (snapshot.sketches.length > 0) this.keepQuantiles();
    this.#words.set(snapshot.words);
    this.#blocks.set(snapshot.blocks);
    this.#sketches.set(snapshot.sketches);
  }

  /** Makes the accumulator ready for `window`: what it holds of another window moves up, or is dropped at the top, being final. */
  #makeWay(series: number, level: number, window: number): void {
    const at = this.#at(series, level);
    if (this.#words[at + N] === 0) this.#words[at + WINDOW] = window;
    if (this.#words[at + WINDOW] === window) return;
    if (level + 1 < LEVELS) this.#moveUp(series, level);
    this.#words.fill(0, at, at + WORDS);
    this.#words[at + WINDOW] = window;
    if (this.#sketches.length === 0) return;
    this.#pool.release(this.#sketches[series * KEPT + level - 1]!);
    this.#sketches[series * KEPT + level - 1] = 0;
  }

  #moveUp(series: number, level: number): void {
    const from = this.#at(series, level);
    const scale = SLICES_BY_LEVEL[level + 1]! / SLICES_BY_LEVEL[level]!;
    this.#makeWay(series, level + 1, Math.floor(this.#words[from + WINDOW]! / scale));
    const to = this.#at(series, level + 1);
    const blockFrom = this.#blockAt(series, level);
    const blockTo = this.#blockAt(series, level + 1);
    if (this.#sketches.length > 0) this.#moveSketchUp(series, level, this.#words[to + N] === 0);
    if (this.#words[to + N] === 0) copyBlock(this.#blocks, blockTo, this.#blocks, blockFrom);
    else mergeBlock(this.#blocks, blockTo, this.#blocks, blockFrom);
    this.#words[to + N] = this.#words[to + N]! + this.#words[from + N]!;
    for (let longer = level + 1; longer < LEVELS; longer++) {
      this.#words[to + REVISION + longer] =
        this.#words[to + REVISION + longer]! + this.#words[from + REVISION + longer]!;
    }
  }

  #moveSketchUp(series: number, level: number, isFirst: boolean): void {
    const from = series * KEPT + level - 1;
    const sketch = this.#sketches[from]!;
    const above = this.#sketches[from + 1]!;
    // A part without a sketch leaves the whole without one; a series that never asked has none anywhere.
    if (sketch === 0 && above === 0) return;
    const isKnown = sketch !== 0 && (isFirst || above !== 0);
    if (isKnown && isFirst) {
      this.#sketches[from + 1] = sketch;
      this.#sketches[from] = 0;
    } else {
      this.#sketches[from + 1] = this.#pool.merge(above, this.#pool, isKnown ? sketch : LOST);
    }
  }

  #at(series: number, level: number): number {
    return (series * KEPT + level - 1) * WORDS;
  }

  #blockAt(series: number, level: number): number {
    return (series * KEPT + level - 1) * BLOCK_SIZE;
  }
}

/** A window's statistics while they are being merged. */
export interface Accumulated {
  readonly block: Float64Array;
  n: number;
  revision: number;
  /** Collects the distribution; null for a series that keeps none. */
  quantiles: QuantileReader | null;
}
