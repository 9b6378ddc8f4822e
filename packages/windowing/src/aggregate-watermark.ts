import type { SourceTable } from './source-table.ts';

/** The aggregate watermark of a feed (-Infinity before any event) and how many sources it leaves out. */
export interface AggregateState {
  readonly watermarkMs: number;
  readonly idleSources: number;
}

/**
 * The watermark of figures computed over all sources of a feed: the smallest of theirs, monotone. A source more than
 * `allowedLatenessMs` behind the most advanced one, or without any event, counts as idle and does not hold the others back;
 * how many do is shown [W17].
 */
export class AggregateWatermarks {
  #states: AggregateState[] = [];
  #watermarks = new Float64Array(0);

  state(feed: number): AggregateState {
    return this.#states[feed] ?? { watermarkMs: -Infinity, idleSources: 0 };
  }

  /** Takes the watermarks of all sources as they are now. */
  take(sources: SourceTable): void {
    const feeds = sources.policies.length;
    const newest = new Float64Array(feeds).fill(-Infinity);
    const oldest = new Float64Array(feeds).fill(Infinity);
    const idle = new Uint32Array(feeds);
    const watermarks = this.#readWatermarks(sources, newest);
    for (let source = 0; source < sources.count; source++) {
      const feed = sources.feed(source);
      const watermarkMs = watermarks[source]!;
      const behindMs = newest[feed]! - watermarkMs;
      if (watermarkMs === -Infinity || behindMs > sources.policies[feed]!.allowedLatenessMs) idle[feed]!++;
      else if (watermarkMs < oldest[feed]!) oldest[feed] = watermarkMs;
    }
    for (let feed = 0; feed < feeds; feed++) {
      const previousMs = this.state(feed).watermarkMs;
      const takenMs = oldest[feed] === Infinity ? -Infinity : oldest[feed]!;
      this.#states[feed] = { watermarkMs: Math.max(previousMs, takenMs), idleSources: idle[feed]! };
    }
  }

  snapshot(): AggregateState[] {
    return [...this.#states];
  }

  /** Replaces the content. */
  load(states: readonly AggregateState[]): void {
    this.#states = [...states];
  }

  /** Every source's watermark, computed once, and the newest of each feed. */
  #readWatermarks(sources: SourceTable, newest: Float64Array): Float64Array {
    if (this.#watermarks.length < sources.count) this.#watermarks = new Float64Array(sources.count);
    const watermarks = this.#watermarks;
    for (let source = 0; source < sources.count; source++) {
      const feed = sources.feed(source);
      const watermarkMs = sources.watermarkMs(source);
      watermarks[source] = watermarkMs;
      if (watermarkMs > newest[feed]!) newest[feed] = watermarkMs;
    }
    return watermarks;
  }
}
