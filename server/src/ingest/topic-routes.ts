import type { TopicDecoder } from '@metropane/feeds';
import type { RawBatch } from '../broker/raw-batch.ts';
import type { FeedRegistry, FeedRuntime } from './feed-registry.ts';

/** Where the messages of one topic go: to a feed and its decoder, or (undefined) to nobody. */
export interface TopicRoute {
  readonly topic: string;
  readonly feed: FeedRuntime | undefined;
  readonly decoder: TopicDecoder | undefined;
}

/**
 * The receiver's half of the dictionary that the door's `TopicList` writes: routes by the number of a topic, found once per topic
 * and not once per message. Takes the batches of one sender in their order.
 */
export class TopicRoutes {
  readonly #registry: FeedRegistry;
  readonly #topics: string[] = [];
  /** By the feed that a sender is bound to ('' = by topic), then by topic number. */
  readonly #byFeed = new Map<string, (TopicRoute | undefined)[]>();
  #bound = '';
  #routes: (TopicRoute | undefined)[] = [];

  constructor(registry: FeedRegistry) {
    this.#registry = registry;
    this.#byFeed.set(this.#bound, this.#routes);
  }

  /** Learns the topics that are new in a batch. */
  learn({ topics, topicsFrom }: Pick<RawBatch, 'topics' | 'topicsFrom'>): void {
    if (topicsFrom === 0) {
      this.#topics.length = 0;
      for (const routes of this.#byFeed.values()) routes.length = 0;
    }
    for (const topic of topics) this.#topics.push(topic);
  }

  /** The route of topic `number` for a sender that is bound to `feed`; '' = bound to none. */
  at(feed: string, number: number): TopicRoute {
    if (feed !== this.#bound) this.#bind(feed);
    return this.#routes[number] ?? this.#find(number);
  }

  #find(number: number): TopicRoute {
    const topic = this.#topics[number]!;
    const feed = this.#bound === '' ? this.#registry.ofTopic(topic) : this.#registry.get(this.#bound);
    const route = { topic, feed, decoder: feed?.decoder.ofTopic(topic) };
    const routes = this.#routes;
    // Numbers come in order, but for topics of other feeds: those are filled in, since an array with holes is a slow one.
    while (routes.length < number) routes.push(undefined);
    routes[number] = route;
    return route;
  }

  #bind(feed: string): void {
    this.#bound = feed;
    const known = this.#byFeed.get(feed);
    this.#routes = known ?? [];
    if (known === undefined) this.#byFeed.set(feed, this.#routes);
  }
}
