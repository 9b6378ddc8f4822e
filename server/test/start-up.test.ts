import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs the program to its end. */
function run(args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, '--mqtt-port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // `exit` may come before the last words were read; `close` comes after them.
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

const inFolder = async (use: (dir: string) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-start-'));
  await use(dir);
  // A process of the centre may still be writing its last file.
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
};

test('a busy explicit port is one clear sentence and exit 2', () =>
  inFolder(async (dir) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, stderr } = await run(['--port', String(port), '--data', dir, '--no-simulators']);
    server.close();
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`--port ${port}`)]);
  }));

test('a bad option, a bad YAML line and an unknown city exit 2 and are named', () =>
  inFolder(async (dir) => {
    const feeds = join(dir, 'feeds.yaml');
    writeFileSync(feeds, 'feeds:\n  - id: [unclosed\n');
    for (const [args, named] of [
      [['--frobnicate'], 'frobnicate'],
      [['--feeds', feeds], 'feeds.yaml'],
      [['--city', join(dir, 'atlantis')], 'atlantis'],
    ] as const) {
      const { code, stderr } = await run([
        '--port',
        '0',
        '--data',
        join(dir, 'data'),
        '--no-simulators',
        ...args,
      ]);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain(named);
    }
  }));

test('a second process on one data folder exits 2; Ctrl-C drains, exits 0 and the next start continues', () =>
  inFolder(async (dir) => {
    const centre = await startCentre({ dataDir: dir });
    const second = await run(['--port', '0', '--data', dir, '--no-simulators']);
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining(dir) });
    await centre.post('/api/v1/reports', {
      id: 'r',
      t: Date.now(),
      category: 'fire',
      title: 'Cháy',
      severity: 1,
    });
    expect(await centre.stop()).toBe(0);
    const again = await startCentre({ dataDir: dir });
    expect(again.stderr()).toContain('checkpoint');
    const { items } = await again.get<{ items: object[] }>('/api/v1/incidents');
    expect(items).toEqual([expect.objectContaining({ title: 'Cháy', priority: 1 })]);
    expect(await again.stop()).toBe(0);
  }));
