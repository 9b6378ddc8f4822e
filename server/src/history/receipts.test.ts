import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { makeRng } from '@metropane/base';
import { READING_OUTCOMES } from '@metropane/city';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AcceptedReading } from '../fold/accepted-reading.ts';
import { makeReading, toBlocks } from './history-fixture.ts';
import { HistoryStore } from './history-store.ts';
import { Receipts } from './receipts.ts';
import type { FigureQuery, ReceiptQuery } from './receipt-query.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-receipts-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const T0 = Date.UTC(2026, 10, 23, 8);
const reading = (over: Partial<AcceptedReading>): AcceptedReading =>
  makeReading({ tMs: T0, arrivalMs: T0 + 100, watermarkMs: T0 - 5000, offset: 1, ...over });
function block(readings: readonly AcceptedReading[]) {
  return toBlocks(readings)[0]!;
}
const query = (over: Partial<ReceiptQuery> = {}): ReceiptQuery => ({
  domain: 'traffic',
  entity: 'a',
  metric: 'speedKmh',
  window: 'PT1M',
  startMs: T0,
  endMs: T0 + 60_000,
  zone: 'Asia/Ho_Chi_Minh',
  zoneOfFeed: {},
  source: { feed: 'loops', isShared: false, outOfOrdernessMs: 5_000, idleAfterMs: 60_000 },
  isFired: false,
  ...over,
});

/** As a build before outcomes left it: a file without the column and a manifest that does not speak of it. */
async function writeOldFile(rows: readonly AcceptedReading[]): Promise<void> {
  const path = 'raw/date=2026-11-23/domain=traffic/old.parquet';
  mkdirSync(join(dir, 'raw/date=2026-11-23/domain=traffic'), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const values = rows.map(
    (
      r,
    ) => `('${r.feed}', '${r.domain}', '${r.entity}', '${r.metric}', '${r.id}', ${r.tMs}::DOUBLE, ${r.value}::DOUBLE,
      ${r.arrivalMs}::DOUBLE, ${r.watermarkMs}::DOUBLE, ${r.offset}::DOUBLE, ${r.flag}::UTINYINT, ${r.outcome === 'late'})`,
  );
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${values.join(', ')}) AS r(feed, domain, entity, metric, id, t, value, arrival, wm, off, flag, late))
      TO '${join(dir, path)}' (FORMAT parquet)`,
  );
  connection.closeSync();
  const offsets = rows.map(({ offset }) => offset);
  const times = rows.map(({ tMs }) => tMs);
  const file = {
    path,
    date: '2026-11-23',
    domain: 'traffic',
    fromOffset: Math.min(...offsets),
    toOffset: Math.max(...offsets),
  };
  const facts = { minMs: Math.min(...times), maxMs: Math.max(...times), rows: rows.length, lateRows: 1 };
  const manifest = { version: 1, coveredOffset: file.toOffset, files: [{ ...file, ...facts }] };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
}

test('a file of a build that kept only what counts is read, and a receipt does not claim to know what else came', async () => {
  await writeOldFile([
    reading({ value: 3 }),
    reading({ tMs: T0 + 5, value: 4, outcome: 'late', offset: 2, watermarkMs: T0 + 500_000 }),
  ]);
  const store = await HistoryStore.open(dir);
  const receipts = new Receipts(store);
  const expected = {
    counted: 1,
    late: 1,
    duplicates: 0,
    outcomesKnown: false,
    sumOfRows: 7,
    value: { n: 2, sum: 7 },
  };
  expect(await receipts.receipt(query())).toMatchObject(expected);
  await store.append(
    block([
      reading({ tMs: T0 + 6, value: 4, offset: 10 }),
      reading({ offset: 11, value: 3, outcome: 'duplicate' }),
    ]),
  );
  const mixed = {
    counted: 2,
    late: 1,
    duplicates: 1,
    outcomesKnown: false,
    sumOfRows: 11,
    value: { n: 3, sum: 11 },
    rowCount: 4,
  };
  expect(await receipts.receipt(query())).toMatchObject(mixed);
  await store.flush(11);
  expect(await receipts.receipt(query())).toMatchObject(mixed);
  expect(await store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 10, limit: 9 })).toHaveLength(
    3,
  );
  const all = await store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 10, limit: 9, all: true });
  expect(all.map(({ outcome }) => outcome)).toEqual(['counted', 'duplicate', 'late', 'counted']);
  store.close();
});

test('merged with an old file a new one still does not know what came before it', async () => {
  await writeOldFile([reading({ value: 3 }), reading({ tMs: T0 + 5, outcome: 'late', offset: 2 })]);
  const store = await HistoryStore.open(dir);
  for (let i = 3; i < 60; i++) {
    await store.append(
      block([
        reading({ tMs: T0 + i, value: i, offset: i }),
        reading({ offset: i + 0.5, outcome: 'duplicate' }),
      ]),
    );
    await store.flush(i + 0.5);
  }
  await store.maintain();
  expect(store.stats.files).toBeLessThan(50);
  expect(await new Receipts(store).receipt(query())).toMatchObject({
    outcomesKnown: false,
    rowCount: 2 + 57 * 2,
    duplicates: 57,
    value: { n: 59 },
  });
  store.close();
});

test('a relation that is wholly of today tells all outcomes, and text in a row is hashed as it stands', async () => {
  const store = await HistoryStore.open(dir);
  const receipts = new Receipts(store);
  await store.append(
    block([reading({ id: `a,"b"\n'` }), reading({ value: Number.NaN, outcome: 'missing', offset: 2 })]),
  );
  const facts = await receipts.receipt(query());
  expect(facts).toMatchObject({ outcomesKnown: true, missing: 1, rowCount: 2, fromOffset: 1, toOffset: 2 });
  await store.flush(2);
  expect(await receipts.receipt(query())).toEqual(facts);
  store.close();
});

