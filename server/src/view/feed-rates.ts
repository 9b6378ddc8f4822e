import type { Spark } from '@metropane/live-state';

const MINUTE_MS = 60_000;
const MINUTES = 60;

/**
 * Readings that each feed received per whole minute of processing time over the last hour, for a picture of its rhythm. It
 * starts with the process: minutes before it, and the minute that it started in, are unknown, which is not 0.
 */
export class FeedRates {
  readonly #feeds = new Map<string, FeedMinutes>();

  /** Takes the feed's cumulative count; call at least once a minute. */
  note(feed: string, received: number, nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const known = this.#feeds.get(feed);
    if (known === undefined) {
      this.#feeds.set(feed, { minute, receivedBefore: null, received, counts: new Map() });
      return;
    }
    if (minute > known.minute) {
      if (known.receivedBefore !== null)
        known.counts.set(known.minute, known.received - known.receivedBefore);
      known.counts.delete(known.minute - MINUTES);
      // Minutes that nobody looked at (a stopped process) stay unknown.
      known.receivedBefore = minute === known.minute + 1 ? known.received : null;
      known.minute = minute;
    }
    known.received = received;
  }

  /** The 60 whole minutes before `nowMs`. */
  perMinute(feed: string, nowMs: number): Spark {
    const first = Math.floor(nowMs / MINUTE_MS) - MINUTES;
    const counts = this.#feeds.get(feed)?.counts;
    return {
      startMs: first * MINUTE_MS,
      stepMs: MINUTE_MS,
      values: Array.from({ length: MINUTES }, (_, i) => counts?.get(first + i) ?? null),
    };
  }
}

interface FeedMinutes {
  minute: number;
  /** Cumulative count when `minute` began; null when that was not seen. */
  receivedBefore: number | null;
  received: number;
  /** Whole minutes by their number. */
  counts: Map<number, number>;
}
