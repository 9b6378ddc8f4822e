import { withRoom } from './capacity.ts';
import type { SourceTable } from './source-table.ts';

/** Looks at sources per tick, two for each: a million at once would be a pause of some 15 ms. */
const LOOKS_PER_TICK = 131_072;

/** The aggregate watermark of a feed (-Infinity before any event) and how many sources it leaves out. */
export interface AggregateState {
  readonly watermarkMs: number;
  readonly idleSources: number;
}

/** What a checkpoint keeps: the states, and a taking that is not finished. */
export interface AggregateSnapshot {
  readonly states: readonly AggregateState[];
  readonly watermarks: Float64Array;
  readonly next: number;
  readonly count: number;
  readonly newest: Float64Array;
  readonly oldest: Float64Array;
  readonly idle: Uint32Array;
}

/**
 * The watermark of figures computed over all sources of a feed: the smallest of theirs, monotone. A source more than
 * `allowedLatenessMs` behind the most advanced one, or without any event, counts as idle and does not hold the others back;
 * how many do is shown [W17].
 */
export class AggregateWatermarks {
  #states: AggregateState[] = [];
  #watermarks = new Float64Array(0);
  #feeds = new Uint16Array(0);
  /** The next look: up to `#count` for the newest watermark of each feed, up to twice that for the oldest within reach of it. */
  #next = 0;
  /** Sources of the taking that is going on; 0 = none is. */
  #count = 0;
  // Per feed, of that taking.
  #newest = new Float64Array(0);
  #oldest = new Float64Array(0);
  #idle = new Uint32Array(0);

  state(feed: number): AggregateState {
    return this.#states[feed] ?? { watermarkMs: -Infinity, idleSources: 0 };
  }

  /** Begins to take the watermarks of all sources, unless a taking is going on. */
  begin(sources: SourceTable): void {
    if (this.#count > 0) return;
    const feeds = sources.policies.length;
    this.#count = sources.count;
    this.#next = 0;
    this.#newest = new Float64Array(feeds).fill(-Infinity);
    this.#oldest = new Float64Array(feeds).fill(Infinity);
    this.#idle = new Uint32Array(feeds);
    this.#makeRoom();
  }

  /** Goes on with a taking: 131,072 looks per tick; with the last of them the aggregates are renewed. */
  proceed(sources: SourceTable): void {
    if (this.#count === 0) return;
    let looks = LOOKS_PER_TICK;
    if (this.#next < this.#count) {
      const end = Math.min(this.#next + looks, this.#count);
      sources.readInto({ watermarks: this.#watermarks, feeds: this.#feeds }, this.#next, end);
      this.#findNewest(this.#next, end);
      looks -= end - this.#next;
      this.#next = end;
    }
    if (this.#next < this.#count) return;
    const from = this.#next - this.#count;
    const end = Math.min(from + looks, this.#count);
    this.#findOldest(sources, from, end);
    this.#next = this.#count + end;
    if (end === this.#count) this.#finish();
  }

  snapshot(): AggregateSnapshot {
    return {
      states: [...this.#states],
      watermarks: this.#watermarks.slice(0, Math.min(this.#next, this.#count)),
      next: this.#next,
      count: this.#count,
      newest: this.#newest.slice(),
      oldest: this.#oldest.slice(),
      idle: this.#idle.slice(),
    };
  }

  /** Replaces the content of this (fresh) object. */
  load(snapshot: AggregateSnapshot, sources: SourceTable): void {
    this.#states = [...snapshot.states];
    this.#next = snapshot.next;
    this.#count = snapshot.count;
    this.#newest = snapshot.newest.slice();
    this.#oldest = snapshot.oldest.slice();
    this.#idle = snapshot.idle.slice();
    this.#makeRoom();
    this.#watermarks.set(snapshot.watermarks);
    for (let source = 0; source < snapshot.watermarks.length; source++)
      this.#feeds[source] = sources.feed(source);
  }

  #makeRoom(): void {
    this.#watermarks = withRoom(this.#watermarks, { size: 1, records: this.#count, most: this.#count * 2 });
    this.#feeds = withRoom(this.#feeds, { size: 1, records: this.#count, most: this.#count * 2 });
  }

  #findNewest(from: number, to: number): void {
    const watermarks = this.#watermarks;
    const feeds = this.#feeds;
    const newest = this.#newest;
    for (let source = from; source < to; source++) {
      if (watermarks[source]! > newest[feeds[source]!]!) newest[feeds[source]!] = watermarks[source]!;
    }
  }

  #findOldest({ policies }: SourceTable, from: number, to: number): void {
    const limits = this.#newest.map((newestMs, feed) => newestMs - policies[feed]!.allowedLatenessMs);
    const watermarks = this.#watermarks;
    const feeds = this.#feeds;
    const oldest = this.#oldest;
    const idle = this.#idle;
    for (let source = from; source < to; source++) {
      const watermarkMs = watermarks[source]!;
      const feed = feeds[source]!;
      if (watermarkMs < limits[feed]! || watermarkMs === -Infinity) idle[feed] = idle[feed]! + 1;
      else if (watermarkMs < oldest[feed]!) oldest[feed] = watermarkMs;
    }
  }

  #finish(): void {
    for (let feed = 0; feed < this.#newest.length; feed++) {
      const previousMs = this.state(feed).watermarkMs;
      const takenMs = this.#oldest[feed] === Infinity ? -Infinity : this.#oldest[feed]!;
      const idleSources = this.#idle[feed]!;
      this.#states[feed] = { watermarkMs: Math.max(previousMs, takenMs), idleSources };
    }
    this.#count = 0;
    this.#next = 0;
  }
}