const OUTCOMES = ['counted', 'counted', 'counted', 'late', 'duplicate', 'conflict', 'missing'] as const;

/** Rows of two entities around the window; some late ones repeat what was there before, which makes them duplicates. */
function randomRows(seed: string): AcceptedReading[] {
  const rng = makeRng(seed);
  const rows: AcceptedReading[] = [];
  for (let offset = 1; offset < 200; offset++) {
    const outcome = OUTCOMES[rng.int(OUTCOMES.length)]!;
    const earlier = rows.length === 0 ? undefined : rows[rng.int(rows.length)];
    const isRepeat = outcome === 'late' && earlier !== undefined && rng.next() < 0.4;
    const event = {
      tMs: T0 - 20_000 + rng.int(100) * 1000,
      // No two of a time and value by chance: live dedup would not have let the second one in.
      value: outcome === 'missing' ? Number.NaN : offset + rng.next(),
      entity: rng.next() < 0.7 ? 'a' : 'b',
      id: rng.next() < 0.2 ? `i${offset}` : '',
    };
    const { tMs, value, entity, id } = isRepeat && earlier.outcome !== 'missing' ? earlier : event;
    const flag = [1, 1, 2, 3, 4, 9][rng.int(6)]!;
    rows.push(reading({ offset, outcome, tMs, value, entity, id, flag, arrivalMs: T0 + offset * 10 }));
  }
  return rows;
}

/** What is an event of its own, by the book: the first arrival of an identity among what counts. */
function distinctOf(rows: readonly AcceptedReading[]): AcceptedReading[] {
  const seen = new Set<string>();
  return rows.filter(({ outcome, entity, tMs, id, value }) => {
    if (outcome !== 'counted' && outcome !== 'late') return false;
    const identity = JSON.stringify([entity, tMs, id, id === '' ? value : null]);
    if (seen.has(identity)) return false;
    return seen.add(identity);
  });
}

test.each(Array.from({ length: 12 }, (_, i) => `receipts/${i}`))(
  'counts, sums and rows of receipts and figures are those of a computation that knows no SQL (%s)',
  async (seed) => {
    const store = await HistoryStore.open(dir);
    const receipts = new Receipts(store);
    const rows = randomRows(seed);
    await store.append(block(rows.slice(0, 120)));
    await store.flush(120);
    await store.append(block(rows.slice(120)));
    const distinct = distinctOf(rows);
    const inWindow = ({ tMs }: AcceptedReading): boolean => tMs >= T0 && tMs < T0 + 60_000;
    const shown = (r: AcceptedReading): boolean => r.flag !== 4 && r.flag !== 9;
    const mine = rows.filter((r) => r.entity === 'a' && inWindow(r));
    const events = distinct.filter((r) => r.entity === 'a' && inWindow(r));
    const missing = mine.filter((r) => r.outcome === 'missing').length;
    const facts = await receipts.receipt(query());
    const sum = events.filter(shown).reduce((total, { value }) => total + value, 0);
    expect(facts).toMatchObject({
      counted: events.filter((r) => r.outcome === 'counted').length,
      late: events.filter((r) => r.outcome === 'late').length,
      flagged: events.filter((r) => !shown(r)).length,
      duplicates: mine.length - missing - events.length,
      missing,
      rowCount: mine.length,
    });
    expect(facts!.sumOfRows).toBeCloseTo(sum, 6);
    expect(facts!.value!.sum).toBeCloseTo(sum, 6);
    expect(facts!.value!.n).toBe(events.filter(shown).length);
    const paged = await receipts.receiptRows({ ...query(), afterOffset: -1, upToOffset: 1e9, limit: 1e6 });
    expect(paged.map(({ seq }) => seq)).toEqual(mine.map(({ offset }) => offset));

    const figure: FigureQuery = {
      domain: 'traffic',
      metric: 'speedKmh',
      fromMs: T0,
      toMs: T0 + 60_000,
      stepMs: 10_000,
      named: 1,
    };
    const both = distinct.filter((r) => inWindow(r) && shown(r));
    const found = await receipts.figure(figure);
    const live = both.filter((r) => r.outcome === 'counted');
    expect(found).toMatchObject({
      received: rows.filter((r) => inWindow(r) && r.outcome !== 'missing').length,
      lateInside: both.length - live.length,
      entities: new Set(both.map(({ entity }) => entity)).size,
      settled: { n: both.length, max: Math.max(...both.map(({ value }) => value)) },
      live: { n: live.length, bins: new Set(live.map(({ tMs }) => Math.floor(tMs / 10_000))).size },
    });
    expect(found.received).toBe(found.counted + found.late + found.duplicates);
    expect(found.contributors).toHaveLength(1);
    store.close();
  },
);

test('outcomes keep the codes under which files know them', () => {
  expect(READING_OUTCOMES).toEqual(['counted', 'late', 'duplicate', 'conflict', 'missing']);
});
