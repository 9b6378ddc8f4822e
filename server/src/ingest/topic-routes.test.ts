import { builtinBindings } from '@metropane/feeds';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { TopicList } from '../broker/topic-list.ts';
import type { TopicEntry } from '../broker/topic-table.ts';
import { FeedRegistry } from './feed-registry.ts';

/** Interns like the door's table, which is emptied when it is full. */
class Entries {
  readonly #known = new Map<string, TopicEntry>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  entryOf(topic: string): TopicEntry {
    const known = this.#known.get(topic);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#limit) this.#known.clear();
    const entry: TopicEntry = { topic, kind: 'observation', mayRetain: false, list: null, number: 0 };
    this.#known.set(topic, entry);
    return entry;
  }
}

test('the receiver knows every topic by the number that the sender gave it, also when tables and lists begin anew', () => {
  forSeeds('topic-routes', 15, (rng) => {
    // Small enough that both the door's table and the list are emptied many times.
    const table = new Entries(32);
    const list = new TopicList(20);
    const { routes } = new FeedRegistry(builtinBindings('UTC'));
    for (let batch = 0; batch < 60; batch++) {
      const sent = Array.from({ length: rng.int(12) }, () => {
        const topic = rng.int(5) === 0 ? `foreign/${rng.int(9)}` : `city/v1/obs/air/s${rng.int(60)}`;
        return { topic, feed: rng.int(4) === 0 ? 'http' : '', number: list.numberOf(table.entryOf(topic)) };
      });
      routes.learn(list.takeFresh());
      for (const { topic, feed, number } of sent) {
        const route = routes.at(feed, number);
        const expected = feed === '' && topic.startsWith('foreign') ? undefined : feed || 'mqtt';
        expect([route.topic, route.feed?.binding.id]).toEqual([topic, expected]);
      }
    }
  });
});

test('a topic crosses once', () => {
  const table = new Entries(64);
  const list = new TopicList();
  const send = (...topics: string[]) => {
    for (const topic of topics) list.numberOf(table.entryOf(topic));
    return list.takeFresh();
  };
  expect(send('a', 'b', 'a')).toEqual({ topics: ['a', 'b'], topicsFrom: 0 });
  expect(send('b', 'c')).toEqual({ topics: ['c'], topicsFrom: 2 });
  expect(send('a')).toEqual({ topics: [], topicsFrom: 3 });
});
