import { nextCapacity } from './capacity.ts';
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
  // Scratch, kept between calls.
  #watermarks = new Float64Array(0);
  #feeds = new Uint16Array(0);

  state(feed: number): AggregateState {
    return this.#states[feed] ?? { watermarkMs: -Infinity, idleSources: 0 };
  }

  /** Takes the watermarks of all sources as they are now. */
  take(sources: SourceTable): void {
    const feeds = sources.policies.length;
    const newest = new Float64Array(feeds).fill(-Infinity);
    const oldest = new Float64Array(feeds).fill(Infinity);
    const idle = new Uint32Array(feeds);
    this.#makeRoom(sources.count);
    sources.readInto(this.#watermarks, this.#feeds);
    this.#findNewest(sources.count, newest);
    const limits = newest.map((newestMs, feed) => newestMs - sources.policies[feed]!.allowedLatenessMs);
    this.#findOldest(sources.count, limits, { oldest, idle });
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

  #makeRoom(sources: number): void {
    if (this.#watermarks.length >= sources) return;
    this.#watermarks = new Float64Array(nextCapacity(this.#watermarks.length, sources));
    this.#feeds = new Uint16Array(this.#watermarks.length);
  }

  #findNewest(count: number, newest: Float64Array): void {
    const watermarks = this.#watermarks;
    const feeds = this.#feeds;
    for (let source = 0; source < count; source++) {
      if (watermarks[source]! > newest[feeds[source]!]!) newest[feeds[source]!] = watermarks[source]!;
    }
  }

  #findOldest(count: number, limits: Float64Array, found: { oldest: Float64Array; idle: Uint32Array }): void {
    const watermarks = this.#watermarks;
    const feeds = this.#feeds;
    const { oldest, idle } = found;
    for (let source = 0; source < count; source++) {
      const watermarkMs = watermarks[source]!;
      const feed = feeds[source]!;
      if (watermarkMs < limits[feed]! || watermarkMs === -Infinity) idle[feed] = idle[feed]! + 1;
      else if (watermarkMs < oldest[feed]!) oldest[feed] = watermarkMs;
    }
  }
}
