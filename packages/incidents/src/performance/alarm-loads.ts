import { assert } from '@metropane/base';
import type { CanonicalWriter } from '@metropane/base';

/** Wall-clock buckets, aligned to the epoch, as the figures of ISA-18.2 count them. */
export const LOAD_BUCKET_MS = 600_000;
/** 30 full buckets (5 h) and the one that runs. */
export const LOAD_BUCKETS = 31;

/** JSON-able. */
export interface AlarmLoadsSnapshot {
  /** Number of the running bucket since the epoch; null before the first time. */
  bucket: number | null;
  /** In the order in which positions were first called; oldest bucket first. */
  positions: [position: string, counts: number[]][];
}

/**
 * How many alarms called each duty position in the last five hours: for the gauge of the desk. Fold state: times come from the log.
 * Buckets without an alarm are there, with 0. A time before the running bucket counts in its own one, or nowhere when that has gone.
 */
export class AlarmLoads {
  #bucket: number | null = null;
  readonly #counts = new Map<string, number[]>();

  /** One annunciated alarm (a transition with `isAnnunciated`) of a position, at its processing time. */
  count(position: string, atMs: number): void {
    this.tick(atMs);
    const counts = this.#counts.get(position) ?? noCounts();
    this.#counts.set(position, counts);
    const at = LOAD_BUCKETS - 1 - ((this.#bucket ?? 0) - Math.floor(atMs / LOAD_BUCKET_MS));
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }

  /** Moves on to the bucket of `nowMs`, never back. True: a bucket was completed, the loads of all positions look different. */
  tick(nowMs: number): boolean {
    const bucket = Math.floor(nowMs / LOAD_BUCKET_MS);
    const before = this.#bucket;
    if (before !== null && bucket <= before) return false;
    this.#bucket = bucket;
    if (before === null) return true;
    const shift = Math.min(LOAD_BUCKETS, bucket - before);
    for (const counts of this.#counts.values()) {
      counts.splice(0, shift);
      while (counts.length < LOAD_BUCKETS) counts.push(0);
    }
    return true;
  }

  /** 31 numbers, oldest first; the last is the bucket that runs. */
  loadOf(position: string): number[] {
    return this.#counts.get(position)?.slice() ?? noCounts();
  }

  snapshot(): AlarmLoadsSnapshot {
    return {
      bucket: this.#bucket,
      positions: [...this.#counts].map(([position, counts]) => [position, counts.slice()]),
    };
  }

  /** Fills empty loads with what `snapshot` gave; throws when they are not empty. */
  restore(snapshot: AlarmLoadsSnapshot): void {
    assert(this.#bucket === null, 'only empty loads are restored', { bucket: this.#bucket });
    this.#bucket = snapshot.bucket;
    for (const [position, counts] of snapshot.positions) this.#counts.set(position, counts.slice());
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    write('alarm-loads', (writer) => writer.f64(this.#bucket ?? -1));
    for (const [position, counts] of this.#counts) {
      write(`alarm-load\0${position}`, (writer) => {
        for (const count of counts) writer.u32(count);
      });
    }
  }
}

function noCounts(): number[] {
  return Array.from({ length: LOAD_BUCKETS }, () => 0);
}
