import type { CanonicalWriter } from '@metropane/base';

/**
 * Exclusive upper bounds (ms) of the buckets of lag = arrival − event time. The first bucket is negative lag: a clock that runs
 * ahead. The last bucket has no bound.
 */
export const LAG_BOUNDS_MS = [
  0, 100, 300, 1_000, 3_000, 10_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 86_400_000,
] as const;

const BUCKETS = LAG_BOUNDS_MS.length + 1;
const HOUR_MS = 3_600_000;
const HOURS = 24;

/** How late a feed's observations came over the last 24 hours of arrival, in hourly slots that are overwritten in turn. */
export class LagHistogram {
  readonly #counts: Float64Array;
  /** Which hour (floor(arrival / 1 h)) a slot holds; -1 = none. */
  readonly #hours: Float64Array;

  constructor(from?: LagHistogramSnapshot) {
    this.#counts = from?.counts.slice() ?? new Float64Array(HOURS * BUCKETS);
    this.#hours = from?.hours.slice() ?? new Float64Array(HOURS).fill(-1);
  }

  /** One observation that arrived at `arrivalMs`, `lagMs` after it happened. */
  add(lagMs: number, arrivalMs: number): void {
    const hour = Math.floor(arrivalMs / HOUR_MS);
    const slot = hour % HOURS;
    const held = this.#hours[slot]!;
    if (hour < held) return;
    if (hour > held) {
      this.#hours[slot] = hour;
      this.#counts.fill(0, slot * BUCKETS, (slot + 1) * BUCKETS);
    }
    this.#counts[slot * BUCKETS + bucketOf(lagMs)]! += 1;
  }

  /** Observations per bucket over the 24 hours up to `nowMs`. */
  counts(nowMs: number): number[] {
    const sums = Array.from({ length: BUCKETS }, () => 0);
    const oldest = Math.floor(nowMs / HOUR_MS) - HOURS + 1;
    for (let slot = 0; slot < HOURS; slot++) {
      if (this.#hours[slot]! < oldest) continue;
      for (let bucket = 0; bucket < BUCKETS; bucket++)
        sums[bucket]! += this.#counts[slot * BUCKETS + bucket]!;
    }
    return sums;
  }

  snapshot(): LagHistogramSnapshot {
    return { counts: this.#counts.slice(), hours: this.#hours.slice() };
  }

  writeCanonical(w: CanonicalWriter): void {
    for (let slot = 0; slot < HOURS; slot++) {
      if (this.#hours[slot] === -1) continue;
      w.f64(this.#hours[slot]!);
      for (let bucket = 0; bucket < BUCKETS; bucket++) w.f64(this.#counts[slot * BUCKETS + bucket]!);
    }
  }
}

export interface LagHistogramSnapshot {
  counts: Float64Array;
  hours: Float64Array;
}

function bucketOf(lagMs: number): number {
  let bucket = 0;
  while (bucket < LAG_BOUNDS_MS.length && lagMs >= LAG_BOUNDS_MS[bucket]!) bucket += 1;
  return bucket;
}
