import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { Journal } from './journal.ts';
import { RECORD_KIND } from './log-record.ts';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

const CHILD = fileURLToPath(new URL('./crash-child.fixture.ts', import.meta.url));

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const kills = isFull ? 100 : 3;

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metropane-data-'));
});

afterEach(() => rmSync(root, { recursive: true }));

test('a new folder gets its places, its version and private secrets; releasing lets the next one in', () => {
  const path = join(root, 'a', 'data');
  const opened = openDataFolder(path);
  if (!opened.ok) throw new Error(opened.message);
  for (const name of ['log', 'raw', 'checkpoints', 'history', 'dead', 'secrets']) {
    expect(statSync(join(path, name)).isDirectory()).toBe(true);
  }
  expect(statSync(opened.value.secrets).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(path, 'VERSION'), 'utf8')).toBe('1\n');
  expect(opened.value.foundVersion).toBe(0);
  expect(openDataFolder(path)).toMatchObject({ ok: false, code: 'locked' });
  opened.value.release();
  opened.value.release();
  chmodSync(opened.value.secrets, 0o755);
  const again = openDataFolder(path);
  expect(again.ok && again.value.foundVersion).toBe(1);
  expect(statSync(opened.value.secrets).mode & 0o777).toBe(0o700);
  if (again.ok) again.value.release();
});

test.each([
  ['2\n', 'newer-version'],
  ['one', 'bad-version'],
  ['', 'bad-version'],
  ['0', 'bad-version'],
])('a folder whose VERSION is %j is refused and left as it is', (text, code) => {
  writeFileSync(join(root, 'VERSION'), text);
  expect(openDataFolder(root)).toMatchObject({ ok: false, code });
  expect(readFileSync(join(root, 'VERSION'), 'utf8')).toBe(text);
});

test('a file in the place of the folder is refused', () => {
  const path = join(root, 'file');
  writeFileSync(path, '');
  expect(openDataFolder(path)).toMatchObject({ ok: false, code: 'not-a-folder' });
});

/** Starts the child; `lines` grows as it speaks, `said(n)` resolves when it has said n lines or has ended. */
function startChild(path: string) {
  const child: ChildProcess = spawn(process.execPath, [CHILD, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let wake = () => undefined as void;
  if (child.stdout === null) throw new Error('the child has a stdout');
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    wake();
  });
  const said = async (count: number) => {
    while (lines.length < count && child.exitCode === null) {
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), ended]);
    }
  };
  return { child, lines, said, ended };
}

/** The numbers in the log, by life: every epoch starts counting at 0 again. */
function readLives(log: string): number[][] {
  const lives: number[][] = [];
  const reader = new TelemetryLogReader({ folder: log });
  const read = reader.readAvailable(Infinity, ({ kind, payload }) => {
    if (kind === RECORD_KIND.epoch) lives.push([]);
    else lives.at(-1)?.push(Buffer.from(payload).readUInt32LE(0));
  });
  reader.close();
  if (!read.ok || read.value.damage !== null) throw new Error(JSON.stringify(read));
  return lives;
}

test(
  'kill -9: everything promised is there, the lock is free, a second process meanwhile was refused',
  async () => {
    const promised: { flushed: number; stored: string[] }[] = [];
    for (let life = 0; life < kills; life++) {
      const { child, lines, said, ended } = startChild(root);
      await said(1);
      expect(lines[0]).toBe('ready');
      if (life === 0) {
        const second = startChild(root);
        expect(await second.ended).toBe(2);
        expect(second.lines).toEqual(['refused locked']);
      }
      await said(30 + ((45 * life) % 400));
      child.kill('SIGKILL');
      await ended;
      const words = lines.map((line) => line.split(' '));
      promised.push({
        flushed: Number(words.findLast(([what]) => what === 'flushed')?.[2] ?? 0),
        stored: words.filter(([what]) => what === 'stored').map((word) => word.slice(1).join(' ')),
      });
    }
    const folder = openDataFolder(root);
    if (!folder.ok) throw new Error(folder.message);
    const opened = TelemetryLogWriter.openForAppend({ folder: folder.value.log, clock: { nowMs: () => 0 } });
    expect(opened.ok && opened.value.epoch).toBe(kills + 1);
    const lives = readLives(folder.value.log);
    for (const [life, { flushed }] of promised.entries()) {
      const numbers = lives[life] ?? [];
      expect(flushed).toBeGreaterThan(0);
      expect(numbers.length).toBeGreaterThanOrEqual(flushed);
      expect(numbers).toEqual(numbers.map((_, index) => index));
    }
    const journal = Journal.open(folder.value.journal);
    if (!journal.ok) throw new Error(journal.message);
    expect(journal.value.verify()).toMatchObject({ ok: true, value: { status: 'intact' } });
    for (const line of promised.flatMap(({ stored }) => stored)) {
      const [seq, ...key] = line.split(' ');
      const entry = journal.value.get(Number(seq));
      expect(entry.ok && entry.value?.dedupKey).toBe(key.join(' '));
    }
    journal.value.close();
    folder.value.release();
  },
  isFull ? 600_000 : 30_000,
);
