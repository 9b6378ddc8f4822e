import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, describe, expect, test } from 'vitest';
import { hasMosquitto, runSimulator, startMosquitto, startSimulator, subscribe } from './run-simulator.ts';
import type { Mosquitto } from './run-simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'metropane-replay-'));
const brokers: Mosquitto[] = [];
const SHARED = process.env['METROPANE_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');
const HFP = join(SHARED, 'helsinki_hfp_mqtt');

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.kill()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function makeBroker(options: Parameters<typeof startMosquitto>[0] = {}): Promise<Mosquitto> {
  const broker = await startMosquitto(options);
  brokers.push(broker);
  return broker;
}

const FEEDS = `feeds:
  - id: gauges
    file: { path: gauges.csv }
    format: csv
    domain: rain
    map:
      entity: "g-{station}"
      time: { column: time, patterns: [ISO], zone: UTC }
      metrics: { rainMm: rain, temperatureC: temp }
`;
const ROWS = `station,time,rain,temp
1,2024-05-01T00:00:00Z,0.2,30.5
2,2024-05-01T00:00:10Z,,31
1,2024-05-01T00:01:00Z,1.4,
3,not a time,1,1
2,2024-05-01T00:00:50Z,0,30
`;

describe.skipIf(!hasMosquitto)('with a real Mosquitto', () => {
  test('a recording holds every byte, and its replay gives the same messages', async () => {
    const broker = await makeBroker();
    const [first, second] = ['first', 'second'].map((name) => join(folder, `${name}.jsonl`)) as [
      string,
      string,
    ];
    const recorder = startSimulator([
      'record',
      '--broker',
      broker.url,
      '--topics',
      'city/v1/#,raw/#',
      '--out',
      first,
      '--count',
      '5',
      '--json',
    ]);
    await recorder.event('recording');
    const client = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
    const payloads = [
      Buffer.from('{"t":1}'),
      Buffer.from([0xff, 0x00, 0xfe]),
      Buffer.alloc(0),
      Buffer.from('ngập “sâu”'),
      Buffer.from([0xef, 0xbb, 0xbf, 0x41]),
    ];
    for (const [n, payload] of payloads.entries())
      await client.publishAsync(n % 2 === 0 ? 'city/v1/obs/air/a' : 'raw/b c', payload, {
        qos: (n % 3) as 0 | 1 | 2,
        retain: n === 3,
      });
    expect((await recorder.ended).code).toBe(0);

    // A broker of its own: the first one still holds the retained message.
    const fresh = await makeBroker();
    const again = startSimulator([
      'record',
      '--broker',
      fresh.url,
      '--topics',
      '#',
      '--out',
      second,
      '--count',
      '5',
      '--json',
    ]);
    await again.event('recording');
    const { done } = await runSimulator(['replay', first, '--broker', fresh.url, '--speed', '0']);
    expect(done).toMatchObject({ messages: 5, acknowledged: 5 });
    expect((await again.ended).code).toBe(0);
    // Between levels of QoS MQTT promises no order (a QoS 2 message waits for its handshake); here no two share topic and level.
    const messages = (file: string): string[] =>
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.stringify({ ...(JSON.parse(line) as object), at: '' }))
        .toSorted();
    expect(messages(second)).toEqual(messages(first));
    const bodies = readFileSync(first, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { text, b64 } = JSON.parse(line) as { text?: string; b64?: string };
        return text === undefined ? Buffer.from(b64!, 'base64') : Buffer.from(text);
      });
    expect(readFileSync(first, 'utf8').match(/"retain":true/g)?.length).toBe(1);
    // Between levels of QoS MQTT promises no order.
    expect(bodies.map((body) => body.toString('hex')).toSorted()).toEqual(
      payloads.map((payload) => payload.toString('hex')).toSorted(),
    );
    await client.endAsync();
  });

  test('a CSV is replayed as its binding reads it, one message per row, times moved to now', async () => {
    const broker = await makeBroker();
    const csv = join(folder, 'gauges.csv');
    writeFileSync(csv, ROWS);
    writeFileSync(join(folder, 'feeds.yaml'), FEEDS);
    const listener = await subscribe(broker.url, 'city/v1/obs/#');
    const args = [
      'replay',
      csv,
      '--binding',
      join(folder, 'feeds.yaml'),
      '--broker',
      broker.url,
      '--speed',
      '0',
    ];
    const plain = await runSimulator(args);
    expect(plain.done).toMatchObject({ messages: 4, acknowledged: 4, refused: 1 });
    await listener.until(4);
    expect(listener.messages.map((one) => [one.topic, JSON.parse(one.payload.toString('utf8'))])).toEqual([
      ['city/v1/obs/rain/g-1', { t: Date.UTC(2024, 4, 1), v: { rainMm: 0.2, temperatureC: 30.5 } }],
      ['city/v1/obs/rain/g-2', { t: Date.UTC(2024, 4, 1, 0, 0, 10), v: { rainMm: null, temperatureC: 31 } }],
      ['city/v1/obs/rain/g-1', { t: Date.UTC(2024, 4, 1, 0, 1), v: { rainMm: 1.4, temperatureC: null } }],
      ['city/v1/obs/rain/g-2', { t: Date.UTC(2024, 4, 1, 0, 0, 50), v: { rainMm: 0, temperatureC: 30 } }],
    ]);
    const before = Date.now();
    await runSimulator([...args, '--shift-to', 'now', '--order', 'event-time']);
    await listener.until(8);
    const times = listener.messages
      .slice(4)
      .map((one) => (JSON.parse(one.payload.toString('utf8')) as { t: number }).t);
    expect(times.map((time) => time - times[0]!)).toEqual([0, 10_000, 50_000, 60_000]);
    expect(times[3]).toBeGreaterThanOrEqual(before);
    expect(times[3]).toBeLessThanOrEqual(Date.now());
    await listener.end();
  });

  test('a capture is replayed on its own topics with its own bytes, and its times are not invented', async () => {
    const broker = await makeBroker();
    const file = join(folder, 'small.dump');
    const body = '{"VP":{"tst":"2024-02-13T16:32:59.931Z","spd": 1.50}}';
    writeFileSync(
      file,
      `2024-02-13T16:33:00.005Z /hfp/v2/vp/Lehtisaari (M) {"VP":1}\n2024-02-13T16:33:00.205Z /hfp/v2/vp/x ${body}\n`,
    );
    const listener = await subscribe(broker.url, '#');
    const { done } = await runSimulator(['replay', file, '--broker', broker.url, '--speed', '10']);
    expect(done).toMatchObject({ acknowledged: 2 });
    await listener.until(2);
    expect(listener.messages.map((one) => [one.topic, one.payload.toString('utf8')])).toEqual([
      ['/hfp/v2/vp/Lehtisaari (M)', '{"VP":1}'],
      ['/hfp/v2/vp/x', body],
    ]);
    const refused = await runSimulator(['replay', file, '--broker', broker.url, '--shift-to', 'now']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("is not in the contract's form");
    await listener.end();
  });
});

