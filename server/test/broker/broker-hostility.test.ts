import { afterEach, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import type { EmbeddedBrokerOptions } from '../../src/broker/embedded-broker.ts';
import { BrokerBench } from './broker-bench.ts';
import { RawMqttClient } from './raw-mqtt-client.ts';

let bench: BrokerBench | undefined;

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<BrokerBench> {
  bench = await BrokerBench.start(options);
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

/** Waits for a condition that no packet announces; the broker and the test share the event loop. */
async function eventually(isTrue: () => boolean, limitMs = 30_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function subscribe(client: RawMqttClient, topic: string): Promise<void> {
  client.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic, qos: 0 }] });
  return client.until(() => client.received.some(({ cmd }) => cmd === 'suback'));
}

test('a 256 MB packet before sign-in is cut within 100 ms and costs no memory', async () => {
  const started = await start();
  const rssBefore = process.memoryUsage().rss;
  const tookMs: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const client = await started.connect();
    const sentMs = performance.now();
    client.socket.write(Buffer.of(0x10, 0xff, 0xff, 0xff, 0x7f));
    for (let chunk = 0; chunk < 16; chunk += 1) client.socket.write(Buffer.alloc(65_536));
    await client.until(() => client.isClosed);
    tookMs.push((client.closedAtMs ?? Infinity) - sentMs);
  }
  expect(Math.max(...tookMs)).toBeLessThan(promisedMs(100));
  // 20 × 256 MB were announced and 20 × 1 MB written by this very process.
  expect(process.memoryUsage().rss - rssBefore).toBeLessThan(80 * 1_048_576);
  expect(started.broker.health()).toMatchObject({ cut: { oversize: 20 }, connections: 0 });
});

test('65,536 bytes are the last that may come before sign-in, 4 MiB after it', async () => {
  const started = await start();
  const connectOf = (bytes: number) => {
    const willBytes = bytes - 12 - 4 - 6 - 2 - 6 - 4;
    const client = new Promise<RawMqttClient>((resolve) => void started.connect().then(resolve));
    return client.then(async (raw) => {
      raw.sendConnect('feed', {
        clientId: 'c123',
        will: { topic: 'a/bc', payload: Buffer.alloc(willBytes), qos: 0, retain: false },
      });
      await raw.until(() => raw.isClosed || raw.received.length > 0);
      return { written: raw.socket.bytesWritten, isClosed: raw.isClosed };
    });
  };
  const first = await connectOf(60_000);
  const spare = 65_536 - first.written;
  expect(await connectOf(60_000 + spare)).toEqual({ written: 65_536, isClosed: false });
  expect(await connectOf(60_000 + spare + 1)).toEqual({ written: 65_537, isClosed: true });

  const client = await started.signIn('feed');
  client.publish('city/v1/obs/air/a', Buffer.alloc(4 * 1_048_576 - 24));
  await client.ping();
  expect(client.isClosed).toBe(false);
  client.publish('city/v1/obs/air/a', Buffer.alloc(4 * 1_048_576));
  await client.until(() => client.isClosed);
  expect(started.broker.health().cut).toEqual({ oversize: 2 });
  expect(started.events.filter(({ kind }) => kind === 'cut')).toHaveLength(2);
});

test('half-open connections are bounded per address and end after the connect timeout', async () => {
  const started = await start({ limits: { maxPendingPerIp: 50, connectTimeoutMs: 400 } });
  const honest = await started.signIn('feed');
  const idle = await Promise.all(Array.from({ length: 200 }, () => RawMqttClient.connect(started.port)));
  await eventually(() => started.broker.health().turnedAway === 150);
  expect(started.broker.health().connections).toBe(51);
  honest.publish('city/v1/obs/air/a', 'still heard', { qos: 1, messageId: 1 });
  await honest.until(() => honest.received.some(({ cmd }) => cmd === 'puback'));
  await Promise.all(idle.map((client) => client.until(() => client.isClosed)));
  expect(started.broker.health()).toMatchObject({ connections: 1, cut: { 'connect-timeout': 50 } });
  await started.signIn('feed');
});

