import { REJECT_CODES } from '@metropane/city';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Principal } from '../access/principal.ts';
import { makeTopicSpace } from '../access/topic-space.ts';
import { noAck } from './broker-sink.ts';
import type { IncomingPublish } from './broker-sink.ts';
import { MessageBatcher } from './message-batcher.ts';
import type { MessageBatcherOptions } from './message-batcher.ts';
import type { RawBatch } from './raw-batch.ts';
import { TopicTable } from './topic-table.ts';

const FEED: Principal = { kind: 'token', id: 'f', role: 'feed', realm: 'live', label: 'feed' };
const SIMULATOR: Principal = { ...FEED, id: 's', role: 'simulator', realm: 'exercise:a' };
const BOUND: Principal = { ...FEED, kind: 'external-broker', id: 'hsl', feed: 'hsl' };

const topics = new TopicTable(makeTopicSpace(), 16);

function publish(
  fields: Partial<Omit<IncomingPublish, 'entry'>> & { topic?: string; text?: string } = {},
): IncomingPublish {
  const { topic = 't', text = '{}', ...rest } = fields;
  const bytes = Buffer.from(`<${text}>`);
  return {
    ...{ clientId: 'c', principal: FEED, entry: topics.entryOf(topic), qos: 0, retain: false, ack: noAck },
    ...{ bytes, start: 1, end: bytes.length - 1, ...rest },
  };
}

/** A batcher with a hand-driven timer; `posted` keeps what the worker would get. */
function makeBench(options: Partial<MessageBatcherOptions> = {}) {
  const posted: RawBatch[] = [];
  let due: (() => void) | undefined;
  const batcher = new MessageBatcher({
    post: (batch) => posted.push(batch),
    clock: { nowMs: () => 1_000 },
    servesRealm: () => true,
    schedule: (act) => {
      due = act;
      return () => (due = undefined);
    },
    ...options,
  });
  const tick = () => {
    const act = due;
    due = undefined;
    act?.();
  };
  return { batcher, posted, tick, isTimerSet: () => due !== undefined };
}

/** Batches read back as a list of messages, topics as the receiver learns them. */
function messagesOf(batches: readonly RawBatch[]) {
  const known: string[] = [];
  return batches.flatMap((batch) => {
    known.length = batch.topicsFrom;
    known.push(...batch.topics);
    return messagesIn(batch, known);
  });
}

function messagesIn(batch: RawBatch, known: readonly string[]) {
  return Array.from(batch.ends, (end, at) => ({
    topic: known[batch.topicIndex[at] ?? -1],
    text: Buffer.from(batch.payloads.subarray(at === 0 ? 0 : batch.ends[at - 1], end)).toString(),
    feed: batch.feeds[batch.feedIndex[at] ?? -1],
    realm: batch.realms[batch.realmIndex[at] ?? -1],
    qos: (batch.flags[at] ?? 0) & 3,
    retain: ((batch.flags[at] ?? 0) & 4) !== 0,
    refused: REJECT_CODES[(batch.refused[at] ?? 0) - 1],
    arrivalMs: batch.arrivalMs[at],
  }));
}

test('what goes in comes out, in order, whatever the sizes of batches', () => {
  const message = fc.record({
    topic: fc.constantFrom('a', 'b', 'c'),
    text: fc.string({ maxLength: 40 }),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    retain: fc.boolean(),
    principal: fc.constantFrom(FEED, SIMULATOR, BOUND),
    refusal: fc.constantFrom(undefined, 'forbidden' as const, 'unknown-topic' as const, 'oversize' as const),
  });
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 90 }),
      (messages, maxMessages, maxBytes) => {
        const { batcher, posted } = makeBench({ maxMessages, maxBytes, maxInFlightBatches: 1_000 });
        for (const { refusal, ...rest } of messages)
          batcher.onPublish(publish({ ...rest, ...(refusal && { refusal }) }));
        batcher.flush();
        expect(messagesOf(posted)).toEqual(
          messages.map(({ principal, refusal, ...rest }) => ({
            ...rest,
            feed: principal.feed ?? '',
            realm: principal.realm,
            refused: refusal,
            arrivalMs: 1_000,
          })),
        );
        expect(posted.map(({ id }) => id)).toEqual(posted.map((_batch, at) => at + 1));
        for (const batch of posted) expect(batch.ends.length).toBeLessThanOrEqual(maxMessages);
      },
    ),
  );
});

test('messages of a realm without a room are refused, so that a drill never shows in the live picture', () => {
  const posted: RawBatch[] = [];
  const batcher = new MessageBatcher({ post: (batch) => posted.push(batch), clock: { nowMs: () => 1 } });
  for (const principal of [FEED, SIMULATOR]) batcher.onPublish(publish({ principal }));
  batcher.onPublish(publish({ principal: SIMULATOR, refusal: 'unknown-topic' }));
  batcher.flush();
  expect(messagesOf(posted).map(({ realm, refused }) => [realm, refused])).toEqual([
    ['live', undefined],
    ['exercise:a', 'forbidden'],
    ['exercise:a', 'unknown-topic'],
  ]);
});

test('a batch leaves when it is full by count, by bytes, or by time, and not before', () => {
  const { batcher, posted, tick, isTimerSet } = makeBench({ maxMessages: 3, maxBytes: 100 });
  for (let at = 0; at < 2; at += 1) batcher.onPublish(publish());
  expect([posted.length, isTimerSet()]).toEqual([0, true]);
  batcher.onPublish(publish());
  expect([posted.length, isTimerSet()]).toEqual([1, false]);
  batcher.onPublish(publish({ text: 'x'.repeat(60) }));
  batcher.onPublish(publish({ text: 'y'.repeat(60) }));
  expect(posted.map((batch) => batch.payloads.length)).toEqual([6, 60]);
  tick();
  expect(posted.map((batch) => batch.payloads.length)).toEqual([6, 60, 60]);
  batcher.onPublish(publish({ text: 'z'.repeat(5_000) }));
  expect(posted.at(-1)?.payloads.length).toBe(5_000);
  tick();
  expect(posted).toHaveLength(4);
});

