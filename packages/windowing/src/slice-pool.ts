import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
import { addToBlock, BLOCK_SIZE, copyBlock, mergeBlock, startBlock } from './statistics-block.ts';
import { LEVELS } from './window-length.ts';

// A slice is 32 bytes, half a cache line: doubles [value, time], then words [index, next, previous, block].
const WORDS = 8;
const INDEX = 4;
const NEXT = 5;
const PREVIOUS = 6;
const BLOCK = 7;
const DOUBLES = 4;
const VALUE = 0;
const TIME = 1;
const COUNT_SIZE = 1 + LEVELS;

/**
 * All open slices of all series: pooled records in typed arrays, linked per series in order of time, freed records reused.
 * A slice with one event and no revision keeps only its point (33 bytes in all); a second event gives it a statistics block (+84 bytes).
 * Most city sensors report less often than every 10 s, so most slices never need the block.
 * Record and block numbers start at 1; 0 means none.
 */
export class SlicePool {
  #words = new Int32Array(WORDS);
  #doubles = new Float64Array(this.#words.buffer);
  #isDirty: Uint8Array = new Uint8Array(1);
  #blocks: Float64Array = new Float64Array(BLOCK_SIZE);
  #counts: Uint32Array = new Uint32Array(COUNT_SIZE);
  #used = 1;
  #free = 0;
  #usedBlocks = 1;
  #freeBlock = 0;
  /** Slices in use. */
  live = 0;

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
    return this.#isDirty[slice] === 1;
  }

  setDirty(slice: number, isDirty: boolean): void {
    this.#isDirty[slice] = isDirty ? 1 : 0;
  }

  /** Puts a new slice between two neighbours (0 = none); the caller then moves its own ends. It holds no event until `start`. */
  insert(index: number, previous: number, next: number): number {
    const slice = this.#take();
    const at = slice * WORDS;
    this.#words[at + INDEX] = index;
    this.#words[at + NEXT] = next;
    this.#words[at + PREVIOUS] = previous;
    this.#words[at + BLOCK] = 0;
    this.#isDirty[slice] = 0;
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
    const block = this.#words[at + BLOCK]!;
    if (block !== 0) {
      this.#counts[block * COUNT_SIZE] = this.#freeBlock;
      this.#freeBlock = block;
    }
    this.#words[at + NEXT] = this.#free;
    this.#free = slice;
    this.live--;
    return next;
  }

  /** The slice's first event. `revisedLevels` = how many window lengths had their end passed already. */
  start(slice: number, point: SlicePoint): void {
    this.#doubles[slice * DOUBLES + VALUE] = point.value;
    this.#doubles[slice * DOUBLES + TIME] = point.tMs;
    if (point.revisedLevels > 0) this.#countRevision(this.#ensureBlock(slice), point.revisedLevels);
  }

  /** One more event. */
  add(slice: number, point: SlicePoint): void {
    const block = this.#ensureBlock(slice);
    addToBlock(this.#blocks, block * BLOCK_SIZE, point.tMs, point.value);
    const at = block * COUNT_SIZE;
    this.#counts[at] = this.#counts[at]! + 1;
    if (point.revisedLevels > 0) this.#countRevision(block, point.revisedLevels);
  }

  n(slice: number): number {
    const block = this.#words[slice * WORDS + BLOCK]!;
    return block === 0 ? 1 : this.#counts[block * COUNT_SIZE]!;
  }

  /** Whether any event of the slice came after the watermark had passed the slice's own end; without, none passed a longer one. */
  hasRevisions(slice: number): boolean {
    return this.revision(slice, 0) > 0;
  }

  /** Events accepted after the watermark had passed the end of the slice's window of this level. */
  revision(slice: number, level: number): number {
    const block = this.#words[slice * WORDS + BLOCK]!;
    return block === 0 ? 0 : this.#counts[block * COUNT_SIZE + 1 + level]!;
  }

  /** Writes (`isFirst`) or merges the slice's statistics into a block elsewhere. */
  // oxlint-disable-next-line max-params -- for every slice of every pane: an argument object costs more than the work
  mergeInto(slice: number, target: Float64Array, at: number, isFirst: boolean): void {
    const block = this.#words[slice * WORDS + BLOCK]!;
    if (block !== 0) {
      if (isFirst) copyBlock(target, at, this.#blocks, block * BLOCK_SIZE);
      else mergeBlock(target, at, this.#blocks, block * BLOCK_SIZE);
      return;
    }
    const value = this.#doubles[slice * DOUBLES + VALUE]!;
    const tMs = this.#doubles[slice * DOUBLES + TIME]!;
    if (isFirst) startBlock(target, at, tMs, value);
    else addToBlock(target, at, tMs, value);
  }

  memoryBytes(): number {
    const records = this.#words.byteLength + this.#isDirty.byteLength;
    return records + this.#blocks.byteLength + this.#counts.byteLength;
  }

  /** Copies of the used part of every column. */
  snapshot(): SlicePoolSnapshot {
    return {
      words: this.#words.slice(0, this.#used * WORDS),
      isDirty: this.#isDirty.slice(0, this.#used),
      blocks: this.#blocks.slice(0, this.#usedBlocks * BLOCK_SIZE),
      counts: this.#counts.slice(0, this.#usedBlocks * COUNT_SIZE),
      free: this.#free,
      freeBlock: this.#freeBlock,
      live: this.live,
    };
  }

  /** Replaces the content of this (fresh) pool. */
  load(snapshot: SlicePoolSnapshot): void {
    this.#words = snapshot.words.slice();
    this.#doubles = new Float64Array(this.#words.buffer);
    this.#isDirty = snapshot.isDirty.slice();
    this.#blocks = snapshot.blocks.slice();
    this.#counts = snapshot.counts.slice();
    this.#used = snapshot.isDirty.length;
    this.#usedBlocks = snapshot.counts.length / COUNT_SIZE;
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
    if (this.#used === this.#isDirty.length) {
      const capacity = nextCapacity(this.#used, this.#used + 1);
      this.#words = grownColumn(this.#words, capacity * WORDS);
      this.#doubles = new Float64Array(this.#words.buffer);
      this.#isDirty = grownColumn(this.#isDirty, capacity);
    }
    return this.#used++;
  }

  /** Gives the slice a block that holds its one point, unless it has one. */
  #ensureBlock(slice: number): number {
    const existing = this.#words[slice * WORDS + BLOCK]!;
    if (existing !== 0) return existing;
    let block = this.#freeBlock;
    if (block !== 0) {
      this.#freeBlock = this.#counts[block * COUNT_SIZE]!;
    } else {
      if (this.#usedBlocks * COUNT_SIZE === this.#counts.length) {
        const capacity = nextCapacity(this.#usedBlocks, this.#usedBlocks + 1);
        this.#blocks = grownColumn(this.#blocks, capacity * BLOCK_SIZE);
        this.#counts = grownColumn(this.#counts, capacity * COUNT_SIZE);
      }
      block = this.#usedBlocks++;
    }
    this.#words[slice * WORDS + BLOCK] = block;
    this.#counts.fill(0, block * COUNT_SIZE, (block + 1) * COUNT_SIZE);
    this.#counts[block * COUNT_SIZE] = 1;
    startBlock(
      this.#blocks,
      block * BLOCK_SIZE,
      this.#doubles[slice * DOUBLES + TIME]!,
      this.#doubles[slice * DOUBLES + VALUE]!,
    );
    return block;
  }
}

/** One accepted event on its way into a slice. */
export interface SlicePoint {
  readonly tMs: number;
  readonly value: number;
  /** How many window lengths (shortest first) had their end passed by the watermark before this event came. */
  readonly revisedLevels: number;
}

export interface SlicePoolSnapshot {
  readonly words: Int32Array;
  readonly isDirty: Uint8Array;
  readonly blocks: Float64Array;
  readonly counts: Uint32Array;
  readonly free: number;
  readonly freeBlock: number;
  readonly live: number;
}
