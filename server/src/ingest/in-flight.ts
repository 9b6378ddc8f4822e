import type { RawBatch } from '../broker/raw-batch.ts';

/**
 * How many messages of each feed were handed to the pipeline and not yet taken by it (folded, and their facts in the journal).
 * What still waits in the batcher behind a slow pipeline is not in here: its bytes are in the broker's figures.
 */
export class InFlight {
  readonly #feedOfTopic: (topic: string) => string;
  /** By topic number, as the door's `TopicList` gives them. */
  readonly #feeds: string[] = [];
  readonly #batches = new Map<number, Map<string, number>>();
  readonly #counts = new Map<string, number>();

  /** `feedOfTopic`: the feed that a message of no bound feed belongs to. */
  constructor(feedOfTopic: (topic: string) => string) {
    this.#feedOfTopic = feedOfTopic;
  }

  /** Call before the batch is transferred: afterwards its columns are gone. */
  posted(batch: RawBatch): void {
    if (batch.topicsFrom === 0) this.#feeds.length = 0;
    for (const topic of batch.topics) this.#feeds.push(this.#feedOfTopic(topic));
    const counts = new Map<string, number>();
    let feed = '';
    let n = 0;
    for (let i = 0; i < batch.ends.length; i++) {
      const bound = batch.feeds[batch.feedIndex[i]!]!;
      const next = bound === '' ? this.#feeds[batch.topicIndex[i]!]! : bound;
      // Neighbours mostly belong to one feed: the map is asked when it changes.
      if (next !== feed) {
        if (n > 0) counts.set(feed, (counts.get(feed) ?? 0) + n);
        feed = next;
        n = 0;
      }
      n++;
    }
    if (n > 0) counts.set(feed, (counts.get(feed) ?? 0) + n);
    this.#batches.set(batch.id, counts);
    this.#add(counts, 1);
  }

  done(batchId: number): void {
    const counts = this.#batches.get(batchId);
    if (counts === undefined) return;
    this.#batches.delete(batchId);
    this.#add(counts, -1);
  }

  of(feed: string): number {
    return this.#counts.get(feed) ?? 0;
  }

  /** Every feed that ever had a message under way. */
  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  #add(counts: Map<string, number>, sign: 1 | -1): void {
    for (const [feed, n] of counts) this.#counts.set(feed, this.of(feed) + sign * n);
  }
}
