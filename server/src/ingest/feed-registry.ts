import { ReadingsFrameBuilder } from '@metropane/city';
import { type FeedBinding, type FeedDecoder, makeDecoder, matchesTopicFilter } from '@metropane/feeds';

/** One feed at work: its decoder and the frame that its observations are collected in. */
export interface FeedRuntime {
  binding: FeedBinding;
  decoder: FeedDecoder;
  builder: ReadingsFrameBuilder;
}

/**
 * Who decodes what. A topic belongs to the first binding that claims it, else to the built-in feed `mqtt` when it lies under the
 * city's prefix, else to nobody.
 */
export class FeedRegistry {
  readonly #feeds = new Map<string, FeedRuntime>();
  readonly #claims: { filter: string; feed: FeedRuntime }[] = [];
  readonly #byTopic = new Map<string, FeedRuntime>();
  readonly #prefix: string;

  constructor(bindings: FeedBinding[], prefix = 'city/v1/') {
    this.#prefix = prefix;
    for (const binding of bindings) {
      const topics = binding.source.kind === 'mqtt' ? binding.source.topics : [];
      const feed = {
        binding,
        decoder: makeDecoder(binding),
        builder: new ReadingsFrameBuilder(binding.id, 1),
      };
      this.#feeds.set(binding.id, feed);
      for (const filter of topics) this.#claims.push({ filter, feed });
    }
  }

  get(id: string): FeedRuntime | undefined {
    return this.#feeds.get(id);
  }

  all(): IterableIterator<FeedRuntime> {
    return this.#feeds.values();
  }

  /** The feed that a topic belongs to. Remembers up to 100,000 topics: matching filters per message would be slow. */
  ofTopic(topic: string): FeedRuntime | undefined {
    const known = this.#byTopic.get(topic);
    if (known !== undefined) return known;
    const claim = this.#claims.find(({ filter }) => matchesTopicFilter(filter, topic));
    const feed = claim?.feed ?? (topic.startsWith(this.#prefix) ? this.#feeds.get('mqtt') : undefined);
    if (feed !== undefined && this.#byTopic.size < 100_000) this.#byTopic.set(topic, feed);
    return feed;
  }
}
