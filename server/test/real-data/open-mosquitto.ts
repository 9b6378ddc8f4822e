import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMosquitto } from '../../../test/find-program.ts';

/** Null where the machine has none: such tests skip and are listed. */
export const MOSQUITTO: string | null = findMosquitto();

const STARTS_WITHIN_MS = 30_000;

/** A real Mosquitto on a free loopback port, open to everybody, that keeps as many QoS 1 messages as come. */
export class OpenMosquitto {
  readonly url: string;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(url: string, { folder, child }: { folder: string; child: ChildProcess }) {
    this.url = url;
    this.#folder = folder;
    this.#child = child;
  }

  static async start(): Promise<OpenMosquitto> {
    if (MOSQUITTO === null) throw new Error('Mosquitto is not installed (Debian package: mosquitto)');
    const folder = mkdtempSync(join(tmpdir(), 'metropane-mosquitto-'));
    const port = await freePort();
    // By default Mosquitto drops what a subscriber has not taken beyond 1,000 messages, without a word to either end.
    const lines = [
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence false',
      'max_queued_messages 0',
    ];
    writeFileSync(join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
    const child = spawn(MOSQUITTO, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    const broker = new OpenMosquitto(`mqtt://127.0.0.1:${port}`, { folder, child });
    const endMs = performance.now() + STARTS_WITHIN_MS;
    while (!(await answers(port))) {
      if (performance.now() > endMs) throw new Error(`Mosquitto did not start within ${STARTS_WITHIN_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return broker;
  }

  async stop(): Promise<void> {
    const isGone = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill();
      await isGone;
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