test('a CONNECT that trickles in is timed out, and what is not CONNECT is cut at once', async () => {
  const started = await start({ limits: { connectTimeoutMs: 200 } });
  const slow = await started.connect();
  slow.socket.write(Buffer.of(0x10, 0x20, 0x00));
  const http = await started.connect();
  http.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.padEnd(200));
  const eager = await started.connect();
  eager.publish('city/v1/obs/air/a', 'x');
  await Promise.all([slow, http, eager].map((client) => client.until(() => client.isClosed)));
  expect(started.broker.health().cut).toEqual({ 'connect-timeout': 1, 'not-connect': 2 });
  expect(started.sink.count).toBe(0);
});

test('malformed packets after sign-in end that connection only', async () => {
  const started = await start();
  const frames = [
    [0x36, 0x05, 0, 1, 0x61, 0, 1], // QoS 3
    [0x30, 0x03, 0, 9, 0x61], // the topic is longer than the packet
    [0x32, 0x03, 0, 1, 0x61], // QoS 1 without a packet id
    [0x30, 0x80, 0x80, 0x80, 0x80, 0x01],
  ];
  for (const frame of frames) {
    const client = await started.signIn('feed');
    client.socket.write(Buffer.from(frame));
    await client.until(() => client.isClosed);
  }
  expect(started.broker.health().cut).toEqual({ malformed: 4 });
});

test('a silent client is cut after one and a half keepalives; one that only publishes is not', async () => {
  let nowMs = 0;
  const started = await start({ monotonicMs: () => nowMs });
  const silent = await started.signIn('feed', { keepalive: 10 });
  const busy = await started.signIn('feed', { keepalive: 10 });
  const patient = await started.signIn('feed', { keepalive: 0 });
  for (let step = 1; step <= 4; step += 1) {
    nowMs += 5_000;
    busy.publish('city/v1/obs/air/a', 'x');
    await started.sink.reach(step);
  }
  await silent.until(() => silent.isClosed);
  await busy.ping();
  expect([silent.isClosed, busy.isClosed, patient.isClosed]).toEqual([true, false, false]);
  expect(started.broker.health().cut).toEqual({ keepalive: 1 });
});

test('a client that is held by a full sink is not called silent', async () => {
  let nowMs = 0;
  const started = await start({ monotonicMs: () => nowMs });
  const held = await started.signIn('feed', { keepalive: 10 });
  const silent = await started.signIn('feed', { keepalive: 10 });
  started.sink.hasRoom = false;
  held.publish('city/v1/obs/air/a', 'x', { qos: 1, messageId: 1 });
  await started.sink.reach(1);
  nowMs += 60_000;
  await silent.until(() => silent.isClosed);
  expect([held.isClosed, started.broker.health().cut]).toEqual([false, { keepalive: 1 }]);
  started.sink.drain();
  await held.ping();
});

test('a revoked token ends its connections within five seconds', async () => {
  const started = await start();
  const feed = await started.signIn('feed');
  const admin = await started.signIn('admin');
  started.revoked.add('feed');
  const revokedMs = performance.now();
  await feed.until(() => feed.isClosed);
  expect(performance.now() - revokedMs).toBeLessThan(promisedMs(5_000));
  expect(admin.isClosed).toBe(false);
});

