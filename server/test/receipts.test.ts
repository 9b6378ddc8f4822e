/** Receipts through decoder, log, fold, follower and both halves of history: a window in which everything happened. */
import { createHash } from 'node:crypto';
import type { Receipt } from '@metropane/city';
import { expect, test } from 'vitest';
import { RECEIPT_CSV_HEADER, receiptCsvLine } from '../src/history/receipt-csv.ts';
import { type Sent, startReceipts, T } from './receipt-fixture.ts';
import type { AskedWindow, SeriesReceipt } from '../src/pipeline/receipt-messages.ts';

const WINDOW: AskedWindow = { domain: 'air', entity: 'a', metric: 'pm25UgM3', window: 'PT1M', startMs: T };

async function windowOf(
  centre: Awaited<ReturnType<typeof startReceipts>>,
  over: Partial<AskedWindow> = {},
): Promise<SeriesReceipt> {
  const answer = await centre.ask({ ask: 'window', ...WINDOW, ...over });
  if (answer.status !== 'window') throw new Error(JSON.stringify(answer));
  return answer.receipt;
}

const EVENTFUL: Sent[] = [
  { s: 1, v: 1 },
  { s: 1, v: 1 },
  { s: 2, v: 5, id: 'k' },
  { s: 2, v: 7, id: 'k' },
  { s: 3, v: null },
  { s: 4, v: 100, flag: 4 },
  { s: 70, v: 9 },
  { s: 10, v: 2 },
  { s: 400, v: 9 },
  { s: 11, v: 3 },
];

function expectEventful(receipt: SeriesReceipt): void {
  expect(receipt).toMatchObject({
    name: { vi: 'Lê Duẩn', en: 'Le Duan' },
    unit: 'ug/m3',
    feed: ['http'],
    start: '2026-11-23T08:00:00.000Z',
    end: '2026-11-23T08:01:00.000Z',
    value: { n: 4, sum: 11, mean: 2.75, min: 1, max: 5, first: 1, last: 3, p50: 2, p95: 5 },
    revision: 2,
    final: true,
    open: false,
    received: 7,
    counted: 4,
    late: 1,
    duplicates: 2,
    conflicts: 1,
    flagged: 1,
    missing: 1,
    outcomesKnown: true,
    rowsKept: true,
    expected: 6,
    expectedEveryMs: 10_000,
    expectedFrom: 'pack',
    completeness: 5 / 6,
    watermarkAtFiring: '2026-11-23T08:01:05.000Z',
    watermark: '2026-11-23T08:06:35.000Z',
    lagP95Ms: 389_500,
    check: {
      received: 7,
      counted: 4,
      late: 1,
      duplicates: 2,
      holds: true,
      sumOfRows: 11,
      sumShown: 11,
      sumsEqual: true,
    },
    rowCount: 8,
  });
  expect(receipt.rows.map(({ value, outcome }) => [value, outcome])).toEqual([
    [1, 'counted'],
    [1, 'duplicate'],
    [5, 'counted'],
    [7, 'conflict'],
    [null, 'missing'],
    [100, 'flagged'],
    [2, 'counted'],
    [3, 'late'],
  ]);
  const seqs = receipt.rows.map(({ seq }) => seq);
  expect(receipt.log).toEqual({ fromOffset: seqs[0], toOffset: seqs.at(-1) });
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  const csv = RECEIPT_CSV_HEADER + receipt.rows.map(receiptCsvLine).join('');
  expect(receipt.sha256).toBe(createHash('sha256').update(csv).digest('hex'));
}

test('duplicates, conflicts, nulls, flags, revisions and late events of one window stand in its receipt', async () => {
  const centre = await startReceipts();
  await centre.send(...EVENTFUL);
  expectEventful(await windowOf(centre));
});

test('the receipt is the same out of files, after a restart from a checkpoint and after one without', async () => {
  const centre = await startReceipts();
  await centre.send(...EVENTFUL.slice(0, 5));
  expect(await windowOf(centre)).toMatchObject({
    open: true,
    final: false,
    watermarkAtFiring: null,
    value: { n: 2 },
  });
  await centre.restart({ checkpoint: true });
  await centre.send(...EVENTFUL.slice(5));
  await centre.restart({ checkpoint: false });
  const receipt = await windowOf(centre);
  expectEventful(receipt);
  await centre.restart({ checkpoint: true });
  expect(await windowOf(centre)).toEqual(receipt);
});

test('a repetition that live dedup had forgotten is a duplicate in the receipt, as it is in the settled window', async () => {
  const centre = await startReceipts();
  await centre.send(...EVENTFUL, { s: 2000, v: 9 }, { s: 11, v: 3 });
  const receipt = await windowOf(centre);
  expect(receipt).toMatchObject({ value: { n: 4, sum: 11 }, late: 1, duplicates: 3, received: 8 });
  expect(receipt.check).toMatchObject({ holds: true, sumsEqual: true });
  expect(receipt.rows.at(-1)).toMatchObject({ outcome: 'duplicate', value: 3 });
  expect(centre.pipeline.room.ledger.counts('http')).toMatchObject({ late: 2, duplicate: 2 });
});

