import { assert, type CanonicalWriter } from '@metropane/base';

/**
 * Per-figure bins of event time for charts: n, sum, max, the newest value and the revision of each bin, in a ring of fixed
 * length. Bins are pictures, not the record: exact windows come from the log. A value older than the ring is not drawn.
 */
export class TimeBins {
  readonly stepMs: number;
  readonly length: number;
  readonly n: Uint32Array;
  readonly sum: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  readonly lastMs: Float64Array;
  /** Values that came after the watermark of their own series had passed the end of the bin: it was shown as closed before. */
  readonly revision: Uint32Array;
  /** Which absolute bin (floor(t / step)) each cell holds; -1 = none. */
  readonly bin: Float64Array;
  newest = -1;

  constructor({ stepMs, length }: { stepMs: number; length: number }) {
    assert(stepMs > 0 && length > 0, 'bins need a step and a length', { stepMs, length });
    this.stepMs = stepMs;
    this.length = length;
    this.n = new Uint32Array(length);
    this.sum = new Float64Array(length);
    this.max = new Float64Array(length);
    this.last = new Float64Array(length);
    this.lastMs = new Float64Array(length);
    this.revision = new Uint32Array(length);
    this.bin = new Float64Array(length).fill(-1);
  }

  /** `watermarkMs`: of the value's series, before this value moved it. */
  add(tMs: number, value: number, watermarkMs: number): void {
    // As an integer: the remainder of two doubles is a slow call.
    const bin = Math.floor(tMs / this.stepMs) | 0;
    const cell = bin % this.length;
    const held = this.bin[cell]!;
    if (bin < held) return;
    if (bin > held) this.#open(cell, bin);
    this.n[cell]! += 1;
    this.sum[cell]! += value;
    if (value > this.max[cell]!) this.max[cell] = value;
    if (tMs >= this.lastMs[cell]!) {
      this.lastMs[cell] = tMs;
      this.last[cell] = value;
    }
    if (watermarkMs >= (bin + 1) * this.stepMs) this.revision[cell]! += 1;
    if (bin > this.newest) this.newest = bin;
  }

  /** The cell of an absolute bin, or -1 when the ring does not hold it. */
  cellOf(bin: number): number {
    if (bin < 0) return -1;
    const cell = bin % this.length;
    return this.bin[cell] === bin ? cell : -1;
  }

  value(bin: number, aggregate: 'mean' | 'sum' | 'max' | 'last'): number | null {
    const cell = this.cellOf(bin);
    if (cell < 0) return null;
    switch (aggregate) {
      case 'mean':
        return this.sum[cell]! / this.n[cell]!;
      case 'sum':
        return this.sum[cell]!;
      case 'max':
        return this.max[cell]!;
      case 'last':
        return this.last[cell]!;
    }
  }

  /** How often an absolute bin was corrected after it had been shown as closed; 0 when the ring does not hold it. */
  revisionOf(bin: number): number {
    const cell = this.cellOf(bin);
    return cell < 0 ? 0 : this.revision[cell]!;
  }

  snapshot(): TimeBinsSnapshot {
    const { stepMs, length, newest } = this;
    return {
      stepMs,
      length,
      newest,
      n: this.n.slice(),
      sum: this.sum.slice(),
      max: this.max.slice(),
      last: this.last.slice(),
      lastMs: this.lastMs.slice(),
      revision: this.revision.slice(),
      bin: this.bin.slice(),
    };
  }

  static from(snapshot: TimeBinsSnapshot): TimeBins {
    const bins = new TimeBins(snapshot);
    bins.n.set(snapshot.n);
    bins.sum.set(snapshot.sum);
    bins.max.set(snapshot.max);
    bins.last.set(snapshot.last);
    bins.lastMs.set(snapshot.lastMs);
    bins.revision.set(snapshot.revision);
    bins.bin.set(snapshot.bin);
    bins.newest = snapshot.newest;
    return bins;
  }

  writeCanonical(w: CanonicalWriter): void {
    w.f64(this.newest);
    for (let cell = 0; cell < this.length; cell++) {
      if (this.bin[cell] === -1) continue;
      w.f64(this.bin[cell]!)
        .u32(this.n[cell]!)
        .f64(this.sum[cell]!)
        .f64(this.max[cell]!)
        .f64(this.last[cell]!)
        .u32(this.revision[cell]!);
    }
  }

  #open(cell: number, bin: number): void {
    this.bin[cell] = bin;
    this.n[cell] = 0;
    this.sum[cell] = 0;
    this.max[cell] = Number.NEGATIVE_INFINITY;
    this.last[cell] = Number.NaN;
    this.lastMs[cell] = Number.NEGATIVE_INFINITY;
    this.revision[cell] = 0;
  }
}

export interface TimeBinsSnapshot {
  stepMs: number;
  length: number;
  newest: number;
  n: Uint32Array;
  sum: Float64Array;
  max: Float64Array;
  last: Float64Array;
  lastMs: Float64Array;
  revision: Uint32Array;
  bin: Float64Array;
}
