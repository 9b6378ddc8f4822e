import { ReadingsFrameBuilder } from '@metropane/city';
import { type FeedBinding, type FeedDecoder, makeDecoder, matchesTopicFilter } from '@metropane/feeds';
import { TopicRoutes } from './topic-routes.ts';

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
  readonly #prefix: string;
  /** For the batches of the door. */
  readonly routes = new TopicRoutes(this);

  constructor(bindings: FeedBinding[], { isLive = true, prefix = 'city/v1/' } = {}) {
    this.#prefix = prefix;
    for (const binding of bindings) {
      const topics = binding.source.kind === 'mqtt' ? binding.source.topics : [];
      const feed = {
        binding,
        decoder: makeDecoder(binding, { isLive }),
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

  /** The feed that a topic belongs to; tries every filter, so ask once per topic. */
  ofTopic(topic: string): FeedRuntime | undefined {
    const claim = this.#claims.find(({ filter }) => matchesTopicFilter(filter, topic));
    return claim?.feed ?? (topic.startsWith(this.#prefix) ? this.#feeds.get('mqtt') : undefined);
  }
}
