import { afterEach, expect, test } from 'vitest';
import { connectAsync } from 'mqtt';
import type { Role } from '../../src/access/principal.ts';
import type { EmbeddedBrokerOptions } from '../../src/broker/embedded-broker.ts';
import { BrokerBench } from './broker-bench.ts';

let bench: BrokerBench | undefined;

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<BrokerBench> {
  bench = await BrokerBench.start(options);
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

test('mqtt.js publishes with QoS 0, 1 and 2, and an answer comes only after ack()', async () => {
  const { sink, port } = await start();
  sink.acksAtOnce = false;
  const client = await connectAsync({
    port,
    host: '127.0.0.1',
    password: 'feed',
    username: 'x',
    reconnectPeriod: 0,
  });
  try {
    await client.publishAsync('city/v1/obs/air/a', '{"t":1}');
    const answered: number[] = [];
    const one = client.publishAsync('city/v1/obs/air/b', 'one', { qos: 1 }).then(() => answered.push(1));
    const two = client.publishAsync('city/v1/obs/air/c', 'two', { qos: 2 }).then(() => answered.push(2));
    await sink.reach(3);
    expect(sink.kept.map(({ topic, text, qos }) => [topic, text, qos])).toEqual([
      ['city/v1/obs/air/a', '{"t":1}', 0],
      ['city/v1/obs/air/b', 'one', 1],
      ['city/v1/obs/air/c', 'two', 2],
    ]);
    expect(sink.kept[0]?.principal).toMatchObject({ role: 'feed', realm: 'live' });
    expect(answered).toEqual([]);
    sink.kept[2]?.ack();
    await two;
    expect(answered).toEqual([2]);
    sink.kept[1]?.ack();
    sink.kept[1]?.ack();
    await one;
    expect(answered).toEqual([2, 1]);
  } finally {
    await client.endAsync(true);
  }
});

test('a repeated QoS 2 message is delivered once, before and after its PUBREC', async () => {
  const started = await start();
  const { sink } = started;
  sink.acksAtOnce = false;
  const client = await started.signIn('feed');
  const send = (dup: boolean) => client.publish('city/v1/obs/air/a', 'x', { qos: 2, messageId: 7, dup });
  send(false);
  send(true);
  await client.ping();
  expect([sink.count, client.received.filter(({ cmd }) => cmd === 'pubrec').length]).toEqual([1, 0]);
  sink.kept[0]?.ack();
  send(true);
  await client.until(() => client.received.filter(({ cmd }) => cmd === 'pubrec').length === 2);
  client.send({ cmd: 'pubrel', messageId: 7 });
  await client.until(() => client.received.some(({ cmd }) => cmd === 'pubcomp'));
  send(false);
  await sink.reach(2);
  expect(sink.count).toBe(2);
});

test('a refused topic never cuts: it is handed on as refused and acknowledged', async () => {
  const started = await start({ claims: ['/hfp/v2/#'] });
  const cases: [role: Role, topic: string, refusal: string | undefined][] = [
    ['feed', 'city/v1/obs/air/a', undefined],
    ['feed', '/hfp/v2/journey', undefined],
    ['feed', 'city/v1/obs/air', 'unknown-topic'],
    ['feed', 'city/v1/unheard', 'unknown-topic'],
    ['feed', 'a/'.repeat(32_000), 'unknown-topic'],
    ['feed', 'other/topic', 'forbidden'],
    ['feed', '$SYS/broker/x', 'forbidden'],
    ['admin', '$SYS/broker/x', 'forbidden'],
    ['operator', 'city/v1/report/desk', undefined],
    ['operator', 'city/v1/obs/air/a', 'forbidden'],
    ['supervisor', 'city/v1/entity/air/a', 'forbidden'],
    ['simulator', 'city/v1/obs/air/a', undefined],
  ];
  for (const [role, topic, refusal] of cases) {
    const client = await started.signIn(role);
    const before = started.sink.count;
    client.publish(topic, '{}', { qos: 1, messageId: 1 });
    client.publish(topic, '{}', { qos: 2, messageId: 2 });
    await client.until(() => client.received.length === 3 || client.isClosed);
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack', 'puback', 'pubrec']);
    const kept = started.sink.kept.slice(before);
    expect(kept.map((publish) => [publish.topic.slice(0, 30), publish.refusal])).toEqual(
      [1, 2].map(() => [topic.slice(0, 30), refusal]),
    );
    client.end();
  }
  expect(started.broker.health().refused).toEqual({ forbidden: 10, 'unknown-topic': 6, oversize: 0 });
});

test('wildcards, NUL and bytes that are not UTF-8 in a topic are refused, not a cut', async () => {
  const started = await start();
  const client = await started.signIn('feed');
  const topics = ['city/v1/obs/+/a', 'city/v1/#', 'city/v1/obs/air/\0', ''].map((topic) =>
    Buffer.from(topic),
  );
  topics.push(Buffer.from([0x63, 0xff, 0xfe]));
  for (const [at, topic] of topics.entries()) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(topic.length);
    const body = Buffer.concat([length, topic, Buffer.of(0, at + 1), Buffer.from('x')]);
    client.socket.write(Buffer.concat([Buffer.of(0x32, body.length), body]));
  }
  await client.until(() => client.received.length === topics.length + 1 || client.isClosed);
  expect(client.isClosed).toBe(false);
  expect(started.sink.kept.map(({ refusal }) => refusal)).toEqual(topics.map(() => 'unknown-topic'));
});

