import { bucketMiddle, bucketOf } from './quantile-buckets.ts';
import { bucketOfEntry, countOfEntry, LOST } from './sketch-pool.ts';
import type { SketchPool } from './sketch-pool.ts';

/** Collects the sketches and single values of one window and answers quantiles of all of them. Reused: `reset` first. */
export class QuantileReader {
  readonly #pool: SketchPool;
  /** `bucket * 2 ** 32 + count`, so that numbers sort by bucket. */
  #entries = new Float64Array(64);
  #size = 0;
  #isComplete = true;
  #isSorted = true;

  constructor(pool: SketchPool) {
    this.#pool = pool;
  }

  reset(): void {
    this.#size = 0;
    this.#isComplete = true;
    this.#isSorted = true;
  }

  /** A part of the window that is `LOST`, or never was in a sketch (0), leaves the window without quantiles. */
  addSketch(sketch: number): void {
    if (sketch === LOST || sketch === 0) {
      this.#isComplete = false;
      return;
    }
    for (const entry of this.#pool.entries(sketch)) this.#push(bucketOfEntry(entry), countOfEntry(entry));
  }

  addValue(value: number): void {
    this.#push(bucketOf(value), 1);
  }

  /** The middle of the bucket that holds the value of rank `ceil(p * n)`, kept inside [min, max]; null when values are missing. */
  quantile(p: number, { n, min, max }: { n: number; min: number; max: number }): number | null {
    if (!this.#isComplete) return null;
    const sorted = this.#entries.subarray(0, this.#size);
    if (!this.#isSorted) sorted.sort();
    this.#isSorted = true;
    let left = Math.ceil(p * n);
    for (const entry of sorted) {
      const bucket = Math.floor(entry / 2 ** 32);
      left -= entry - bucket * 2 ** 32;
      if (left <= 0) return Math.min(max, Math.max(min, bucketMiddle(bucket)));
    }
    return null;
  }

  #push(bucket: number, count: number): void {
    if (this.#size === this.#entries.length) {
      const bigger = new Float64Array(this.#size * 2);
      bigger.set(this.#entries);
      this.#entries = bigger;
    }
    this.#entries[this.#size++] = bucket * 2 ** 32 + count;
    this.#isSorted = false;
  }
}
