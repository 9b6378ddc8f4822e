/** Runs the real vitest over planted files: what must count as failed, counts. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = dirname(import.meta.dirname);
const HEAD = "import { beforeAll, test } from 'vitest';\n";
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metropane-tally-'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const reporter = join(repository, 'test/tally-reporter.ts');
  write(
    'vitest.config.ts',
    `export default { test: { reporters: ['default', ${JSON.stringify(reporter)}] } };\n`,
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('passed, failed and skipped tests are counted, and the count is the last line', async () => {
  write(
    'a.test.ts',
    `${HEAD}test('good', () => {});\ntest('bad', () => { throw new Error('x'); });\ntest.skip('away', () => {});\n`,
  );
  const lines = await runVitest();
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 1 skipped');
  expect(lines).toContain('failed: a.test.ts > bad');
  expect(lines).toContain('not run: a.test.ts > away');
});

test('a file that cannot be loaded counts as failed', async () => {
  write('a.test.ts', `${HEAD}test('good', () => {});\n`);
  write('b.test.ts', "import './absent.ts';\n");
  expect((await runVitest()).at(-1)).toBe('1 passed, 1 failed');
});

test('an error that no test caught counts as failed', async () => {
  write('a.test.ts', `${HEAD}test('good', () => { void Promise.reject(new Error('nobody waits')); });\n`);
  expect((await runVitest()).at(-1)).toBe('1 passed, 1 failed');
});

test('a set-up that fails counts as failed although its tests never ran', async () => {
  write(
    'a.test.ts',
    `${HEAD}beforeAll(() => { throw new Error('no set-up'); });\ntest('waits', () => {});\n`,
  );
  expect((await runVitest()).at(-1)).toMatch(/^0 passed, [1-9]\d* failed/);
});

function runVitest(): Promise<string[]> {
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, METROPANE_TALLY_FILE: '', NO_COLOR: '1', VITEST: undefined };
  const child = spawn(process.execPath, [vitest, 'run', '--root', root], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(stdout.trimEnd().split('\n')));
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
