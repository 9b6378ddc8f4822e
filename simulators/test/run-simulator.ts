/** Starts the simulator's command line as users do, and brokers for it. */
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { findMosquitto } from '../../test/find-program.ts';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

export interface SimulatorRun {
  readonly child: ChildProcess;
  /** Lines of `--json`, as they come. */
  readonly events: readonly Record<string, unknown>[];
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** The first line with this event, past or to come; rejects when the program ends without it. */
  event(name: string): Promise<Record<string, unknown>>;
}

/** Forks the command line with a channel, as the server does. */
export function startSimulator(args: readonly string[], env: Record<string, string> = {}): SimulatorRun {
  const child = fork(CLI, [...args], { silent: true, env: { ...process.env, ...env } });
  const events: Record<string, unknown>[] = [];
  const waiting: {
    name: string;
    resolve: (event: Record<string, unknown>) => void;
    reject: (e: Error) => void;
  }[] = [];
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (let end = stdout.indexOf('\n'); end >= 0; end = stdout.indexOf('\n')) {
      const event = JSON.parse(stdout.slice(0, end)) as Record<string, unknown>;
      stdout = stdout.slice(end + 1);
      events.push(event);
      for (const one of waiting) if (one.name === event['event']) one.resolve(event);
    }
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // Not 'close': after the parent's own disconnect() that event never comes.
  const ended = Promise.all([
    once(child, 'exit'),
    once(child.stdout!, 'end'),
    once(child.stderr!, 'end'),
  ]).then(([[code]]) => {
    for (const one of waiting) one.reject(new Error(`ended with ${code} before "${one.name}": ${stderr}`));
    return { code: code as number | null, stderr };
  });
  return {
    child,
    events,
    ended,
    event: (name) => {
      const known = events.find((event) => event['event'] === name);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => waiting.push({ name, resolve, reject }));
    },
  };
}

/** Starts it as a shell does, without a channel: Ctrl-C is for it. `began`: it said its first thing. */
export function startFromShell(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly began: Promise<unknown>;
  readonly code: Promise<number | null>;
} {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const code = once(child, 'exit').then(([ended]) => ended as number | null);
  return { child, began: once(child.stderr, 'data'), code };
}

/** Runs the command line to its end. */
export async function runSimulator(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{
  readonly code: number | null;
  readonly stderr: string;
  readonly done: Record<string, unknown> | undefined;
}> {
  const run = startSimulator([...args, '--json'], env);
  const { code, stderr } = await run.ended;
  return { code, stderr, done: run.events.findLast((event) => event['event'] === 'done') };
}

/** True when tests against a real broker can run here. */
export const hasMosquitto = findMosquitto() !== null;

export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  /** kill -9. */
  kill(): Promise<void>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real Mosquitto on a free (or the given) port, ready when this resolves. */
export async function startMosquitto({
  port,
  isAnonymous = true,
}: { readonly port?: number; readonly isAnonymous?: boolean } = {}): Promise<Mosquitto> {
  const program = findMosquitto();
  if (program === null) throw new Error('Mosquitto is not installed');
  const chosen = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'metropane-mosquitto-'));
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(
    config,
    [
      `listener ${chosen} 127.0.0.1`,
      `allow_anonymous ${isAnonymous}`,
      'max_inflight_messages 0',
      'max_queued_messages 0',
      'persistence false',
    ].join('\n'),
  );
  const child = spawn(program, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (/mosquitto version .* running/.test(log)) resolve();
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${log}`)));
  });
  return {
    port: chosen,
    url: `mqtt://127.0.0.1:${chosen}`,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

export interface Received {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

/** A subscriber that keeps everything under `topic`; resolves once subscribed. */
export async function subscribe(
  url: string,
  topic: string,
): Promise<{ readonly messages: Received[]; until(count: number): Promise<void>; end(): Promise<void> }> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  const messages: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  client.on('message', (name, payload, { qos, retain }) => {
    messages.push({ topic: name, payload, qos, retain });
    for (const one of waiting) if (messages.length >= one.count) one.resolve();
  });
  await client.subscribeAsync(topic, { qos: 2 });
  return {
    messages,
    until: (count) =>
      new Promise((resolve) =>
        messages.length >= count ? resolve() : void waiting.push({ count, resolve }),
      ),
    end: () => client.endAsync(),
  };
}
