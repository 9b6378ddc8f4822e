import { usedBytes, withRoom } from './capacity.ts';
import { T, VALUE } from './observation.ts';
import type { Observation } from './observation.ts';
import type { QuantileReader } from './quantile-reader.ts';
import { LOST } from './sketch-pool.ts';
import type { SketchPool } from './sketch-pool.ts';
import {
  addToBlock,
  BLOCK_SIZE,
  copyBlock,
  mergeBlock,
  POINT_TIME,
  POINT_VALUE,
  startBlock,
} from './statistics-block.ts';
import { LEVELS } from './window-length.ts';

// A slice is 32 bytes, half a cache line: doubles [value, time], then words [index, next, previous, twice the block + dirty].
// What else an event touched would be one more cold cache line.
const WORDS = 8;
const INDEX = 4;
const NEXT = 5;
const PREVIOUS = 6;
const BLOCK = 7;
const DOUBLES = 4;
// Counts of a block: n, revisions by level, sketch.
const COUNT_SIZE = 2 + LEVELS;
const SKETCH = 1 + LEVELS;
/** Slices and blocks that room is kept for, per series that may come; 14 slices are open at 2 minutes of lateness. */
const SLICES_PER_SERIES = 8;
const BLOCKS_PER_SERIES = 2;

/**
 * All open slices of all series: pooled records in typed arrays, linked per series in order of time, freed records reused.
 * A slice with one event and no revision keeps only its point; a second event gives it a statistics block (+88 bytes).
 * Most city sensors report less often than every 10 s, so most slices never need the block.
 * Record and block numbers start at 1; 0 means none.
 */
export class SlicePool {
  readonly #sketches: SketchPool;
  readonly #seriesLimit: number;
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  #blocks = new Float64Array(0);
  #counts = new Int32Array(0);
  readonly #point = new Float64Array(2);
  #used = 1;
  #free = 0;
  #usedBlocks = 1;
  #freeBlock = 0;
  /** Slices in use. */
  live = 0;

  constructor(sketches: SketchPool, seriesLimit: number) {
    this.#sketches = sketches;
    this.#seriesLimit = seriesLimit;
    this.#reserveSlices();
    this.#reserveBlocks();
  }

  /** The slice's number since the epoch. */
  index(slice: number): number {
    return this.#words[slice * WORDS + INDEX]!;
  }

  next(slice: number): number {
    return this.#words[slice * WORDS + NEXT]!;
  }

  /** The slice before this one in time. Meaningless for the oldest of its list. */
  previous(slice: number): number {
    return this.#words[slice * WORDS + PREVIOUS]!;
  }

