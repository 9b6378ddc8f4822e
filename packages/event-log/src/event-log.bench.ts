/**
 * What order and durability cost: log.append against writing the same bytes, log.read against reading them, both alternating with
 * their baseline; journal.append against single commits of a bare SQLite table, one caller and 64 callers in flight.
 * Disk caches are warm: the figures are about the code, not about the disk, except for the journal, where every commit syncs.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { JournalWorker } from './journal-worker.ts';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string;
  readonly baselineValue: number;
  readonly ratio: number;
  readonly dropped: number;
  readonly late: number;
  readonly n: number;
}

const ROUNDS = 5;
const MEGA = 1e6;
const SIZES = [
  { suffix: '', payloadBytes: 4096, records: 30_000, perFlush: 32 },
  { suffix: '.small', payloadBytes: 120, records: 400_000, perFlush: 500 },
] as const;

type Size = (typeof SIZES)[number];

export const benches: Record<string, () => Promise<Figure[]>> = {
  'log.append': () =>
    inFolder(async (folder) => SIZES.map((size) => benchAppend(join(folder, `w${size.suffix}`), size))),
  'log.read': () =>
    inFolder(async (folder) => SIZES.map((size) => benchRead(join(folder, `r${size.suffix}`), size))),
  'journal.append': () => inFolder(benchJournal),
};

async function inFolder(measure: (folder: string) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-bench-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of `run`. */
function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function openLog(folder: string): TelemetryLogWriter {
  const opened = TelemetryLogWriter.openForAppend({ folder, clock: { nowMs: () => 0 } });
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

function appendAll(writer: TelemetryLogWriter, size: Size): void {
  const payload = Buffer.alloc(size.payloadBytes, 7);
  for (let record = 0; record < size.records; record++) {
    writer.append(1, payload);
    if (record % size.perFlush === 0 && !writer.flush().ok) throw new Error('flush failed');
  }
  if (!writer.flush().ok) throw new Error('flush failed');
}

function benchAppend(folder: string, size: Size): Figure {
  const bytes = size.records * (size.payloadBytes + 10);
  const mine: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const writer = openLog(folder);
    mine.push(timed(() => appendAll(writer, size)));
    writer.close();
    rmSync(folder, { recursive: true });
    bare.push(timed(() => writeBare(`${folder}.bare`, bytes, size.perFlush * (size.payloadBytes + 10))));
    rmSync(`${folder}.bare`);
  }
  return toFigure(`log.append${size.suffix}`, 'the same bytes through writeSync', {
    bytes,
    mine,
    bare,
    n: size.records,
  });
}

function writeBare(path: string, bytes: number, chunkBytes: number): void {
  const chunk = Buffer.alloc(chunkBytes, 7);
  const file = openSync(path, 'w');
  for (let at = 0; at < bytes; at += chunkBytes) writeSync(file, chunk, 0, Math.min(chunkBytes, bytes - at));
  closeSync(file);
}

function benchRead(folder: string, size: Size): Figure {
  const writer = openLog(folder);
  appendAll(writer, size);
  writer.close();
  const bytes = writer.flushedOffset;
  writeBare(`${folder}.bare`, bytes, 1024 * 1024);
  const mine: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(timed(() => readLog(folder, size.records + 1)));
    bare.push(timed(() => readBare(`${folder}.bare`)));
  }
  return toFigure(`log.read${size.suffix}`, 'the same bytes through readSync and crc32', {
    bytes,
    mine,
    bare,
    n: size.records,
  });
}

function readLog(folder: string, expected: number): void {
  const reader = new TelemetryLogReader({ folder });
  const read = reader.readAvailable(Infinity, () => undefined);
  reader.close();
  if (!read.ok || read.value.records !== expected) throw new Error('the log did not come back whole');
}

function readBare(path: string): void {
  const chunk = Buffer.allocUnsafeSlow(1024 * 1024);
  const file = openSync(path, 'r');
  let crc = 0;
  for (let came = readSync(file, chunk); came > 0; came = readSync(file, chunk)) {
    crc = crc32(chunk.subarray(0, came), crc);
  }
  closeSync(file);
}

function toFigure(
  name: string,
  baseline: string,
  runs: { bytes: number; mine: number[]; bare: number[]; n: number },
): Figure {
  const perSecond = (times: number[]) => (runs.bytes / MEGA / median(times)) * 1000;
  const [value, baselineValue] = [perSecond(runs.mine), perSecond(runs.bare)];
  return {
    name,
    value,
    unit: 'MB/s',
    baseline,
    baselineValue,
    ratio: value / baselineValue,
    dropped: 0,
    late: 0,
    n: runs.n,
  };
}

const BODY = JSON.stringify({ text: 'x'.repeat(300) });

async function benchJournal(folder: string): Promise<Figure[]> {
  const started = await JournalWorker.start({ path: join(folder, 'journal.db') });
  if (!started.ok) throw new Error(started.message);
  const single: number[] = [];
  const grouped: number[] = [];
  const bare: number[] = [];
  let dropped = 0;
  const [singles, groups] = [1500, 20_000];
  for (let round = 0; round < 3; round++) {
    bare.push(commitBare(join(folder, `bare-${round}.db`), singles));
    const alone = await appendFrom(started.value, { callers: 1, entries: singles });
    const many = await appendFrom(started.value, { callers: 64, entries: groups });
    single.push(alone.perSecond);
    grouped.push(many.perSecond);
    dropped += alone.refused + many.refused;
  }
  await started.value.close();
  const baselineValue = median(bare);
  const figure = (name: string, value: number, n: number): Figure => ({
    ...{
      name,
      value,
      unit: 'entries/s',
      baseline: 'single commits, bare SQLite table, same thread',
      baselineValue,
    },
    ...{ ratio: value / baselineValue, dropped, late: 0, n },
  });
  return [
    figure('journal.append.single', median(single), singles),
    figure('journal.append.64', median(grouped), groups),
  ];
}

async function appendFrom(
  worker: JournalWorker,
  load: { callers: number; entries: number },
): Promise<{ perSecond: number; refused: number }> {
  let left = load.entries;
  let refused = 0;
  const start = performance.now();
  const call = async (): Promise<void> => {
    while (left-- > 0) {
      const stored = await worker.client.append({
        kind: 'action',
        v: 1,
        atMs: left,
        actor: 'bench',
        body: BODY,
      });
      if (!stored.ok) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: load.callers }, call));
  return { perSecond: (load.entries / (performance.now() - start)) * 1000, refused };
}

function commitBare(path: string, commits: number): number {
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE entries (seq INTEGER PRIMARY KEY, body TEXT)',
  );
  const insert = database.prepare('INSERT INTO entries (body) VALUES (?)');
  const ms = timed(() => {
    for (let commit = 0; commit < commits; commit++) insert.run(BODY);
  });
  database.close();
  return (commits / ms) * 1000;
}
