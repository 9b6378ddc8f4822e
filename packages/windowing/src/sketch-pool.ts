import { BlockAllocator, SMALLEST_BLOCK } from './block-allocator.ts';
import type { BlockAllocatorSnapshot } from './block-allocator.ts';
import { withRoom } from './capacity.ts';
import { bucketOf } from './quantile-buckets.ts';

// An entry is one word: 17 bits of bucket, 15 of count. A bucket with more takes several entries, the full ones first.
const COUNT_BITS = 15;
export const MAX_COUNT = 2 ** COUNT_BITS - 1;
/** More buckets than this (16 octaves of either sign) are no distribution that a quantile describes. */
const MOST_ENTRIES = 1_024;
const WORDS = 2;
const BLOCK = 0;
const SIZE = 1;

/** Not a sketch: there was no room for it, or not every value is in it. */
export const LOST = -1;

/** What a checkpoint keeps. */
export interface SketchPoolSnapshot {
  readonly records: Int32Array;
  readonly entries: Uint32Array;
  readonly blocks: BlockAllocatorSnapshot;
  readonly free: number;
  readonly lost: number;
}

export function bucketOfEntry(entry: number): number {
  return entry >>> COUNT_BITS;
}

export function countOfEntry(entry: number): number {
  return entry & MAX_COUNT;
}

/**
 * The distributions behind live quantiles: per sketch a sorted list of non-empty buckets with their counts, in pooled blocks.
 * Sketches are merged, never subtracted [W25]. At the limit a sketch is given up rather than thinned out: no quantile instead
 * of a wrong one, counted in `lost`. Numbers of sketches are > 0; 0 is an empty one that takes no room.
 */
export class SketchPool {
  readonly #limit: number;
  readonly #blocks: BlockAllocator;
  #entries = new Uint32Array(0);
  #records = new Int32Array(WORDS);
  #scratch = new Uint32Array(2 * MOST_ENTRIES);
  #used = 1;
  #free = 0;
  /** Sketches given up for want of room. */
  lost = 0;

  /** Room for so many entries of 4 bytes. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#blocks = new BlockAllocator(limit);
  }

  /** Adds one value and returns the sketch, which may have become another one, or `LOST`. */
  add(sketch: number, value: number): number {
    if (sketch === LOST) return LOST;
    const bucket = bucketOf(value);
    if (sketch === 0) return this.#write(this.#takeRecord(), this.#single(bucket));
    const base = this.#records[sketch * WORDS + BLOCK]! - 1;
    const size = this.#records[sketch * WORDS + SIZE]!;
    const at = this.#after(base, size, bucket);
    const entry = at > 0 ? this.#entries[base + at - 1]! : 0;
    if (at > 0 && bucketOfEntry(entry) === bucket && countOfEntry(entry) < MAX_COUNT) {
      this.#entries[base + at - 1] = entry + 1;
      return sketch;
    }
    return this.#insert(sketch, at, ((bucket << COUNT_BITS) | 1) >>> 0);
  }

  /** Adds all values of a sketch of `from`, which may be this pool, and returns the sketch, which may have become `LOST`. */
  merge(sketch: number, from: SketchPool, other: number): number {
    if (sketch === LOST) return LOST;
    if (other === LOST) {
      this.release(sketch);
      return LOST;
    }
    if (other === 0) return sketch;
    const size = this.#mergeIntoScratch(sketch, from, other);
    return this.#write(sketch === 0 ? this.#takeRecord() : sketch, size);
  }

  release(sketch: number): void {
    if (sketch <= 0) return;
    const at = sketch * WORDS;
    const size = this.#records[at + SIZE]!;
    if (size > 0) this.#blocks.release(this.#records[at + BLOCK]!, capacityFor(size));
    this.#records[at + SIZE] = 0;
    this.#records[at + BLOCK] = this.#free;
    this.#free = sketch;
  }

  /** The packed entries of a sketch, in order of value; overwritten by later calls. */
  entries(sketch: number): Uint32Array {
    if (sketch <= 0) return this.#entries.subarray(0, 0);
    const base = this.#records[sketch * WORDS + BLOCK]! - 1;
    return this.#entries.subarray(base, base + this.#records[sketch * WORDS + SIZE]!);
  }

  memoryBytes(): number {
    const records = this.#used * WORDS * this.#records.BYTES_PER_ELEMENT;
    return records + this.#blocks.reach * this.#entries.BYTES_PER_ELEMENT + this.#blocks.memoryBytes();
  }

