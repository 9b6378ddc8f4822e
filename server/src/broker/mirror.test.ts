import { expect, test } from 'vitest';
import { makeTopicSpace } from '../access/topic-space.ts';
import { DEFAULT_GUARD_LIMITS } from './guard-limits.ts';
import type { GuardedConnection } from './guarded-connection.ts';
import { Mirror } from './mirror.ts';
import type { MirrorPacket } from './mirror.ts';
import { TopicTable } from './topic-table.ts';

const topics = new TopicTable(makeTopicSpace(), 64);
const reading = { payload: Buffer.from('x'), qos: 0, retain: false } as const;
const description = { payload: Buffer.from('x'), qos: 0, retain: true } as const;
const end = { payload: Buffer.alloc(0), qos: 0, retain: true } as const;

function makeBench(limits: Partial<typeof DEFAULT_GUARD_LIMITS> = {}) {
  const sent: { packet: MirrorPacket; done: () => void }[] = [];
  const mirror = new Mirror({ ...DEFAULT_GUARD_LIMITS, ...limits }, (packet, done) =>
    sent.push({ packet, done }),
  );
  return { mirror, sent };
}

/** As much of a connection as the mirror sees. */
function subscriber(writableNeedDrain: boolean): { connection: GuardedConnection; cuts: string[] } {
  const cuts: string[] = [];
  const connection = { writableNeedDrain, cut: (reason: string) => cuts.push(reason) };
  return { connection: connection as unknown as GuardedConnection, cuts };
}

test('without subscribers only what is retained is copied', () => {
  const { mirror, sent } = makeBench();
  mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  mirror.offer(topics.entryOf('city/v1/entity/air/a'), description);
  expect(sent.map(({ packet }) => [packet.topic, packet.retain])).toEqual([['city/v1/entity/air/a', true]]);
  const { connection } = subscriber(false);
  mirror.addSubscriptions(connection, ['#', 'a']);
  mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  mirror.removeSubscriptions(connection, ['#']);
  mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  mirror.removeSubscriptions(connection, ['a']);
  mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  expect(sent).toHaveLength(3);
});

test('retained topics are bounded; an ended one makes room', () => {
  const { mirror, sent } = makeBench({ maxRetainedTopics: 2 });
  for (const name of ['a', 'b', 'c', 'a'])
    mirror.offer(topics.entryOf(`city/v1/entity/air/${name}`), description);
  expect([sent.length, mirror.retainRefused]).toEqual([3, 1]);
  mirror.offer(topics.entryOf('city/v1/entity/air/a'), end);
  mirror.offer(topics.entryOf('city/v1/entity/air/a'), end);
  mirror.offer(topics.entryOf('city/v1/entity/air/c'), description);
  expect(sent.map(({ packet }) => packet.topic.at(-1))).toEqual(['a', 'b', 'a', 'a', 'c']);
  expect(mirror.retainRefused).toBe(1);
});

test('too many copies on their way: the subscribers that do not drain are cut, and the loss is counted', () => {
  const { mirror, sent } = makeBench({ maxMirrorMessages: 2 });
  const [slow, quick] = [subscriber(true), subscriber(false)];
  for (const { connection } of [slow, quick]) mirror.addSubscriptions(connection, ['#']);
  for (let n = 0; n < 3; n += 1) mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  expect([slow.cuts, quick.cuts, mirror.dropped]).toEqual([['slow-subscriber'], [], 1]);
  sent[0]?.done();
  mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  expect([sent.length, mirror.dropped]).toEqual([3, 1]);
});

test('if no subscriber stands out all are cut: a visible end is better than a hole in a recording', () => {
  const { mirror } = makeBench({ maxMirrorMessages: 1 });
  const [one, two] = [subscriber(false), subscriber(false)];
  for (const { connection } of [one, two]) mirror.addSubscriptions(connection, ['#']);
  for (let n = 0; n < 4; n += 1) mirror.offer(topics.entryOf('city/v1/obs/air/a'), reading);
  expect([one.cuts, two.cuts]).toEqual([['slow-subscriber'], ['slow-subscriber']]);
  expect([mirror.dropped, mirror.subscriberCount]).toEqual([1, 0]);
});
