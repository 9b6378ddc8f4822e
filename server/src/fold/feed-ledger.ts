import { assert, type CanonicalWriter } from '@metropane/base';
import type { FeedConfig } from './fold-config.ts';

/** Cumulative counts of one feed in observations × metrics; `received = counted + duplicate + late + sum(rejected)`. */
export interface FeedCounts {
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  missing: number;
  flagged: number;
  conflict: number;
  rejected: Record<string, number>;
  lastArrivalMs: number;
  lastEventMs: number;
}

/**
 * The conservation law of DESIGN 5.1, kept in one place: every way in which a reading can end adds to `received` and to
 * exactly one other count, so the law cannot be broken by forgetting one of two additions.
 */
export class FeedLedger {
  readonly #feeds = new Map<string, FeedCounts>();
  readonly #configs = new Map<string, FeedConfig>();

  configure(feeds: FeedConfig[]): void {
    this.#configs.clear();
    for (const feed of feeds) {
      this.#configs.set(feed.id, feed);
      this.counts(feed.id);
    }
  }

  config(feed: string): FeedConfig | undefined {
    return this.#configs.get(feed);
  }

  ids(): IterableIterator<string> {
    return this.#feeds.keys();
  }

  /** The counts of a feed; a feed that is met for the first time starts at zero. */
  counts(feed: string): FeedCounts {
    let counts = this.#feeds.get(feed);
    if (counts === undefined) {
      counts = emptyCounts();
      this.#feeds.set(feed, counts);
    }
    return counts;
  }

  reject(feed: string, code: string, { n, arrivalMs }: { n: number; arrivalMs: number }): void {
    assert(n > 0, 'a rejection counts at least one', { feed, code, n });
    const counts = this.counts(feed);
    counts.received += n;
    counts.rejected[code] = (counts.rejected[code] ?? 0) + n;
    counts.lastArrivalMs = Math.max(counts.lastArrivalMs, arrivalMs);
  }

  snapshot(): Record<string, FeedCounts> {
    return structuredClone(Object.fromEntries(this.#feeds));
  }

  restore(feeds: Record<string, FeedCounts>): void {
    this.#feeds.clear();
    for (const [id, counts] of Object.entries(feeds)) this.#feeds.set(id, structuredClone(counts));
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [id, c] of this.#feeds) {
      write(`feed\0${id}`, (w) => {
        w.f64(c.received).f64(c.counted).f64(c.duplicate).f64(c.late).f64(c.missing).f64(c.flagged);
        w.f64(c.conflict).f64(c.lastArrivalMs).f64(c.lastEventMs);
        for (const code of Object.keys(c.rejected).toSorted()) w.string(code).f64(c.rejected[code]!);
      });
    }
  }
}

function emptyCounts(): FeedCounts {
  return {
    received: 0,
    counted: 0,
    duplicate: 0,
    late: 0,
    missing: 0,
    flagged: 0,
    conflict: 0,
    rejected: {},
    lastArrivalMs: Number.NEGATIVE_INFINITY,
    lastEventMs: Number.NEGATIVE_INFINITY,
  };
}
