/** Maintenance on a disk that is really full (a tmpfs): only where this process may mount one. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_0_MS, DAY_MS, makeQuery, makeReading, toBlocks, ZONE } from '../src/history/history-fixture.ts';
import { HistoryStore } from '../src/history/history-store.ts';
import { DEFAULT_RETENTION } from '../src/history/retention.ts';

const dir = mkdtempSync(join(tmpdir(), 'metropane-history-full-'));
const canMount = process.getuid?.() === 0 && process.platform === 'linux' && mounts();
const filler = join(dir, 'filler');
const ROWS = 20_000;

/** A program of the system, not of this repository. */
function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}

function mounts(): boolean {
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir);
    return true;
  } catch {
    // Root of a container without the right to mount.
    return false;
  }
}

beforeAll(() => {
  if (!canMount) process.stderr.write('skipped: a full disk needs the right to mount a tmpfs\n');
});
afterAll(() => {
  if (canMount) run('umount', dir);
  rmSync(dir, { recursive: true, force: true });
});

/** Leaves no byte free. */
function fill(): void {
  const file = openSync(filler, 'a');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(dir);
      if (bavail === 0) return;
      writeSync(file, Buffer.alloc(bsize * bavail));
    }
  } finally {
    closeSync(file);
  }
}

test.skipIf(!canMount)(
  'a disk that fills up stops merging and expiry, not answers, and both go on when there is room',
  async () => {
    let nowMs = DAY_0_MS;
    const retention = { ...DEFAULT_RETENTION, rawMaxAgeMs: 10 * DAY_MS };
    const store = await HistoryStore.open(join(dir, 'history'), {
      retention,
      zone: ZONE,
      nowMs: () => nowMs,
    });
    for (let flush = 0; flush < 6; flush++) {
      const readings = Array.from({ length: ROWS }, (_, i) =>
        makeReading({
          offset: flush * ROWS + i + 1,
          entity: `e${i % 50}`,
          tMs: DAY_0_MS + (flush * ROWS + i) * 500,
          value: Math.sin(i) * 100,
        }),
      );
      for (const block of toBlocks(readings)) await store.append(block);
      await store.flush((flush + 1) * ROWS);
    }
    const ask = async () => [
      await store.windows(makeQuery()),
      await store.windows(makeQuery({ entity: 'e7' })),
    ];
    const told = await ask();
    const files = store.stats.files;
    const names = () =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.parquet'));
    fill();
    await store.maintain();
    expect(store.stats).toMatchObject({ files, fault: expect.stringMatching(/space|write/i) });
    expect(names()).toHaveLength(files);
    expect(await ask()).toEqual(told);
    nowMs += 11 * DAY_MS;
    await store.maintain();
    expect(store.stats, 'expiry needs room for panes first').toMatchObject({
      files,
      paneFiles: 0,
      fault: expect.stringMatching(/space|write/i),
    });
    expect(names()).toHaveLength(files);
    expect(await ask()).toEqual(told);
    rmSync(filler);
    nowMs += 60_000;
    await store.maintain();
    expect(store.stats).toMatchObject({ files: 0, paneFiles: 1, fault: null });
    const [all, one] = await ask();
    expect([all, one].map((rows) => rows!.map((row) => row.n))).toEqual(
      told.map((rows) => rows.map((row) => row.n)),
    );
    store.close();
  },
);