test('a sink without room stops the reading of the sender until it drains, and nothing is lost', async () => {
  const started = await start();
  const { sink } = started;
  const client = await started.signIn('feed');
  sink.hasRoom = false;
  for (let id = 1; id <= 500; id += 1)
    client.publish('city/v1/obs/air/a', String(id), { qos: 1, messageId: id });
  await sink.reach(1);
  const other = await started.signIn('feed');
  await other.ping();
  expect(sink.count).toBe(1);
  sink.drain();
  await sink.reach(500);
  expect(sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
});

test('a client with too many unacknowledged messages is not read until half of them are answered', async () => {
  const started = await start({ limits: { maxUnacked: 20 } });
  const { sink } = started;
  sink.acksAtOnce = false;
  const client = await started.signIn('feed');
  for (let id = 1; id <= 100; id += 1)
    client.publish('city/v1/obs/air/a', String(id), { qos: id % 2 === 0 ? 1 : 2, messageId: id });
  await sink.reach(20);
  const other = await started.signIn('feed');
  await other.ping();
  expect(sink.count).toBe(20);
  for (let at = 0; at < 9; at += 1) sink.kept[at]?.ack();
  await other.ping();
  expect(sink.count).toBe(20);
  sink.kept[9]?.ack();
  await sink.reach(30);
  for (let at = 10; at < 100; at += 1) {
    await sink.reach(at + 1);
    sink.kept[at]?.ack();
  }
  await client.until(() => client.received.length === 101);
  expect(new Set(client.received.slice(1).map((packet) => packet.messageId)).size).toBe(100);
});

test('who does not read its answers is not read either, so they cannot pile up', async () => {
  const started = await start();
  started.sink.keeps = false;
  const client = await started.signIn('feed');
  client.socket.pause();
  const block = Buffer.concat(
    Array.from({ length: 1_000 }, () =>
      Buffer.from([0x32, 0x16, 0, 17, ...Buffer.from('city/v1/obs/air/a'), 0, 1, 0x78]),
    ),
  );
  let written = 0;
  const pump = (): void => {
    while (written < 4_000 && client.socket.write(block)) written += 1;
  };
  client.socket.on('drain', pump);
  pump();
  let before = -1;
  await eventually(() => {
    const isStill = before === started.sink.count && client.socket.writableNeedDrain;
    before = started.sink.count;
    return isStill;
  });
  expect(started.sink.count).toBeLessThan(3_900_000);
  client.socket.resume();
  await started.sink.reach(started.sink.count + 10_000);
});

test('a frozen subscriber does not stop ingest, and is cut', async () => {
  const started = await start({ limits: { drainTimeoutMs: 500, maxMirrorMessages: 1_000 } });
  started.sink.keeps = false;
  const frozen = await started.signIn('supervisor');
  await subscribe(frozen, 'city/v1/obs/#');
  frozen.socket.pause();
  const feed = await started.signIn('feed');
  const payload = 'x'.repeat(2_000);
  let worstGapMs = 0;
  let lastMs = performance.now();
  for (let burst = 0; burst < 200; burst += 1) {
    const before = started.sink.count;
    for (let n = 0; n < 50; n += 1) feed.publish('city/v1/obs/air/a', payload);
    await started.sink.reach(before + 50);
    worstGapMs = Math.max(worstGapMs, performance.now() - lastMs);
    lastMs = performance.now();
  }
  expect(started.sink.count).toBe(10_000);
  expect(worstGapMs).toBeLessThan(promisedMs(1_000));
  await eventually(() => started.broker.health().connections === 1);
  expect(started.broker.health().subscribers).toBe(0);
});

test('a broker whose dispatch is stuck is replaced, and says so', async () => {
  const limits = { drainTimeoutMs: 0, heartbeatMs: 50, maxMissedBeats: 5, maxMirrorMessages: 1_000_000 };
  const started = await start({ limits });
  started.sink.keeps = false;
  const frozen = await started.signIn('supervisor');
  await subscribe(frozen, 'city/v1/obs/#');
  frozen.socket.pause();
  const feed = await started.signIn('feed');
  for (let n = 0; n < 3_000; n += 1) feed.publish('city/v1/obs/air/a', 'x'.repeat(10_000));
  await started.sink.reach(3_000);
  await eventually(() => started.events.some(({ kind }) => kind === 'restarted'));
  expect(started.broker.health()).toMatchObject({ restarts: 1, status: 'up', cut: { 'broker-restart': 2 } });
  const again = await started.signIn('supervisor');
  await subscribe(again, 'city/v1/obs/#');
  const feedAgain = await started.signIn('feed');
  feedAgain.publish('city/v1/obs/air/a', 'alive');
  await again.until(() => again.received.some(({ cmd }) => cmd === 'publish'));
});
