import type { RawBatch } from '../broker/raw-batch.ts';

/**
 * How many messages of each feed were handed to the pipeline and not yet taken by it (folded, and their facts in the journal).
 * What still waits in the batcher behind a slow pipeline is not in here: its bytes are in the broker's figures.
 */
export class InFlight {
  readonly #feedOfTopic: (topic: string) => string;
  readonly #batches = new Map<number, Map<string, number>>();
  readonly #counts = new Map<string, number>();

  /** `feedOfTopic`: the feed that a message of no bound feed belongs to. */
  constructor(feedOfTopic: (topic: string) => string) {
    this.#feedOfTopic = feedOfTopic;
  }

  /** Call before the batch is transferred: afterwards its columns are gone. */
  posted(batch: RawBatch): void {
    const feedsOfTopics = batch.topics.map(this.#feedOfTopic);
    const counts = new Map<string, number>();
    for (let i = 0; i < batch.ends.length; i++) {
      const bound = batch.feeds[batch.feedIndex[i]!]!;
      const feed = bound === '' ? feedsOfTopics[batch.topicIndex[i]!]! : bound;
      counts.set(feed, (counts.get(feed) ?? 0) + 1);
    }
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
