import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, expect, test } from 'vitest';
import {
  freePort,
  hasMosquitto,
  runSimulator,
  startMosquitto,
  startSimulator,
  subscribe,
} from './run-simulator.ts';
import type { Mosquitto } from './run-simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'metropane-simulate-'));
const brokers: Mosquitto[] = [];
const SHARED = process.env['METROPANE_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');
const HFP = join(SHARED, 'helsinki_hfp_mqtt');

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.kill()));
  rmSync(folder, { recursive: true });
});

async function makeBroker(options: Parameters<typeof startMosquitto>[0] = {}): Promise<Mosquitto> {
  const broker = await startMosquitto(options);
  brokers.push(broker);
  return broker;
}

const withBroker = test.skipIf(!hasMosquitto);

test('a wrong command line ends with 2 and one sentence that names the option', async () => {
  const cases = [
    [['city'], 'say where to'],
    [['city', '--out', 'x', '--from', '2026-11-23T00:00+07:00'], '--from: needs --for'],
    [['city', '--out', 'x', '--rate', 'fast'], '--rate: expected a number'],
    [['city', '--out', 'x', '--city', '/nowhere', '--from', 'now', '--for', '1s'], '--city:'],
    [['replay', join(folder, 'none.csv'), '--out', 'x'], 'no file matches'],
    [['record', '--broker', 'mqtt://127.0.0.1:1'], '--topics: is missing'],
    [['dance'], 'Unknown command "dance"'],
  ] as const;
  const ends = await Promise.all(cases.map(([args]) => runSimulator(args)));
  ends.forEach(({ code, stderr }, n) => {
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(cases[n]![1]) as string });
  });
});

test('--out writes JSON lines and prints their SHA-256, the same for one seed', async () => {
  const files = ['a', 'b'].map((name) => join(folder, `${name}.jsonl`));
  const args = [
    'city',
    '--seed',
    '9',
    '--entities',
    '80',
    '--from',
    '2026-11-23T07:00+07:00',
    '--for',
    'PT2M',
  ];
  const runs = [];
  for (const file of files) runs.push(await runSimulator([...args, '--out', file]));
  const bytes = files.map((file) => readFileSync(file));
  expect(runs[0]?.done?.['sha256']).toBe(createHash('sha256').update(bytes[0]!).digest('hex'));
  expect(bytes[0]!.equals(bytes[1]!)).toBe(true);
  const first = JSON.parse(bytes[0]!.toString('utf8').split('\n')[0]!) as Record<string, unknown>;
  expect(Object.keys(first)).toEqual(['at', 'topic', 'qos', 'retain', 'text']);
});

withBroker(
  'the broker gets what the simulator says it sent: descriptions retained, history oldest first',
  async () => {
    const broker = await makeBroker();
    const listener = await subscribe(broker.url, 'city/v1/#');
    const { code, done } = await runSimulator([
      'city',
      '--demo',
      '--broker',
      broker.url,
      '--entities',
      '60',
      '--backfill',
      'P1D',
      '--for',
      '3s',
    ]);
    expect(code).toBe(0);
    expect(done?.['unacknowledged']).toBe(0);
    await listener.until(Number(done?.['acknowledged']));
    expect(listener.messages.length).toBe(done?.['messages']);
    const newest = new Map<string, number>();
    for (const { topic, payload } of listener.messages.filter((one) => one.topic.includes('/obs/'))) {
      const value = JSON.parse(payload.toString('utf8')) as { t: number } | { t: number }[];
      for (const { t } of Array.isArray(value) ? value : [value]) {
        expect(t, topic).toBeGreaterThan(newest.get(topic) ?? 0);
        newest.set(topic, t);
      }
    }
    await listener.end();
    const late = await subscribe(broker.url, 'city/v1/entity/#');
    await late.until(60);
    expect(late.messages.every((one) => one.retain)).toBe(true);
    await late.end();
  },
);

withBroker('a recording holds every byte, and its replay gives the same messages', async () => {
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
    });
  expect((await recorder.ended).code).toBe(0);

  const again = startSimulator([
    'record',
    '--broker',
    broker.url,
    '--topics',
    '#',
    '--out',
    second,
    '--count',
    '5',
    '--json',
  ]);
  await again.event('recording');
  const { done } = await runSimulator(['replay', first, '--broker', broker.url, '--speed', '0']);
  expect(done).toMatchObject({ messages: 5, acknowledged: 5 });
  expect((await again.ended).code).toBe(0);
  const lines = (file: string): unknown[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => ({ ...(JSON.parse(line) as object), at: '' }));
  expect(lines(second)).toEqual(lines(first));
  const bodies = readFileSync(first, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { text, b64 } = JSON.parse(line) as { text?: string; b64?: string };
      return text === undefined ? Buffer.from(b64!, 'base64') : Buffer.from(text);
    });
  // Between levels of QoS MQTT promises no order.
  expect(bodies.map((body) => body.toString('hex')).toSorted()).toEqual(
    payloads.map((payload) => payload.toString('hex')).toSorted(),
  );
  await client.endAsync();
});

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

withBroker('a CSV is replayed as its binding reads it, one message per row, times moved to now', async () => {
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

withBroker(
  'a capture is replayed on its own topics with its own bytes, and its times are not invented',
  async () => {
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
  },
);

withBroker('a broker that comes late and is killed on the way costs nothing', async () => {
  const port = await freePort();
  const args = [
    'city',
    '--entities',
    '200',
    '--rate',
    '4000',
    '--from',
    '2026-11-23T07:00+07:00',
    '--for',
    'PT8S',
  ];
  const run = startSimulator([...args, '--broker', `mqtt://127.0.0.1:${port}`, '--json']);
  await run.event('waiting for the broker');
  const first = await startMosquitto({ port });
  const listener = await subscribe(first.url, 'city/v1/obs/#');
  await listener.until(500);
  await listener.end();
  await first.kill();
  const second = await makeBroker({ port });
  const { code } = await run.ended;
  expect(code).toBe(0);
  expect(second.port).toBe(port);
  const done = run.events.findLast((event) => event['event'] === 'done');
  expect(run.events.filter((event) => event['event'] === 'connected').length).toBe(2);
  expect(done?.['messages']).toBeGreaterThan(20_000);
  expect(done).toMatchObject({ unacknowledged: 0, acknowledged: done?.['messages'] as number });
});

withBroker('a broker that refuses the password ends the run with 1 and says so', async () => {
  const broker = await makeBroker({ isAnonymous: false });
  const { code, stderr } = await runSimulator(['city', '--broker', broker.url, '--for', '5s'], {
    METROPANE_SIM_TOKEN: 'wrong-token',
  });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Not authorized') as string });
  expect(stderr).not.toContain('wrong-token');
});

withBroker('a forked demo outlives Ctrl-C and ends cleanly with SIGTERM or with its channel', async () => {
  const broker = await makeBroker();
  for (const end of ['SIGTERM', 'disconnect'] as const) {
    const run = startSimulator(['city', '--demo', '--entities', '50', '--broker', broker.url, '--json']);
    await run.event('live');
    run.child.kill('SIGINT');
    const still = await subscribe(broker.url, 'city/v1/obs/#');
    await still.until(5);
    await still.end();
    if (end === 'SIGTERM') run.child.kill('SIGTERM');
    else run.child.disconnect();
    expect(await run.ended, end).toEqual({ code: 0, stderr: '' });
    expect(run.events.at(-1)).toMatchObject({ event: 'done', unacknowledged: 0 });
  }
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
