import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import {
  freePort,
  hasMosquitto,
  runSimulator,
  startMosquitto,
  startSimulator,
  subscribe,
} from './run-simulator.ts';
import type { Mosquitto } from './run-simulator.ts';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const LIBRARY = new URL('../src/scenarios/library/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'metropane-scenario-'));
const brokers: Mosquitto[] = [];

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.kill()));
  rmSync(folder, { recursive: true });
});

async function makeBroker(): Promise<Mosquitto> {
  const broker = await startMosquitto();
  brokers.push(broker);
  return broker;
}

/** The hoax of the library with one text changed, as a file of one's own. */
function ownFile(name: string, right: string, wrong: string): string {
  const file = join(folder, name);
  const text = readFileSync(new URL('hoax-reports.yaml', LIBRARY), 'utf8');
  expect(text).toContain(right);
  writeFileSync(file, text.replace(right, wrong));
  return file;
}

test('a scenario that cannot be run ends with 2 and one sentence', async () => {
  const out = join(folder, 'never.jsonl');
  const nobody = ['--broker', 'mqtt://127.0.0.1:1'];
  const moved = ownFile('moved.yaml', '{ place: bitexco }', '{ place: atlantis }');
  const cases = [
    [['scenario'], 'name one of hoax-reports, new-year-crowd'],
    [['scenario', 'flood-of-tears', '--out', out], 'no scenario "flood-of-tears"; there are hoax-reports'],
    [['scenario', 'hoax-reports'], 'say where to'],
    [['scenario', moved, '--out', out], 'the city pack "hcmc" has no place "atlantis"'],
    [['scenario', 'hoax-reports', '--out', out, '--city', 'danang'], 'is written for the city "hcmc"'],
    [['scenario', 'hoax-reports', ...nobody, '--speed', '-1'], '--speed: expected a number from 0'],
    [['scenario', 'hoax-reports', ...nobody, '--speed', '1e9'], 'more than the 200000'],
    [['scenario', 'hoax-reports', '--out', out, '--rate', '1e9'], '--rate: so few entities'],
    [['scenario', 'hoax-reports', '--out', out, '--at', 'teatime'], '--at: expected a time'],
    [['scenario', 'hoax-reports', '--out', out, '--at', '+soon'], '--at: expected a duration'],
    [['city', ...nobody, '--faults', 'jitter=1'], '--faults: unknown "jitter=1"'],
  ] as const;
  const ends = await Promise.all(cases.map(([args]) => runSimulator(args)));
  ends.forEach(({ code, stderr }, n) => {
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(cases[n]![1]) as string });
  });
  expect(ends[3]!.stderr).toMatch(/^moved\.yaml:\d+: causes\[0\]\.where: /);
});

test('--out gives the same bytes whatever the speed and the hour', async () => {
  const args = ['scenario', 'hoax-reports', '--entities', '60', '--for', 'PT20M'];
  const hashes = [];
  for (const more of [[], ['--speed', '50'], ['--seed', '7'], ['--faults', 'duplicate=0.1']])
    hashes.push((await runSimulator([...args, ...more, '--out', join(folder, 'x.jsonl')])).done?.['sha256']);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hashes[1]).toBe(hashes[0]);
  expect(new Set(hashes).size).toBe(3);
});

test('--check says which expectations are met, and ends with 1 when one is not', async () => {
  const tooMany = ownFile('too-many.yaml', 'reports: [16, 16]', 'reports: [17, 99]');
  const [right, wrong] = await Promise.all([
    runSimulator(['scenario', 'hoax-reports', '--check', '--rate', '5']),
    runSimulator(['scenario', tooMany, '--check', '--rate', '5']),
  ]);
  expect(right).toMatchObject({ code: 0, stderr: '' });
  expect(wrong).toMatchObject({ code: 1, stderr: 'hoax-reports: 1 of 3 expectations missed.\n' });
});

describe.skipIf(!hasMosquitto)('with a real Mosquitto', () => {
  test('a scenario at three hundred times the speed: everything arrives, the collision among it', async () => {
    const broker = await makeBroker();
    const listener = await subscribe(broker.url, 'city/v1/#');
    const begin = Date.now();
    const { code, done } = await runSimulator([
      ...['scenario', 'ring-road-collision', '--at', '2026-11-24T16:45:00+07:00', '--for', 'PT15M'],
      ...['--speed', '300', '--entities', '60', '--broker', broker.url],
    ]);
    const messages = Number(done?.['messages']);
    await listener.until(messages);
    const told = listener.messages.filter(({ topic }) => topic.includes('/report/'));
    const collision = told.filter(({ payload }) => payload.toString().includes('"traffic-accident"'));
    await listener.end();
    expect({ code, ...done }).toMatchObject({ code: 0, acknowledged: messages, unacknowledged: 0 });
    expect(collision.length).toBeGreaterThanOrEqual(12);
    // Twenty minutes of the city in four seconds: not at once, and not at the pace of the wall.
    expect(Date.now() - begin).toBeGreaterThan(3_500);
  });

  test('faults bend a live city, and the end says how often', async () => {
    const broker = await makeBroker();
    const listener = await subscribe(broker.url, 'city/v1/obs/#');
    const { done } = await runSimulator([
      ...['city', '--entities', '60', '--rate', '60', '--for', '6s', '--broker', broker.url],
      ...['--faults', 'duplicate=1'],
    ]);
    const duplicated = Number(done?.['duplicated']);
    expect(duplicated).toBeGreaterThan(50);
    await listener.until(duplicated);
    const seen = new Map<string, number>();
    for (const { topic, payload } of listener.messages) {
      const key = `${topic} ${payload.toString()}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    await listener.end();
    expect([...seen.values()].filter((count) => count === 2).length).toBeGreaterThan(50);
  });

  test('Ctrl-C ends a scenario cleanly, with what the broker acknowledged', async () => {
    const broker = await makeBroker();
    const child = spawn(process.execPath, [
      ...[CLI, 'scenario', 'hoax-reports', '--entities', '40', '--broker', broker.url, '--json'],
    ]);
    let stdout = '';
    const isRunning = Promise.withResolvers<void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('"connected"')) isRunning.resolve();
    });
    const listener = await subscribe(broker.url, 'city/v1/obs/#');
    await isRunning.promise;
    await listener.until(3);
    await listener.end();
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    const done = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
    expect({ code, ...done }).toMatchObject({ code: 0, event: 'done', unacknowledged: 0 });
    expect(Number(done['acknowledged'])).toBeGreaterThanOrEqual(3);
  });

  test('a broker that went away is asked again for a while, then the run ends with 1 and says so', async () => {
    const broker = await startMosquitto();
    const run = startSimulator([
      ...['scenario', 'hoax-reports', '--entities', '40', '--broker', broker.url],
      ...['--give-up-after', '1500ms', '--json'],
    ]);
    await run.event('connected');
    await broker.kill();
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('no broker answered for 1.5 s') as string,
    });
    const tries = run.events.filter(({ event }) => event === 'waiting for the broker').length;
    expect(tries).toBeGreaterThanOrEqual(2);
    expect(run.events.at(-1)).toMatchObject({ event: 'done' });
  });

  test('a broker that comes late is waited for', async () => {
    const port = await freePort();
    const run = startSimulator([
      ...['scenario', 'hoax-reports', '--entities', '40', '--broker', `mqtt://127.0.0.1:${port}`, '--json'],
    ]);
    await run.event('waiting for the broker');
    brokers.push(await startMosquitto({ port }));
    await run.event('connected');
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
  });
});