  snapshot(): SketchPoolSnapshot {
    return {
      records: this.#records.slice(0, this.#used * WORDS),
      entries: this.#entries.slice(0, this.#blocks.reach),
      blocks: this.#blocks.snapshot(),
      free: this.#free,
      lost: this.lost,
    };
  }

  /** Replaces the content of this (fresh) pool. */
  load(snapshot: SketchPoolSnapshot): void {
    this.#blocks.load(snapshot.blocks);
    this.#reserveEntries();
    this.#entries.set(snapshot.entries);
    this.#used = snapshot.records.length / WORDS;
    this.#reserveRecords();
    this.#records.set(snapshot.records);
    this.#free = snapshot.free;
    this.lost = snapshot.lost;
  }

  /** The position after the last entry of this bucket or of a smaller one. */
  #after(base: number, size: number, bucket: number): number {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bucketOfEntry(this.#entries[base + middle]!) > bucket) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #insert(sketch: number, at: number, entry: number): number {
    const entries = this.#entries;
    const base = this.#records[sketch * WORDS + BLOCK]! - 1;
    const size = this.#records[sketch * WORDS + SIZE]!;
    if (size < capacityFor(size)) {
      entries.copyWithin(base + at + 1, base + at, base + size);
      entries[base + at] = entry;
      this.#records[sketch * WORDS + SIZE] = size + 1;
      return sketch;
    }
    this.#scratch.set(entries.subarray(base, base + at));
    this.#scratch[at] = entry;
    this.#scratch.set(entries.subarray(base + at, base + size), at + 1);
    return this.#write(sketch, size + 1);
  }

  #single(bucket: number): number {
    this.#scratch[0] = (bucket << COUNT_BITS) | 1;
    return 1;
  }

  /** Lays the first `size` entries of the scratch down as the new content of a sketch. */
  #write(sketch: number, size: number): number {
    const at = sketch * WORDS;
    const oldSize = this.#records[at + SIZE]!;
    const capacity = capacityFor(size);
    if (oldSize === 0 || capacityFor(oldSize) !== capacity) {
      if (oldSize > 0) this.#blocks.release(this.#records[at + BLOCK]!, capacityFor(oldSize));
      this.#records[at + SIZE] = 0;
      if (size > MOST_ENTRIES || this.#blocks.slots + capacity > this.#limit) {
        this.lost++;
        this.release(sketch);
        return LOST;
      }
      this.#records[at + BLOCK] = this.#blocks.allocate(capacity);
      this.#reserveEntries();
    }
    this.#entries.set(this.#scratch.subarray(0, size), this.#records[at + BLOCK]! - 1);
    this.#records[at + SIZE] = size;
    return sketch;
  }

  #mergeIntoScratch(sketch: number, from: SketchPool, other: number): number {
    const ours = this.entries(sketch);
    const theirs = from.entries(other);
    let size = 0;
    let a = 0;
    let b = 0;
    while (a < ours.length || b < theirs.length) {
      const bucketA = a < ours.length ? bucketOfEntry(ours[a]!) : Infinity;
      const bucketB = b < theirs.length ? bucketOfEntry(theirs[b]!) : Infinity;
      const bucket = Math.min(bucketA, bucketB);
      let count = 0;
      for (; a < ours.length && bucketOfEntry(ours[a]!) === bucket; a++) count += countOfEntry(ours[a]!);
      for (; b < theirs.length && bucketOfEntry(theirs[b]!) === bucket; b++)
        count += countOfEntry(theirs[b]!);
      for (; count > 0; count -= MAX_COUNT)
        this.#scratch[size++] = (bucket << COUNT_BITS) | Math.min(count, MAX_COUNT);
    }
    return size;
  }

  #takeRecord(): number {
    const record = this.#free;
    if (record !== 0) {
      this.#free = this.#records[record * WORDS + BLOCK]!;
      return record;
    }
    this.#used++;
    this.#reserveRecords();
    return this.#used - 1;
  }

  #reserveRecords(): void {
    const most = this.#limit / SMALLEST_BLOCK + 1;
    this.#records = withRoom(this.#records, { size: WORDS, records: this.#used, most });
  }

  #reserveEntries(): void {
    const { reach, mostReach } = this.#blocks;
    this.#entries = withRoom(this.#entries, { size: 1, records: reach, most: mostReach });
  }
}

/** The block that holds so many entries: the power of two from 4 on. */
function capacityFor(size: number): number {
  return size <= SMALLEST_BLOCK ? SMALLEST_BLOCK : 2 ** (32 - Math.clz32(size - 1));
}
