/**
 * What history costs: appending while it is asked (against inserting the same rows into node:sqlite), one series over a day and
 * merging (against the same rows in the files of their flushes), eight questions at once (against one after the other), expiry
 * (against merging). `METROPANE_BENCH_ROWS` sets the rows of the week; 50,000,000 take some minutes.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeRng } from '@metropane/base';
import { HistoryClient } from './history-client.ts';
import { DAY_0_MS, DAY_MS, makeQuery, makeReading, ZONE } from './history-fixture.ts';
import type { WindowsQuery } from './history-query.ts';
import { type HistoryRows, HistoryRowsBuilder } from './history-rows.ts';
import { HistoryStore } from './history-store.ts';
import { DEFAULT_RETENTION } from './retention.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  baselineValue: number;
  ratio: number;
  dropped: number;
  late: number;
  n: number;
}

const DAYS = 7;
/** A reading every 30 s. */
const ROWS_PER_SERIES_DAY = 2_880;
const WEEK_ROWS = Number(process.env['METROPANE_BENCH_ROWS'] ?? 4_200_000);
const APPEND_ROWS = 2_000_000;
/** While rows come in, one series is asked for so often. */
const ASK_EVERY_MS = 200;
const QUESTIONS = 400;
const QUESTIONED_ROWS = 500_000;
/** Some 500,000 rows. */
const BLOCKS_PER_FLUSH = 61;
/** Flushes of a day: enough that merging has something to do. */
const FLUSHES_PER_DAY = 16;
const KEEP_ALL = { ...DEFAULT_RETENTION, rawMaxAgeMs: Infinity, rawMaxBytes: Infinity };

export const benches: Record<string, () => Promise<Figure[]>> = {
  'history.append': () => inFolder(benchAppend),
  'history.series24h': () => inFolder(benchWeek),
  'history.questions': () => inFolder(benchQuestions),
};