test('a broker that speaks MQTT 3.1.1 alone is recorded all the same', async () => {
  const versions: number[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const bytes = Buffer.from(chunk as Buffer);
      const isConnect = bytes[0] === 0x10;
      // Fixed header (2), "MQTT" with its length (6), then the level of the protocol.
      const version = bytes[8] ?? 0;
      if (isConnect) versions.push(version);
      if (isConnect) socket.write(Buffer.from([0x20, 2, 0, version === 4 ? 0 : 1]));
      if (bytes[0] === 0x82) {
        socket.write(Buffer.from([0x90, 3, bytes[2]!, bytes[3]!, 0]));
        socket.write(Buffer.from([0x30, 4, 0, 1, 0x61, 0xfe]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const out = join(folder, 'old.jsonl');
  const args = [
    'record',
    '--broker',
    `mqtt://127.0.0.1:${port}`,
    '--topics',
    '#',
    '--out',
    out,
    '--count',
    '1',
  ];
  const { code, stderr } = await runSimulator(args);
  server.close();
  expect({ code, stderr, versions }).toEqual({ code: 0, stderr: '', versions: [5, 4] });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
    topic: 'a',
    qos: 0,
    retain: false,
    b64: '/g==',
  });
});

test.skipIf(!existsSync(HFP))(
  'captured vehicles decode through their binding, every line accounted for',
  async () => {
    const out = join(folder, 'hfp.jsonl');
    const { done } = await runSimulator([
      'replay',
      join(HFP, '*.hfp.dump'),
      '--binding',
      'hsl-capture',
      '--speed',
      '0',
      '--out',
      out,
    ]);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n').length;
    expect(done).toMatchObject({ messages: lines, refused: 0 });
    expect(lines).toBe(1_384);
  },
);