  /** Marks that the slice took an event since the last flush of revisions. */
  isDirty(slice: number): boolean {
    return (this.#words[slice * WORDS + BLOCK]! & 1) === 1;
  }

  setDirty(slice: number, isDirty: boolean): void {
    const at = slice * WORDS + BLOCK;
    this.#words[at] = isDirty ? this.#words[at]! | 1 : this.#words[at]! & ~1;
  }

  /** Puts a new slice between two neighbours (0 = none); the caller then moves its own ends. It holds no event until `start`. */
  insert(index: number, previous: number, next: number): number {
    const slice = this.#take();
    const at = slice * WORDS;
    this.#words[at + INDEX] = index;
    this.#words[at + NEXT] = next;
    this.#words[at + PREVIOUS] = previous;
    this.#words[at + BLOCK] = 0;
    if (previous !== 0) this.#words[previous * WORDS + NEXT] = slice;
    if (next !== 0) this.#words[next * WORDS + PREVIOUS] = slice;
    this.live++;
    return slice;
  }

  /**
   * Frees the oldest slice of a list and returns the next one, which becomes the oldest. Its link to the freed one stays, because
   * clearing it would fetch one more cold cache line per event: walks backwards must stop at the oldest slice.
   */
  removeOldest(slice: number): number {
    const at = slice * WORDS;
    const next = this.#words[at + NEXT]!;
    const block = this.#words[at + BLOCK]! >> 1;
    if (block !== 0) {
      this.#sketches.release(this.#counts[block * COUNT_SIZE + SKETCH]!);
      this.#counts[block * COUNT_SIZE] = this.#freeBlock;
      this.#freeBlock = block;
    }
    this.#words[at + NEXT] = this.#free;
    this.#free = slice;
    this.live--;
    return next;
  }

  /** The slice's first event. `revisedLevels` = how many window lengths (shortest first) had their end passed already. */
  start(slice: number, event: Observation, revisedLevels: number): void {
    this.#doubles[slice * DOUBLES + POINT_VALUE] = event[VALUE]!;
    this.#doubles[slice * DOUBLES + POINT_TIME] = event[T]!;
    if (revisedLevels > 0) this.#countRevision(this.#ensureBlock(slice), revisedLevels);
  }

  /** One more event. */
  add(slice: number, event: Observation, revisedLevels: number): void {
    const block = this.#ensureBlock(slice);
    this.#point[POINT_VALUE] = event[VALUE]!;
    this.#point[POINT_TIME] = event[T]!;
    addToBlock(this.#blocks, block * BLOCK_SIZE, this.#point, 0);
    const at = block * COUNT_SIZE;
    this.#counts[at] = this.#counts[at]! + 1;
    if (revisedLevels > 0) this.#countRevision(block, revisedLevels);
  }

  /** Takes a value that `add` is about to count into the slice's sketch; with the second value the sketch begins. */
  sketch(slice: number, value: number): void {
    const isSecond = this.n(slice) === 1;
    const at = this.#ensureBlock(slice) * COUNT_SIZE + SKETCH;
    let sketch = this.#counts[at]!;
    if (isSecond) sketch = this.#sketches.add(0, this.#doubles[slice * DOUBLES + POINT_VALUE]!);
    // A series that was asked for quantiles when the slice held several values already.
    else if (sketch === 0) sketch = LOST;
    this.#counts[at] = this.#sketches.add(sketch, value);
  }

  /** Adds all values of the slice to a sketch of `pool`, and returns it. */
  mergeSketch(slice: number, pool: SketchPool, sketch: number): number {
    if (this.n(slice) === 1) return pool.add(sketch, this.#doubles[slice * DOUBLES + POINT_VALUE]!);
    const own = this.sketchOf(slice);
    return pool.merge(sketch, this.#sketches, own === 0 ? LOST : own);
  }

  /** Adds all values of the slice to what a reader collects. */
  readSketch(slice: number, reader: QuantileReader): void {
    if (this.n(slice) === 1) reader.addValue(this.#doubles[slice * DOUBLES + POINT_VALUE]!);
    else reader.addSketch(this.sketchOf(slice));
  }

  /** The sketch of a slice with several values; 0 = it has none. */
  sketchOf(slice: number): number {
    const block = this.#words[slice * WORDS + BLOCK]! >> 1;
    return block === 0 ? 0 : this.#counts[block * COUNT_SIZE + SKETCH]!;
  }

  n(slice: number): number {
    const block = this.#words[slice * WORDS + BLOCK]! >> 1;
    return block === 0 ? 1 : this.#counts[block * COUNT_SIZE]!;
  }

  /** Whether any event of the slice came after the watermark had passed the slice's own end; without, none passed a longer one. */
  hasRevisions(slice: number): boolean {
    return this.revision(slice, 0) > 0;
  }

  /** Events accepted after the watermark had passed the end of the slice's window of this level. */
  revision(slice: number, level: number): number {
    const block = this.#words[slice * WORDS + BLOCK]! >> 1;
    return block === 0 ? 0 : this.#counts[block * COUNT_SIZE + 1 + level]!;
  }

  /** Writes (`isFirst`) or merges the slice's statistics into a block elsewhere. */
  // oxlint-disable-next-line max-params -- for every slice of every pane: an argument object costs more than the work
  mergeInto(slice: number, target: Float64Array, at: number, isFirst: boolean): void {
    const block = this.#words[slice * WORDS + BLOCK]! >> 1;
    if (block !== 0) {
      if (isFirst) copyBlock(target, at, this.#blocks, block * BLOCK_SIZE);
      else mergeBlock(target, at, this.#blocks, block * BLOCK_SIZE);
      return;
    }
    if (isFirst) startBlock(target, at, this.#doubles, slice * DOUBLES);
    else addToBlock(target, at, this.#doubles, slice * DOUBLES);
  }

  memoryBytes(): number {
    const records = usedBytes(this.#words, WORDS, this.#used);
    const blocks = usedBytes(this.#blocks, BLOCK_SIZE, this.#usedBlocks);
    return records + blocks + usedBytes(this.#counts, COUNT_SIZE, this.#usedBlocks);
  }

  /** Copies of the used part of every column. */
  snapshot(): SlicePoolSnapshot {
    return {
      words: this.#words.slice(0, this.#used * WORDS),
      blocks: this.#blocks.slice(0, this.#usedBlocks * BLOCK_SIZE),
      counts: this.#counts.slice(0, this.#usedBlocks * COUNT_SIZE),
      free: this.#free,
      freeBlock: this.#freeBlock,
      live: this.live,
    };
  }

  /** Replaces the content of this (fresh) pool. */
  load(snapshot: SlicePoolSnapshot): void {
    this.#used = snapshot.words.length / WORDS;
    this.#usedBlocks = snapshot.counts.length / COUNT_SIZE;
    this.#reserveSlices();
    this.#reserveBlocks();
    this.#words.set(snapshot.words);
    this.#blocks.set(snapshot.blocks);
    this.#counts.set(snapshot.counts);
    this.#free = snapshot.free;
    this.#freeBlock = snapshot.freeBlock;
    this.live = snapshot.live;
  }

  #countRevision(block: number, revisedLevels: number): void {
    // Lengths are nested: when the end of a longer window has passed, so have the ends of the shorter ones in it.
    const at = block * COUNT_SIZE + 1;
    for (let level = 0; level < revisedLevels; level++)
      this.#counts[at + level] = this.#counts[at + level]! + 1;
  }

  #take(): number {
    if (this.#free !== 0) {
      const slice = this.#free;
      this.#free = this.#words[slice * WORDS + NEXT]!;
      return slice;
    }
    this.#used++;
    if (this.#used * WORDS > this.#words.length) this.#reserveSlices();
    return this.#used - 1;
  }

  #reserveSlices(): void {
    const room = { records: this.#used, most: this.#seriesLimit * SLICES_PER_SERIES };
    const words = withRoom(this.#words, { ...room, size: WORDS });
    if (words === this.#words) return;
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
  }

  #reserveBlocks(): void {
    const room = { records: this.#usedBlocks, most: this.#seriesLimit * BLOCKS_PER_SERIES };
    this.#blocks = withRoom(this.#blocks, { ...room, size: BLOCK_SIZE });
    this.#counts = withRoom(this.#counts, { ...room, size: COUNT_SIZE });
  }

  /** Gives the slice a block that holds its one point, unless it has one. */
  #ensureBlock(slice: number): number {
    const existing = this.#words[slice * WORDS + BLOCK]! >> 1;
    if (existing !== 0) return existing;
    let block = this.#freeBlock;
    if (block !== 0) {
      this.#freeBlock = this.#counts[block * COUNT_SIZE]!;
    } else {
      block = this.#usedBlocks++;
      this.#reserveBlocks();
    }
    this.#words[slice * WORDS + BLOCK] = block * 2 + (this.isDirty(slice) ? 1 : 0);
    this.#counts.fill(0, block * COUNT_SIZE, (block + 1) * COUNT_SIZE);
    this.#counts[block * COUNT_SIZE] = 1;
    startBlock(this.#blocks, block * BLOCK_SIZE, this.#doubles, slice * DOUBLES);
    return block;
  }
}

export interface SlicePoolSnapshot {
  readonly words: Int32Array;
  readonly blocks: Float64Array;
  readonly counts: Int32Array;
  readonly free: number;
  readonly freeBlock: number;
  readonly live: number;
}
