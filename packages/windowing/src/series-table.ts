import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';

// A series is 32 bytes, half a cache line: a double [newest event time], then words.
const WORDS = 8;
const DOUBLES = 4;
const SOURCE = 2;
const OLDEST = 3;
const FIRST_OPEN = 4;
const NEWEST = 5;
const NEXT_OF_SOURCE = 6;
const FLAGS = 7;
const DIRTY = 1;
const HOPPING = 2;

/** What a checkpoint keeps of the series. */
export interface SeriesSnapshot {
  readonly count: number;
  readonly words: Int32Array;
}

/**
 * The series: heads of their slice lists. A list begins with slices that are closed but still kept (the newest one as the latest
 * `PT10S` pane of a silent series, the last 5 minutes of a hopping series); from `firstOpen` on they still take events.
 * Slice links: 0 = none. Series links: series + 1.
 */
export class SeriesTable {
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  count = 0;

  add(source: number): number {
    const series = this.count;
    if (series * WORDS === this.#words.length) {
      this.#words = grownColumn(this.#words, nextCapacity(series, series + 1) * WORDS);
      this.#doubles = new Float64Array(this.#words.buffer);
    }
    this.count++;
    this.#words[series * WORDS + SOURCE] = source;
    this.#doubles[series * DOUBLES] = -Infinity;
    return series;
  }

  source(series: number): number {
    return this.#words[series * WORDS + SOURCE]!;
  }

  /** The oldest slice kept, open or closed. */
  oldest(series: number): number {
    return this.#words[series * WORDS + OLDEST]!;
  }

  setOldest(series: number, slice: number): void {
    this.#words[series * WORDS + OLDEST] = slice;
  }

  /** The oldest slice that is not in the accumulators. */
  firstOpen(series: number): number {
    return this.#words[series * WORDS + FIRST_OPEN]!;
  }

  setFirstOpen(series: number, slice: number): void {
    this.#words[series * WORDS + FIRST_OPEN] = slice;
  }

  /** The newest slice, open or closed. */
  newest(series: number): number {
    return this.#words[series * WORDS + NEWEST]!;
  }

  setNewest(series: number, slice: number): void {
    this.#words[series * WORDS + NEWEST] = slice;
  }

  /** The next series of the same source. */
  nextOfSource(series: number): number {
    return this.#words[series * WORDS + NEXT_OF_SOURCE]!;
  }

  setNextOfSource(series: number, link: number): void {
    this.#words[series * WORDS + NEXT_OF_SOURCE] = link;
  }

  isHopping(series: number): boolean {
    return (this.#words[series * WORDS + FLAGS]! & HOPPING) !== 0;
  }

  setHopping(series: number): void {
    this.#words[series * WORDS + FLAGS] = this.#words[series * WORDS + FLAGS]! | HOPPING;
  }

  /** Waits for a late firing at the next tick. */
  isDirty(series: number): boolean {
    return (this.#words[series * WORDS + FLAGS]! & DIRTY) !== 0;
  }

  setDirty(series: number, isDirty: boolean): void {
    const flags = this.#words[series * WORDS + FLAGS]!;
    this.#words[series * WORDS + FLAGS] = isDirty ? flags | DIRTY : flags & ~DIRTY;
  }

  /** The newest event time ever remembered for dedup: a newer event cannot be a duplicate. */
  newestT(series: number): number {
    return this.#doubles[series * DOUBLES]!;
  }

  setNewestT(series: number, tMs: number): void {
    this.#doubles[series * DOUBLES] = tMs;
  }

  memoryBytes(): number {
    return this.#words.byteLength;
  }

  snapshot(): SeriesSnapshot {
    return { count: this.count, words: this.#words.slice(0, this.count * WORDS) };
  }

  /** Replaces the content of this (fresh) table. */
  load(snapshot: SeriesSnapshot): void {
    this.count = snapshot.count;
    this.#words = snapshot.words.slice();
    this.#doubles = new Float64Array(this.#words.buffer);
  }
}
