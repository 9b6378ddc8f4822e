import net from 'node:net';
import { makeRng } from '@metropane/base';
import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { startExternalBroker } from '../../src/broker/external-broker.ts';
import type {
  ExternalBroker,
  ExternalBrokerHealth,
  ExternalBrokerOptions,
} from '../../src/broker/external-broker.ts';
import { RecordingSink } from './broker-bench.ts';
import { Mosquitto, SKIPS_MOSQUITTO } from './mosquitto.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Reader {
  readonly broker: ExternalBroker;
  readonly sink: RecordingSink;
  until(wanted: (health: ExternalBrokerHealth) => boolean, limitMs?: number): Promise<ExternalBrokerHealth>;
}

function read(url: string, options: Partial<ExternalBrokerOptions> = {}): Reader {
  const sink = new RecordingSink();
  const broker = startExternalBroker({
    ...{ url, username: 'metropane', password: 'secret', filters: ['city/v1/#'], sink, rng: makeRng(7) },
    ...options,
  });
  cleanups.push(() => broker.close());
  const until: Reader['until'] = async (wanted, limitMs = 30_000) => {
    const endMs = performance.now() + limitMs;
    while (!wanted(broker.health())) {
      if (performance.now() > endMs)
        throw new Error(`not within ${limitMs} ms: ${JSON.stringify(broker.health())}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return broker.health();
  };
  return { broker, sink, until };
}

async function startMosquitto(): Promise<Mosquitto> {
  const mosquitto = await Mosquitto.start();
  cleanups.push(() => mosquitto.remove());
  return mosquitto;
}

async function publisher(mosquitto: Mosquitto): Promise<MqttClient> {
  const options = { username: 'metropane', password: 'secret', reconnectPeriod: 0 };
  const client = await connectAsync(mosquitto.url, options);
  client.on('error', () => undefined);
  cleanups.push(() => client.endAsync(true));
  return client;
}

const isUp = ({ status }: ExternalBrokerHealth): boolean => status === 'up';

describe.skipIf(SKIPS_MOSQUITTO)('with a real Mosquitto', () => {
  test.each([4, 5] as const)('messages arrive in order with their QoS (MQTT %i)', async (protocolVersion) => {
    const mosquitto = await startMosquitto();
    const { sink, until, broker } = read(mosquitto.url, { protocolVersion });
    await until(isUp);
    const client = await publisher(mosquitto);
    for (let n = 0; n < 300; n += 1)
      await client.publishAsync(`city/v1/obs/air/s${n % 7}`, String(n), { qos: n % 2 === 0 ? 0 : 1 });
    await sink.reach(300);
    expect(sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(sink.kept.slice(0, 2).map(({ topic, qos, principal }) => [topic, qos, principal.kind])).toEqual([
      ['city/v1/obs/air/s0', 0, 'external-broker'],
      ['city/v1/obs/air/s1', 1, 'external-broker'],
    ]);
    expect(broker.health()).toMatchObject({ status: 'up', received: 300, refused: 0, reconnects: 0 });
  });

  test('retained descriptions come at once; a topic of the prefix with a wrong shape is refused', async () => {
    const mosquitto = await startMosquitto();
    const client = await publisher(mosquitto);
    await client.publishAsync('city/v1/entity/air/a', '{}', { qos: 1, retain: true });
    await client.publishAsync('city/v1/obs/air/a', 'kept by the broker', { qos: 1, retain: true });
    const { sink } = read(mosquitto.url);
    await sink.reach(2);
    await client.publishAsync('city/v1/obs/air', '{}', { qos: 1 });
    await client.publishAsync('city/v1/obs/air/a', Buffer.alloc(1_048_577), { qos: 1 });
    await sink.reach(4);
    expect(sink.kept.slice(2).map(({ refusal, text }) => [refusal, text.length])).toEqual([
      ['unknown-topic', 2],
      ['oversize', 65_536],
    ]);
    expect(
      sink.kept
        .slice(0, 2)
        .map(({ topic, retain }) => [topic, retain])
        .toSorted(([left], [right]) => String(left).localeCompare(String(right))),
    ).toEqual([
      ['city/v1/entity/air/a', true],
      ['city/v1/obs/air/a', false],
    ]);
  });

  test('a binding gets its own filters under its own feed', async () => {
    const mosquitto = await startMosquitto();
    const { sink, until } = read(mosquitto.url, { filters: ['ext/+/up'], feed: 'ttn' });
    await until(isUp);
    const client = await publisher(mosquitto);
    await client.publishAsync('ext/dev1/up', 'a', { qos: 1 });
    await client.publishAsync('ext/dev1/down', 'b', { qos: 1 });
    await client.publishAsync('ext/dev2/up', 'c', { qos: 1 });
    await sink.reach(2);
    expect(sink.kept.map(({ text, refusal, principal }) => [text, refusal, principal.feed])).toEqual([
      ['a', undefined, 'ttn'],
      ['c', undefined, 'ttn'],
    ]);
  });

  test('kill -9 of the broker is shown at once, and 5 s after its return messages flow again', async () => {
    const mosquitto = await startMosquitto();
    const { sink, until, broker } = read(mosquitto.url);
    await until(isUp);
    await mosquitto.kill();
    expect(await until(({ status }) => status === 'down')).toMatchObject({ reason: 'closed' });
    await until(({ reason }) => reason === 'refused');
    await until(({ failedAttempts }) => failedAttempts >= 4);
    await mosquitto.run();
    const returnedMs = performance.now();
    await until(isUp);
    expect(performance.now() - returnedMs).toBeLessThan(promisedMs(5_000));
    const client = await publisher(mosquitto);
    await client.publishAsync('city/v1/obs/air/a', 'after', { qos: 1 });
    await sink.reach(1);
    expect(broker.health()).toMatchObject({ reconnects: 1, received: 1 });
  });

  test('the broker keeps QoS 1 messages while this side is away', async () => {
    const mosquitto = await startMosquitto();
    const first = read(mosquitto.url);
    await first.until(isUp);
    await first.broker.close();
    const client = await publisher(mosquitto);
    for (let n = 0; n < 50; n += 1) await client.publishAsync('city/v1/obs/air/a', String(n), { qos: 1 });
    const second = read(mosquitto.url);
    await second.sink.reach(50);
    expect(second.sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  test('a full queue stops the reading, nothing is acknowledged meanwhile, nothing is lost', async () => {
    const mosquitto = await startMosquitto();
    const { sink, until, broker } = read(mosquitto.url);
    await until(isUp);
    sink.hasRoom = false;
    const client = await publisher(mosquitto);
    for (let n = 0; n < 100; n += 1) await client.publishAsync('city/v1/obs/air/a', String(n), { qos: 1 });
    await sink.reach(1);
    expect(sink.count).toBe(1);
    await broker.close();
    const again = read(mosquitto.url);
    await again.sink.reach(100);
    expect(again.sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test('after draining the reading goes on', async () => {
    const mosquitto = await startMosquitto();
    const { sink, until } = read(mosquitto.url);
    await until(isUp);
    sink.hasRoom = false;
    const client = await publisher(mosquitto);
    for (let n = 0; n < 100; n += 1) await client.publishAsync('city/v1/obs/air/a', String(n), { qos: 1 });
    expect(sink.count).toBe(1);
    sink.drain();
    await sink.reach(100);
    expect(sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test('a wrong password is said as such and tried less often', async () => {
    const mosquitto = await startMosquitto();
    const { until } = read(mosquitto.url, { password: 'wrong' });
    expect(await until(({ status }) => status === 'down')).toMatchObject({ reason: 'bad-credentials' });
  });
});

test('publish() rejects while the broker is away; a host that does not exist is said as such', async () => {
  const { broker, until } = read('mqtt://metropane.invalid:1883');
  await expect(broker.publish('out/x', Buffer.from('x'))).rejects.toThrow('out/x was not published');
  const health = await until(({ status }) => status === 'down');
  expect(health.reason).toBe('unknown-host');
  expect(health.message).toMatch(/^the broker metropane\.invalid:1883: /);
});

test('a broker that falls silent without closing is given up and tried again', async () => {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    // CONNACK 0, then nothing for ever.
    socket.once('data', () => socket.write(Buffer.of(0x20, 2, 0, 0)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as net.AddressInfo;
  // A clock that runs a hundred times faster: three keepalives pass between two checks.
  const { until } = read(`mqtt://127.0.0.1:${port}`, { monotonicMs: () => performance.now() * 100 });
  const health = await until(({ status }) => status === 'down');
  expect(health).toMatchObject({ reason: 'silent', failedAttempts: 1, received: 0 });
  await until(() => connections >= 2);
});