test('a source that fell silent: its window fires by the rule of idleness, and the receipt says when', async () => {
  const centre = await startReceipts({ idleAfterMs: 60_000 });
  await centre.send({ s: 1, v: 1 }, { s: 30, v: 2 });
  centre.pipeline.clock.ms = T + 85_000;
  centre.pipeline.core.tick();
  expect(await windowOf(centre)).toMatchObject({ open: true, watermarkAtFiring: null });
  centre.pipeline.clock.ms = T + 300_000;
  centre.pipeline.core.tick();
  const idle = await windowOf(centre);
  // Newest event 30 s, silent for 60 s, less 5 s of disorder: 85 s.
  expect(idle).toMatchObject({ open: false, watermarkAtFiring: '2026-11-23T08:01:25.000Z' });
  await centre.send({ s: 320, v: 3 });
  expect((await windowOf(centre)).watermarkAtFiring).toBe(idle.watermarkAtFiring);
});

test('with one watermark per feed another entity closes the window', async () => {
  const centre = await startReceipts({ watermarkPer: 'feed' });
  await centre.send({ s: 1, v: 1 }, { s: 70, v: 2, entity: 'b' });
  expect(await windowOf(centre)).toMatchObject({
    open: false,
    watermarkAtFiring: '2026-11-23T08:01:05.000Z',
  });
});

test('a start that is none is told the nearest one, a series that never spoke is unknown, an empty window is empty', async () => {
  const centre = await startReceipts();
  await centre.send({ s: 1, v: 1 });
  expect(await centre.ask({ ask: 'window', ...WINDOW, startMs: T + 29_000 })).toEqual({
    status: 'misaligned',
    nearestMs: T,
  });
  const day = await centre.ask({ ask: 'window', ...WINDOW, window: 'P1D' });
  expect(day).toEqual({ status: 'misaligned', nearestMs: Date.UTC(2026, 10, 23, 17) });
  expect(await centre.ask({ ask: 'window', ...WINDOW, metric: 'no2UgM3' })).toMatchObject({
    status: 'unknown',
  });
  expect(await centre.ask({ ask: 'window', ...WINDOW, entity: 'z' })).toMatchObject({ status: 'unknown' });
  expect(await windowOf(centre, { startMs: T - 60_000 })).toMatchObject({
    value: null,
    rowCount: 0,
    log: null,
    completeness: 0,
    check: { holds: true, sumOfRows: null, sumShown: null, sumsEqual: true },
  });
});

test('every kind of window has a receipt whose numbers are those of its rows', async () => {
  const centre = await startReceipts();
  for (let s = 0; s < 900; s += 3)
    await centre.send({ s, v: (s * 7919) % 101 }, ...(s % 30 === 0 ? [{ s, v: 1e9, id: 'big' }] : []));
  const cases: [Receipt['window'], number][] = [
    ['PT10S', T + 10_000],
    ['PT1M', T],
    ['PT5M', T + 300_000],
    ['PT1H', T],
    ['PT5M/PT10S', T + 20_000],
    ['P1D', Date.UTC(2026, 10, 22, 17)],
  ];
  for (const [window, startMs] of cases) {
    const receipt = await windowOf(centre, { window: window as AskedWindow['window'], startMs });
    const page = { afterOffset: -1, upToOffset: Infinity, limit: 10_000 };
    const asked = { ...WINDOW, window: window as AskedWindow['window'], startMs };
    const answer = await centre.ask({ ask: 'rows', ...asked, ...page, upToOffset: Number.MAX_SAFE_INTEGER });
    if (answer.status !== 'rows') throw new Error(window);
    const inside = answer.rows.filter(({ t }) => t >= receipt.start && t < receipt.end);
    expect(inside, window).toHaveLength(receipt.rowCount);
    const counted = inside.filter(({ outcome }) => outcome === 'counted' || outcome === 'late');
    expect(receipt.value?.n, window).toBe(counted.length);
    expect(receipt.check, window).toMatchObject({ holds: true, sumsEqual: true });
    expect(receipt.check.sumShown, window).toBeCloseTo(
      counted.reduce((sum, { value }) => sum + value!, 0),
      6,
    );
    expect(receipt.rows, window).toEqual(
      inside.length <= 16 ? inside : [...inside.slice(0, 8), ...inside.slice(-8)],
    );
  }
});

test('pages of rows are the whole, in log order, and stop where the receipt stopped', async () => {
  const centre = await startReceipts();
  await centre.send(...EVENTFUL);
  const { log, rows } = await windowOf(centre);
  await centre.send({ s: 12, v: 4 });
  const seen: number[] = [];
  for (let afterOffset = -1; ;) {
    const answer = await centre.ask({
      ask: 'rows',
      ...WINDOW,
      afterOffset,
      upToOffset: log!.toOffset,
      limit: 3,
    });
    if (answer.status !== 'rows') throw new Error(answer.status);
    if (answer.rows.length === 0) break;
    seen.push(...answer.rows.map(({ seq }) => seq));
    afterOffset = seen.at(-1)!;
  }
  expect(seen).toEqual(rows.map(({ seq }) => seq));
});
