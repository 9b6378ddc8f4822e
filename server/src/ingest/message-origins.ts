import type { FeedRuntime } from './feed-registry.ts';

/**
 * Which readings of which feed's frame each message of a batch became, so that its bytes can be kept under their places in the
 * log. Columns by message: they travel with the batch.
 */
export class MessageOrigins {
  /** Feeds in the order in which the batch named them. */
  readonly feeds: string[] = [];
  /** 1 + index into `feeds`; 0 = the message was refused whole. */
  readonly feedOf: Uint16Array;
  /** Readings in the feed's frame behind this message; those before it are the ones of the feed's message before. */
  readonly readingsTo: Uint32Array;
  readonly #numbers = new Map<FeedRuntime, number>();
  #last: FeedRuntime | undefined;
  #number = 0;

  constructor(messages: number) {
    this.feedOf = new Uint16Array(messages);
    this.readingsTo = new Uint32Array(messages);
  }

  /** Message `i` has been decoded into the feed's builder. */
  note(i: number, feed: FeedRuntime): void {
    if (feed !== this.#last) this.#enter(feed);
    this.feedOf[i] = this.#number;
    this.readingsTo[i] = feed.builder.readingCount;
  }

  #enter(feed: FeedRuntime): void {
    this.#last = feed;
    const known = this.#numbers.get(feed);
    this.#number = known ?? this.feeds.push(feed.binding.id);
    if (known === undefined) this.#numbers.set(feed, this.#number);
  }
}
