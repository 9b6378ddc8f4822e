import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeSmallestCity } from '../src/systems/smallest-city-fixture.ts';
import {
  freePort,
  hasMosquitto,
  runSimulator,
  startFromShell,
  startMosquitto,
  startSimulator,
  subscribe,
} from './run-simulator.ts';
import type { Mosquitto } from './run-simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'metropane-simulate-'));
const brokers: Mosquitto[] = [];

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.kill()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function makeBroker(options: Parameters<typeof startMosquitto>[0] = {}): Promise<Mosquitto> {
  const broker = await startMosquitto(options);
  brokers.push(broker);
  return broker;
}

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

test('a recording that never reached its broker, and a file that cannot be written, end with 1', async () => {
  const nobody = `mqtt://127.0.0.1:${await freePort()}`;
  const record = [
    'record',
    '--broker',
    nobody,
    '--topics',
    'a',
    '--out',
    join(folder, 'r'),
    '--for',
    '300ms',
  ];
  const write = [
    'city',
    '--from',
    '2026-11-23T07:00+07:00',
    '--for',
    '1s',
    '--out',
    join(folder, 'no', 'such'),
  ];
  const [unreached, unwritable] = await Promise.all([runSimulator(record), runSimulator(write)]);
  expect(unreached).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('could not be reached') as string,
  });
  expect(unwritable).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') as string });
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

test('without more words a city has 20,000 entities and says 5,000 things a second', async () => {
  const file = join(folder, 'usual.jsonl');
  const { code } = await runSimulator([
    'city',
    '--from',
    '2026-11-23T17:00+07:00',
    '--for',
    '2s',
    '--out',
    file,
  ]);
  expect(code).toBe(0);
  const topics = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { topic: string }).topic);
  const count = (kind: string): number => topics.filter((topic) => topic.includes(`/${kind}/`)).length;
  expect(count('entity')).toBe(20_000);
  // One sensor in a hundred is silent for a while.
  expect(count('obs') / 2).toBeGreaterThan(4_800);
  expect(count('obs') / 2).toBeLessThan(5_100);
});

function makeTown(name: string, has?: 'offices'): string {
  const town = join(folder, name);
  mkdirSync(town);
  writeSmallestCity(town, has);
  return town;
}

test('a city with nothing to simulate is refused with one sentence and leaves no file', async () => {
  const file = join(folder, 'nothing.jsonl');
  const span = ['--from', '2026-11-23T08:00+07:00', '--for', 'PT1M', '--out', file];
  const { code, stderr } = await runSimulator(['city', '--city', makeTown('mute'), ...span]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(
      /^--city: the city "my-town" has nothing to simulate: [^\n]+\.\n$/,
    ) as string,
  });
  expect(existsSync(file)).toBe(false);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a city that is silent for a century ends with %s',
  async (signal) => {
    const town = makeTown(`offices-${signal}`, 'offices');
    // Years of which the calendar knows nothing: its offices say nothing.
    const span = ['--from', '2040-01-01T00:00+07:00', '--for', 'P36500D', '--out', join(folder, signal)];
    const { child, began, code } = startFromShell(['city', '--city', town, ...span]);
    await began;
    child.kill(signal);
    expect(await code).toBe(0);
  },
);

describe.skipIf(!hasMosquitto)('with a real Mosquitto', () => {
  test('the broker gets what the simulator says it sent: descriptions retained, history oldest first', async () => {
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
  });

  test('a broker that comes late and is killed on the way costs nothing', async () => {
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

  test('a broker that refuses the password ends the run with 1 and says so', async () => {
    const broker = await makeBroker({ isAnonymous: false });
    const { code, stderr } = await runSimulator(['city', '--broker', broker.url, '--for', '5s'], {
      METROPANE_SIM_TOKEN: 'wrong-token',
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('Not authorized') as string,
    });
    expect(stderr).not.toContain('wrong-token');
  });

  test('a demo of a city with nothing to simulate says so, idles, and ends with SIGTERM or with its channel', async () => {
    const broker = await makeBroker();
    const town = makeTown('mute-demo');
    for (const end of ['SIGTERM', 'disconnect'] as const) {
      const args = ['city', '--demo', '--city', town, '--broker', broker.url, '--backfill', 'P1D', '--json'];
      const run = startSimulator(args);
      await run.event('live');
      expect(run.events[0]).toMatchObject({
        event: 'warning',
        text: expect.stringContaining('nothing to simulate') as string,
      });
      if (end === 'SIGTERM') run.child.kill('SIGTERM');
      else run.child.disconnect();
      const { code, stderr } = await run.ended;
      expect({ code, lines: stderr.trimEnd().split('\n').length }, end).toEqual({ code: 0, lines: 1 });
      expect(run.events.at(-1)).toMatchObject({ event: 'done', messages: 0 });
    }
  });

  test('a forked demo outlives Ctrl-C and ends cleanly with SIGTERM or with its channel', async () => {
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
});
