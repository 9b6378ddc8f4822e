import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The Mosquitto of this machine, or `undefined`; Debian puts it where PATH of a user does not look. */
export const MOSQUITTO: string | undefined = [
  'mosquitto',
  '/usr/sbin/mosquitto',
  '/usr/local/sbin/mosquitto',
].find((command) => spawnSync(command, ['-h']).error === undefined);

/** Where Mosquitto is absent, tests with it are a listed skip; in CI they run, and fail. */
export const SKIPS_MOSQUITTO: boolean = MOSQUITTO === undefined && process.env['CI'] !== 'true';

/** A real Mosquitto on a free port, with one user `metropane`, password `secret`; `topic` rights only below `city/` and `ext/`. */
export class Mosquitto {
  readonly port: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'metropane-mosquitto-'));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
    writeFileSync(this.#file('password'), 'metropane:secret\n', { mode: 0o600 });
    spawnSync('mosquitto_passwd', ['-U', this.#file('password')]);
    writeFileSync(this.#file('acl'), 'user metropane\ntopic readwrite city/#\ntopic readwrite ext/#\n', {
      mode: 0o600,
    });
    const root = process.getuid?.() === 0 ? 'user root\n' : '';
    writeFileSync(
      this.#file('conf'),
      `${root}listener ${port} 127.0.0.1\nallow_anonymous false\npassword_file ${this.#file('password')}\nacl_file ${this.#file('acl')}\npersistence false\n`,
    );
  }

  static async start(): Promise<Mosquitto> {
    const mosquitto = new Mosquitto(await freePort());
    await mosquitto.run();
    return mosquitto;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Starts (again) and waits until the port answers. */
  async run(): Promise<void> {
    if (MOSQUITTO === undefined) throw new Error('Mosquitto is not installed (Debian package: mosquitto)');
    this.#process = spawn(MOSQUITTO, ['-c', this.#file('conf')], { stdio: 'ignore' });
    for (let attempt = 0; attempt < 1_500; attempt += 1) {
      if (await answers(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('Mosquitto did not start within 30 s');
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const isGone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await isGone;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
