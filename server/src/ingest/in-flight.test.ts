import { expect, test } from 'vitest';
import type { RawBatch } from '../broker/raw-batch.ts';
import { InFlight } from './in-flight.ts';

const batch = (
  id: number,
  topics: string[],
  { feeds = [''], topicsFrom = 0 }: { feeds?: string[]; topicsFrom?: number } = {},
): RawBatch => ({
  id,
  topics,
  topicsFrom,
  topicIndex: Uint32Array.from(topics, (_, i) => topicsFrom + i),
  payloads: new Uint8Array(),
  ends: new Uint32Array(topics.length),
  arrivalMs: new Float64Array(topics.length),
  feeds,
  feedIndex: new Uint32Array(topics.length),
  refused: new Uint8Array(topics.length),
  flags: new Uint8Array(topics.length),
  realms: ['live'],
  realmIndex: new Uint8Array(topics.length),
  shed: [],
});

test('messages are under way from the hand-over until the pipeline is done with their batch, each for its feed', () => {
  const inFlight = new InFlight((topic) => (topic.startsWith('hsl') ? 'hsl' : 'mqtt'));
  inFlight.posted(batch(1, ['hsl/1', 'city/v1/obs/a/b', 'city/v1/obs/a/c']));
  inFlight.posted(batch(2, ['hsl/2'], { feeds: ['demo'], topicsFrom: 3 }));
  expect(inFlight.all()).toEqual({ hsl: 1, mqtt: 2, demo: 1 });
  inFlight.done(1);
  inFlight.done(1);
  expect(inFlight.all()).toEqual({ hsl: 0, mqtt: 0, demo: 1 });
  expect([inFlight.of('demo'), inFlight.of('never')]).toEqual([1, 0]);
  inFlight.posted({
    ...batch(3, [], { topicsFrom: 4 }),
    topicIndex: Uint32Array.of(0, 1, 0),
    ends: new Uint32Array(3),
    feedIndex: new Uint32Array(3),
  });
  expect(inFlight.all()).toEqual({ hsl: 2, mqtt: 1, demo: 1 });
  inFlight.posted(batch(4, ['city/v1/obs/a/b']));
  expect(inFlight.of('mqtt'), 'a numbering that begins anew').toBe(2);
});