test('the payload is copied: the receive buffer may be used again at once', () => {
  const { batcher, posted } = makeBench();
  const bytes = Buffer.from('before');
  batcher.onPublish({ ...publish(), bytes, start: 0, end: 6 });
  bytes.fill('x');
  batcher.flush();
  expect(messagesOf(posted).map(({ text }) => text)).toEqual(['before']);
});

test('senders are answered when the worker is done with their batch, and only once', () => {
  const { batcher, posted } = makeBench({ maxMessages: 2 });
  const answered: string[] = [];
  for (const name of ['a', 'b', 'c']) batcher.onPublish(publish({ qos: 1, ack: () => answered.push(name) }));
  batcher.flush();
  expect(answered).toEqual([]);
  batcher.finish(posted[1]?.id ?? 0);
  expect(answered).toEqual(['c']);
  batcher.finish(posted[0]?.id ?? 0);
  batcher.finish(posted[0]?.id ?? 0);
  batcher.finish(99);
  expect(answered).toEqual(['c', 'a', 'b']);
  expect(batcher.health()).toMatchObject({ inFlightBatches: 0, inFlightBytes: 0, queuedBytes: 0 });
});

test('while the worker is behind every sender is asked to pause and nothing is lost', () => {
  const { batcher, posted } = makeBench({ maxMessages: 1, maxInFlightBatches: 1, monotonicMs: () => 0 });
  expect(['a', 'b', 'c'].map((text) => batcher.onPublish(publish({ text })))).toEqual([true, false, false]);
  expect(batcher.health()).toMatchObject({ accepted: 3, shed: 0, isShedding: false });
  for (let id = 1; id <= 3; id += 1) batcher.finish(id);
  expect(messagesOf(posted).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});

test('when the oldest batch waits for more than 300 ms QoS 0 is shed and counted, QoS 1 waits', () => {
  let nowMs = 0;
  const options = { maxMessages: 1, maxInFlightBatches: 2, monotonicMs: () => nowMs };
  const { batcher, posted, tick } = makeBench(options);
  let drained = 0;
  batcher.onDrain(() => (drained += 1));
  expect([batcher.onPublish(publish()), batcher.onPublish(publish())]).toEqual([true, true]);
  nowMs = 301;
  for (const principal of [FEED, BOUND, SIMULATOR, SIMULATOR]) {
    expect(batcher.onPublish(publish({ principal }))).toBe(false);
  }
  expect(batcher.onPublish(publish({ qos: 1, text: 'kept' }))).toBe(false);
  tick();
  expect(posted).toHaveLength(2);
  expect(batcher.health()).toMatchObject({ accepted: 3, shed: 4, inFlightBatches: 2, isShedding: true });
  batcher.finish(1);
  expect([drained, posted.length]).toEqual([0, 3]);
  expect(posted[2]?.shed).toEqual([
    { realm: 'live', feed: '', n: 1 },
    { realm: 'live', feed: 'hsl', n: 1 },
    { realm: 'exercise:a', feed: '', n: 2 },
  ]);
  expect(messagesOf(posted).map(({ text }) => text)).toEqual(['{}', '{}', 'kept']);
  batcher.finish(2);
  expect(drained).toBe(1);
});

test('beyond the bound of the queue a message is shed without an answer, so its sender still owns it', () => {
  const { batcher, posted } = makeBench({ maxMessages: 1, maxInFlightBatches: 1, maxQueuedBytes: 10 });
  const answered: string[] = [];
  const send = (text: string) => batcher.onPublish(publish({ qos: 1, text, ack: () => answered.push(text) }));
  expect(['1', '1234567', '12345'].map(send)).toEqual([true, false, false]);
  expect(batcher.health()).toMatchObject({ accepted: 2, shed: 1, queuedBytes: 7 });
  for (let id = 1; id <= 3; id += 1) batcher.finish(id);
  expect(messagesOf(posted).map(({ text }) => text)).toEqual(['1', '1234567']);
  expect(answered).toEqual(['1', '1234567']);
});

test('shed counts reach the log although nothing else arrives, and a fold that lags sheds QoS 0 alone', () => {
  const { batcher, posted, tick } = makeBench();
  batcher.setShedding(true);
  expect(batcher.onPublish(publish())).toBe(true);
  expect(batcher.onPublish(publish({ qos: 1 }))).toBe(true);
  tick();
  expect(posted.map(({ ends, shed }) => [ends.length, shed])).toEqual([
    [1, [{ realm: 'live', feed: '', n: 1 }]],
  ]);
  batcher.onPublish(publish());
  tick();
  expect(posted.map(({ ends }) => ends.length)).toEqual([1, 0]);
  batcher.setShedding(false);
  batcher.onPublish(publish());
  tick();
  expect(posted.map(({ ends, shed }) => [ends.length, shed.length])).toEqual([
    [1, 1],
    [0, 1],
    [1, 0],
  ]);
});

test('a trickle while the worker is behind does not cut the queue into crumbs', () => {
  const { batcher, posted, tick, isTimerSet } = makeBench({ maxInFlightBatches: 1 });
  batcher.onPublish(publish());
  tick();
  for (let at = 0; at < 100; at += 1) {
    batcher.onPublish(publish({ qos: 1 }));
    tick();
  }
  batcher.finish(1);
  expect(isTimerSet()).toBe(true);
  tick();
  expect(posted.map(({ ends }) => ends.length)).toEqual([1, 100]);
});