test('a payload above 1 MiB is refused oversize with its first 64 KiB; the connection lives', async () => {
  const started = await start();
  const client = await started.signIn('feed');
  client.publish('city/v1/obs/air/a', Buffer.alloc(1_048_576, 'a'), { qos: 1, messageId: 1 });
  client.publish('city/v1/obs/air/a', Buffer.alloc(1_048_577, 'b'), { qos: 1, messageId: 2 });
  client.publish('city/v1/obs/air/a', 'small', { qos: 1, messageId: 3 });
  await client.until(() => client.received.length === 4);
  expect(started.sink.kept.map(({ text, refusal }) => [text.length, refusal])).toEqual([
    [1_048_576, undefined],
    [65_536, 'oversize'],
    [5, undefined],
  ]);
});

test('a supervisor may record observations, an admin everything, a feed nothing', async () => {
  const started = await start();
  const feed = await started.signIn('feed');
  const granted = [];
  for (const [role, topic] of [
    ['supervisor', 'city/v1/obs/#'],
    ['supervisor', 'city/v1/#'],
    ['admin', '#'],
    ['admin', '$SYS/#'],
    ['feed', 'city/v1/obs/#'],
  ] as const) {
    const client = role === 'feed' ? feed : await started.signIn(role);
    client.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic, qos: 1 }] });
    await client.until(() => client.received.some(({ cmd }) => cmd === 'suback'));
    const suback = client.received.find(({ cmd }) => cmd === 'suback');
    granted.push(suback?.cmd === 'suback' ? suback.granted : undefined);
  }
  expect(granted).toEqual([[1], [128], [1], [128], [128]]);
  feed.publish('city/v1/obs/air/a', 'reading', { qos: 1, messageId: 1 });
  feed.publish('city/v1/case/dvc', 'case', { qos: 0 });
  const drill = await started.signIn('simulator');
  drill.publish('city/v1/obs/air/a', 'drill', { qos: 1, messageId: 1 });
  await started.sink.reach(3);
  feed.publish('city/v1/obs/air/a', 'last', { qos: 0 });
  const textsOf = (at: number) =>
    started.clients[at]?.received.flatMap((packet) =>
      packet.cmd === 'publish' ? [packet.payload.toString()] : [],
    );
  await started.clients[1]?.until(() => textsOf(1)?.includes('last') === true);
  await started.clients[3]?.until(() => textsOf(3)?.includes('last') === true);
  expect([textsOf(1), textsOf(3)]).toEqual([
    ['reading', 'last'],
    ['reading', 'case', 'last'],
  ]);
  expect([textsOf(0), textsOf(2)]).toEqual([[], []]);
});

test('retain is kept for entity and status, ignored elsewhere; an empty payload ends it', async () => {
  const started = await start();
  const feed = await started.signIn('feed');
  feed.publish('city/v1/obs/air/a', 'obs', { retain: true });
  feed.publish('city/v1/entity/air/a', 'entity', { retain: true });
  feed.publish('city/v1/entity/air/b', 'gone', { retain: true });
  feed.publish('city/v1/entity/air/b', '', { retain: true });
  feed.publish('city/v1/feed/f/status', 'up', { retain: true, qos: 1, messageId: 1 });
  await feed.until(() => feed.received.some(({ cmd }) => cmd === 'puback'));
  expect(started.sink.kept.map(({ retain }) => retain)).toEqual([false, true, true, true, true]);
  const admin = await started.signIn('admin');
  admin.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: '#', qos: 0 }] });
  const retained = () =>
    admin.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.payload.toString()] : []));
  await admin.until(() => retained().length >= 2);
  await admin.ping();
  expect(retained().sort()).toEqual(['entity', 'up']);
});

test('publish() of the server reaches subscribers, and foreign topics work for an admin alone', async () => {
  const started = await start();
  const admin = await started.signIn('admin');
  admin.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: 'out/#', qos: 0 }] });
  await admin.until(() => admin.received.some(({ cmd }) => cmd === 'suback'));
  await started.broker.publish('out/alarm', Buffer.from('from the server'));
  const other = await started.signIn('admin');
  for (const qos of [0, 1, 2] as const)
    other.publish('out/x', `qos ${qos}`, { qos, retain: true, ...(qos > 0 && { messageId: qos }) });
  await other.until(() => other.received.some(({ cmd }) => cmd === 'pubrec'));
  other.send({ cmd: 'pubrel', messageId: 2 });
  await other.until(() => other.received.some(({ cmd }) => cmd === 'pubcomp'));
  const texts = () =>
    admin.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.payload.toString()] : []));
  await admin.until(() => texts().length === 4);
  expect(texts()).toEqual(['from the server', 'qos 0', 'qos 1', 'qos 2']);
  expect(started.sink.count).toBe(0);
});

test('claims can change while clients are connected', async () => {
  const started = await start();
  const feed = await started.signIn('feed');
  feed.publish('ttn/v3/up', 'a', { qos: 1, messageId: 1 });
  await started.sink.reach(1);
  started.broker.setClaims(['ttn/#']);
  feed.publish('ttn/v3/up', 'b', { qos: 1, messageId: 2 });
  await started.sink.reach(2);
  expect(started.sink.kept.map(({ refusal }) => refusal)).toEqual(['forbidden', undefined]);
});

test('a busy port is the socket error of the caller', async () => {
  const { port } = await start();
  await expect(BrokerBench.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
