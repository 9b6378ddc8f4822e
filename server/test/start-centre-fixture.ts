import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One admin token for every test centre. */
export const TOKEN = 'test-token-of-the-suite-0123456789';

/** A battery starts many centres of the same sources: each takes the compiled modules of the one before. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/centre', import.meta.url));

export interface TestCentre {
  http: string;
  mqtt: string;
  /** One-time sign-in address, as a person would get it. */
  signIn: string | null;
  dataDir: string;
  child: ChildProcess;
  stderr: () => string;
  /** JSON answer of an authorised request; throws with the body on a status that is not 2xx. */
  get: <T>(path: string) => Promise<T>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  /** Ctrl-C as a terminal sends it; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts the real program in a process of its own on free ports; without a `dataDir` in a fresh folder that `stop` removes. */
export async function startCentre(
  options: { args?: string[]; dataDir?: string; env?: Record<string, string> } = {},
): Promise<TestCentre> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'metropane-'));
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const args = [
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    dataDir,
    ...(options.args ?? ['--no-simulators']),
  ];
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that Ctrl-C can be sent as a terminal sends it: to the program and all its children at once.
    detached: true,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, METROPANE_TOKEN: TOKEN, ...options.env },
  });
  // A run that is cut off must not leave centres behind.
  process.once('exit', () => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    child.stdout.on('data', () => {
      const match = /Metropane ready: (\S+) (\S+)\n/.exec(stdout);
      if (match !== null) resolve(match);
    });
    void exited.then((code) => reject(new Error(`the centre ended with code ${code}: ${stderr}`)));
  });
  const [, http, mqtt] = ready as unknown as [string, string, string];
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal);
    const code = await exited;
    if (options.dataDir === undefined)
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    return code;
  };
  return {
    http,
    mqtt,
    signIn: /Sign in: (\S+)/.exec(stdout)?.[1] ?? null,
    dataDir,
    child,
    stderr: () => stderr,
    async get<T>(path: string): Promise<T> {
      const response = await fetch(`${http}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
      const body = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
      return JSON.parse(body) as T;
    },
    post: (path, body, init = {}) =>
      fetch(`${http}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        ...init,
      }),
    stop: () => end('SIGINT'),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
