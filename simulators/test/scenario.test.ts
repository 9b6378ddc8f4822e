import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
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
const folder = mkdtempSync(join(tmpdir(), 'metropane-scenario-'));
const brokers: Mosquitto[] = [];

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.kill()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function makeBroker(): Promise<Mosquitto> {
  const broker = await startMosquitto();
  brokers.push(broker);
  return broker;
}

test('the command line ends with 2 and one sentence for a scenario that it does not know', async () => {
  const { code, stderr } = await runSimulator(['scenario', 'flood-of-tears', '--out', join(folder, 'x')]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(
      'no scenario "flood-of-tears"; there are danang-autumn-flood, danang-fireworks-night',
    ) as string,
  });
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
    const listener = await subscribe(broker.url, 'city/v1/#');
    const { done } = await runSimulator([
      ...['city', '--entities', '60', '--rate', '60', '--for', '6s', '--broker', broker.url],
      ...['--faults', 'duplicate=1'],
    ]);
    expect(Number(done?.['duplicated'])).toBeGreaterThan(50);
    await listener.until(Number(done?.['acknowledged']));
    const seen = new Map<string, number>();
    for (const { topic, payload } of listener.messages) {
      const key = `${topic} ${payload.toString()}`;
      if (topic.startsWith('city/v1/obs/')) seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    await listener.end();
    // Twins follow within three seconds: those of the last seconds are still on their way.
    const twins = [...seen.values()].filter((count) => count === 2).length;
    expect(twins).toBeGreaterThan(seen.size / 3);
    expect(Math.max(...seen.values())).toBe(2);
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
