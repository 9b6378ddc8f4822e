import { usedBytes, withRoom } from './capacity.ts';

// A series is 32 bytes, half a cache line: a double [newest event time], then words.
const WORDS = 8;
const DOUBLES = 4;
const SOURCE = 2;
const OLDEST = 3;
const FIRST_OPEN = 4;
const NEWEST = 5;
const FIRST_OPEN_INDEX = 6;
const FLAGS = 7;
const DIRTY = 1;
const HOPPING = 2;
const QUANTILES = 4;
const NOBODY = -1;
const NEVER = 0x7fff_ffff;
// Links of the series of one source, apart: an event does not need them.
const LINKS = 2;
const NEXT = 0;
const PREVIOUS = 1;

/** What a checkpoint keeps of the series. */
export interface SeriesSnapshot {
  readonly words: Int32Array;
  readonly links: Int32Array;
  readonly free: number;
  readonly live: number;
}

/**
 * The series: heads of their slice lists. A list begins with slices that are closed but still kept (the newest one as the latest
 * `PT10S` pane of a silent series, the last 5 minutes of a hopping series); from `firstOpen` on they still take events.
 * Slice links: 0 = none. Series links: series + 1. The number of an evicted series is given to a later one.
 */
export class SeriesTable {
  readonly #most: number;
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  #links = new Int32Array(0);
  #free = 0;
  /** Numbers ever given. */
  count = 0;
  /** Series that are there. */
  live = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(source: number): number {
    const series = this.#take();
    this.live++;
    const at = series * WORDS;
    this.#words.fill(0, at, at + WORDS);
    this.#words[at + SOURCE] = source;
    this.#words[at + FIRST_OPEN_INDEX] = NEVER;
    this.#doubles[series * DOUBLES] = -Infinity;
    this.#links.fill(0, series * LINKS, (series + 1) * LINKS);
    return series;
  }

  /** Gives the number back; the caller has freed all that hung on it and taken it out of its source's list. */
  remove(series: number): void {
    const at = series * WORDS;
    this.#words[at + SOURCE] = NOBODY;
    this.#links[series * LINKS + NEXT] = this.#free;
    this.#free = series + 1;
    this.live--;
  }

  /** False for a number that is free. */
  isLive(series: number): boolean {
    return this.#words[series * WORDS + SOURCE] !== NOBODY;
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

  /** The number since the epoch of that slice; a very large one when there is none. */
  firstOpenIndex(series: number): number {
    return this.#words[series * WORDS + FIRST_OPEN_INDEX]!;
  }

  setFirstOpen(series: number, slice: number, index: number): void {
    this.#words[series * WORDS + FIRST_OPEN] = slice;
    this.#words[series * WORDS + FIRST_OPEN_INDEX] = slice === 0 ? NEVER : index;
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
    return this.#links[series * LINKS + NEXT]!;
  }

  setNextOfSource(series: number, link: number): void {
    this.#links[series * LINKS + NEXT] = link;
    if (link !== 0) this.#links[(link - 1) * LINKS + PREVIOUS] = series + 1;
  }

  /** The series before this one of the same source. */
  previousOfSource(series: number): number {
    return this.#links[series * LINKS + PREVIOUS]!;
  }

  clearPreviousOfSource(series: number): void {
    this.#links[series * LINKS + PREVIOUS] = 0;
  }

  isHopping(series: number): boolean {
    return (this.#words[series * WORDS + FLAGS]! & HOPPING) !== 0;
  }

  setHopping(series: number): void {
    this.#words[series * WORDS + FLAGS] = this.#words[series * WORDS + FLAGS]! | HOPPING;
  }

  keepsQuantiles(series: number): boolean {
    return (this.#words[series * WORDS + FLAGS]! & QUANTILES) !== 0;
  }

  setKeepsQuantiles(series: number): void {
    this.#words[series * WORDS + FLAGS] = this.#words[series * WORDS + FLAGS]! | QUANTILES;
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
    return usedBytes(this.#words, WORDS, this.count) + usedBytes(this.#links, LINKS, this.count);
  }

  snapshot(): SeriesSnapshot {
    return {
      words: this.#words.slice(0, this.count * WORDS),
      links: this.#links.slice(0, this.count * LINKS),
      free: this.#free,
      live: this.live,
    };
  }

  /** Replaces the content of this (fresh) table. */
  load(snapshot: SeriesSnapshot): void {
    this.count = snapshot.links.length / LINKS;
    this.live = snapshot.live;
    this.#free = snapshot.free;
    this.#reserve();
    this.#words.set(snapshot.words);
    this.#links.set(snapshot.links);
  }

  #take(): number {
    if (this.#free === 0) {
      this.count++;
      this.#reserve();
      return this.count - 1;
    }
    const series = this.#free - 1;
    this.#free = this.#links[series * LINKS + NEXT]!;
    return series;
  }

  #reserve(): void {
    const words = withRoom(this.#words, { size: WORDS, records: this.count, most: this.#most });
    this.#links = withRoom(this.#links, { size: LINKS, records: this.count, most: this.#most });
    if (words === this.#words) return;
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
  }
}