async function inFolder(measure: (folder: string) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-bench-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `n` things were measured. */
function figure(
  name: string,
  measured: { value: number; unit: string; n: number },
  [baseline, baselineValue]: [string, number],
): Figure {
  const ratio = measured.value / baselineValue;
  return { name, ...measured, baseline, baselineValue, ratio, dropped: 0, late: 0 };
}

/** How many series make so many rows in a day. */
function seriesOf(rowsOfDay: number): number {
  return Math.ceil(rowsOfDay / ROWS_PER_SERIES_DAY);
}

/** A day of readings of all series in turn, with one decimal as sensors have it, a few hundredths of them late. */
function* blocksOf(rows: number, fromMs: number, firstOffset = 1): Generator<HistoryRows> {
  const series = seriesOf(rows);
  const rng = makeRng('history-bench');
  const builder = new HistoryRowsBuilder();
  for (let i = 0; i < rows; i++) {
    const arrivalMs = Math.floor(fromMs + (i / rows) * DAY_MS);
    const isLate = rng.next() < 0.02;
    const reading = makeReading({
      offset: firstOffset + i * 40 + rng.int(20),
      entity: `seg-${i % series}`,
      tMs: arrivalMs - rng.int(2_000) - (isLate ? 600_000 : 0),
      arrivalMs,
      value: Math.round(rng.next() * 600) / 10,
      outcome: isLate ? 'late' : 'counted',
      watermarkMs: arrivalMs - 10_000,
    });
    builder.add(reading);
    if (builder.isFull) yield builder.take();
  }
  if (builder.length > 0) yield builder.take();
}

/** In this process, as the history process does it: appending, flushing as often as the follower does, and answering. */
async function benchAppend(folder: string): Promise<Figure[]> {
  const blocks = [...blocksOf(APPEND_ROWS, DAY_0_MS)];
  const sqlite = insertIntoSqlite(join(folder, 'rows.db'), blocks);
  const store = await HistoryStore.open(join(folder, 'history'), { retention: KEEP_ALL, zone: ZONE });
  const answers: number[] = [];
  const begunMs = performance.now();
  let askedMs = begunMs;
  for (const [i, block] of blocks.entries()) {
    await store.append(block);
    const isLast = i === blocks.length - 1;
    if (isLast || i % BLOCKS_PER_FLUSH === BLOCKS_PER_FLUSH - 1)
      await store.flush(block.offset[block.n - 1]!);
    if (performance.now() - askedMs < ASK_EVERY_MS) continue;
    const query = { entity: `seg-${answers.length % seriesOf(APPEND_ROWS)}`, window: 'PT5M' } as const;
    answers.push(await timed(() => store.windows(makeQuery(query))));
    askedMs = performance.now();
  }
  const seconds = (performance.now() - begunMs) / 1000;
  const { bytes, tailRows, rows } = store.stats;
  store.close();
  if (rows !== APPEND_ROWS || tailRows !== 0)
    throw new Error(`${rows} rows, ${tailRows} of them not durable`);
  const n = APPEND_ROWS;
  const slowest = answers.toSorted((x, y) => x - y);
  const [median, most] = [slowest[answers.length >> 1]!, slowest.at(-1)!];
  return [
    figure('history.append', { value: n / seconds, unit: 'rows/s', n }, ['node:sqlite insert', sqlite.rate]),
    figure('history.bytesPerRow', { value: bytes / n, unit: 'bytes', n }, [
      'node:sqlite',
      sqlite.bytesPerRow,
    ]),
    figure('history.append.answer', { value: median, unit: 'ms', n: answers.length }, ['the slowest', most]),
  ];
}

/** In one transaction per block, without an index and without syncing: the least that SQLite can do. */
function insertIntoSqlite(
  path: string,
  blocks: readonly HistoryRows[],
): { rate: number; bytesPerRow: number } {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  db.exec(
    'CREATE TABLE rows (entity TEXT, metric TEXT, t INT, value REAL, arrival INT, wm INT, off INT, flag INT, outcome INT)',
  );
  const insert = db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const begunMs = performance.now();
  let rows = 0;
  // A quarter of them is enough to know its rate.
  for (const block of blocks.slice(0, Math.ceil(blocks.length / 4))) {
    db.exec('BEGIN');
    for (let i = 0; i < block.n; i++) {
      const text = (at: number): string => block.strings[at]!;
      const { tMs, value, arrivalMs, watermarkMs, offset, flag, outcome } = block;
      const numbers = [tMs, value, arrivalMs, watermarkMs, offset, flag, outcome].map((column) => column[i]!);
      insert.run(text(block.entity[i]!), text(block.metric[i]!), ...numbers);
    }
    db.exec('COMMIT');
    rows += block.n;
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const seconds = (performance.now() - begunMs) / 1000;
  db.close();
  return { rate: rows / seconds, bytesPerRow: statSync(path).size / rows };
}

async function benchWeek(folder: string): Promise<Figure[]> {
  let nowMs = DAY_0_MS;
  const retention = { ...KEEP_ALL };
  const store = await HistoryStore.open(folder, { retention, zone: ZONE, nowMs: () => nowMs });
  const perDay = Math.floor(WEEK_ROWS / DAYS);
  let flushMs = 0;
  for (let day = 0; day < DAYS; day++) {
    const perFlush = Math.ceil(perDay / FLUSHES_PER_DAY);
    let sinceFlush = 0;
    for (const block of blocksOf(perDay, DAY_0_MS + day * DAY_MS, day * perDay * 40 + 1)) {
      await store.append(block);
      sinceFlush += block.n;
      if (sinceFlush < perFlush) continue;
      flushMs += await timed(() => store.flush(block.offset[block.n - 1]!));
      sinceFlush = 0;
    }
    flushMs += await timed(() => store.flush((day + 1) * perDay * 40));
    nowMs += DAY_MS;
  }
  const before = await seriesOverADay(store);
  const mergeMs = await timed(() => store.maintain());
  assertUpkept(store);
  const after = await seriesOverADay(store);
  const rows = perDay * DAYS;
  retention.rawMaxAgeMs = 0;
  nowMs += 1;
  const expiryMs = await timed(() => store.maintain());
  assertUpkept(store);
  const { paneRows, paneBytes } = store.stats;
  store.close();
  const rate = (ms: number): number => (rows / ms) * 1000;
  return [
    figure('history.series24h', { value: after, unit: 'ms', n: rows }, ['before files are merged', before]),
    figure('history.compaction', { value: rate(mergeMs), unit: 'rows/s', n: rows }, [
      'sorting and writing at flush',
      rate(flushMs),
    ]),
    figure('history.expiry', { value: rate(expiryMs), unit: 'rows/s', n: rows }, ['merging', rate(mergeMs)]),
    figure('history.bytesPerPane', { value: paneBytes / paneRows, unit: 'bytes', n: paneRows }, [
      'rows per pane',
      rows / paneRows,
    ]),
  ];
}

function assertUpkept(store: HistoryStore): void {
  if (store.stats.fault !== null) throw new Error(store.stats.fault);
}

/** Median milliseconds of one question: PT5M of one series over 24 hours in the middle of the week. */
async function seriesOverADay(store: HistoryStore): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    const fromMs = DAY_0_MS + 3.5 * DAY_MS;
    const query = {
      window: 'PT5M',
      entity: `seg-${(i * 37) % seriesOf(Math.floor(WEEK_ROWS / DAYS))}`,
      fromMs,
      toMs: fromMs + DAY_MS,
    } as const;
    let found = 0;
    times.push(
      await timed(async () => {
        found = (await store.windows(makeQuery(query))).length;
      }),
    );
    if (found === 0) throw new Error('a question found nothing');
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

async function benchQuestions(folder: string): Promise<Figure[]> {
  const options = { retention: KEEP_ALL, zone: ZONE, zoneOfFeed: {} };
  const client = await HistoryClient.start(join(folder, 'history'), options, () => undefined);
  for (const block of blocksOf(QUESTIONED_ROWS, DAY_0_MS)) await client.append(block);
  await client.flush(Number.MAX_SAFE_INTEGER);
  const query = (i: number): WindowsQuery =>
    makeQuery({ entity: `seg-${i % seriesOf(QUESTIONED_ROWS)}`, window: 'PT5M' });
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    for (const [kind, inParallel] of [8, 1].entries()) {
      let next = round * QUESTIONS;
      const end = next + QUESTIONS;
      const ask = async (): Promise<void> => {
        while (next < end)
          if ((await client.windows(query(next++))).length === 0) throw new Error('no answer');
      };
      const ms = await timed(() => Promise.all(Array.from({ length: inParallel }, ask)));
      rates[kind]!.push((QUESTIONS / ms) * 1000);
    }
  }
  client.close();
  const [together, single] = rates.map((each) => each.toSorted((a, b) => a - b)[1]!) as [number, number];
  return [
    figure('history.questions', { value: together, unit: 'questions/s', n: QUESTIONS * 3 }, [
      'one after the other',
      single,
    ]),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}
