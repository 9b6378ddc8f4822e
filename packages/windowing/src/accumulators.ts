import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
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

  addSeries(series: number): void {
    if (series * KEPT * WORDS < this.#words.length) return;
    const capacity = nextCapacity(series, series + 1);
    this.#words = grownColumn(this.#words, capacity * KEPT * WORDS);
    this.#blocks = grownColumn(this.#blocks, capacity * KEPT * BLOCK_SIZE);
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

  memoryBytes(): number {
    return this.#words.byteLength + this.#blocks.byteLength;
  }

  snapshot(seriesCount: number): AccumulatorsSnapshot {
    return {
      words: this.#words.slice(0, seriesCount * KEPT * WORDS),
      blocks: this.#blocks.slice(0, seriesCount * KEPT * BLOCK_SIZE),
    };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: AccumulatorsSnapshot): void {
    this.#words = snapshot.words.slice();
    this.#blocks = snapshot.blocks.slice();
  }

  /** Makes the accumulator ready for `window`: what it holds of another window moves up, or is dropped at the top, being final. */
  #makeWay(series: number, level: number, window: number): void {
    const at = this.#at(series, level);
    if (this.#words[at + N] === 0) this.#words[at + WINDOW] = window;
    if (this.#words[at + WINDOW] === window) return;
    if (level + 1 < LEVELS) this.#moveUp(series, level);
    this.#words.fill(0, at, at + WORDS);
    this.#words[at + WINDOW] = window;
  }

  #moveUp(series: number, level: number): void {
    const from = this.#at(series, level);
    const scale = SLICES_BY_LEVEL[level + 1]! / SLICES_BY_LEVEL[level]!;
    this.#makeWay(series, level + 1, Math.floor(this.#words[from + WINDOW]! / scale));
    const to = this.#at(series, level + 1);
    const blockFrom = this.#blockAt(series, level);
    const blockTo = this.#blockAt(series, level + 1);
    if (this.#words[to + N] === 0) copyBlock(this.#blocks, blockTo, this.#blocks, blockFrom);
    else mergeBlock(this.#blocks, blockTo, this.#blocks, blockFrom);
    this.#words[to + N] = this.#words[to + N]! + this.#words[from + N]!;
    for (let longer = level + 1; longer < LEVELS; longer++) {
      this.#words[to + REVISION + longer] =
        this.#words[to + REVISION + longer]! + this.#words[from + REVISION + longer]!;
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
}
