import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AcceptedReading } from '../fold/accepted-reading.ts';
import { makeReading, toBlocks } from './history-fixture.ts';
import { HistoryStore } from './history-store.ts';
import type { ObservationsPosition, WindowsQuery } from './history-query.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-history-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const T0 = Date.UTC(2026, 10, 23, 8);
const reading = (over: Partial<AcceptedReading>): AcceptedReading =>
  makeReading({ tMs: T0, arrivalMs: T0 + 100, watermarkMs: T0 - 5000, offset: 1, ...over });
const block = (...readings: AcceptedReading[]) => {
  return toBlocks(readings)[0]!;
};
const query = (over: Partial<WindowsQuery> = {}): WindowsQuery => ({
  domain: 'traffic',
  entity: 'a',
  metric: 'speedKmh',
  window: 'PT1M',
  fromMs: T0,
  toMs: T0 + 60_000,
  zone: 'Asia/Ho_Chi_Minh',
  zoneOfFeed: {},
  maxRows: 1000,
  ...over,
});

test('tail and files answer as one relation, before and after a flush and a restart', async () => {
  let store = await HistoryStore.open(dir);
  await store.append(block(reading({ value: 3 }), reading({ tMs: T0 + 1000, value: 1, offset: 2 })));
  const before = await store.windows(query());
  expect(before).toEqual([
    expect.objectContaining({
      startMs: T0,
      n: 2,
      sum: 4,
      mean: 2,
      min: 1,
      max: 3,
      first: 3,
      last: 1,
      p50: 1,
      p95: 3,
      late: 0,
    }),
  ]);
  await store.flush(2);
  expect(await store.windows(query())).toEqual(before);
  store.close();
  store = await HistoryStore.open(dir);
  expect(store.coveredOffset).toBe(2);
  expect(await store.windows(query())).toEqual(before);
  store.close();
});

test('rows at or below the covered offset are not taken twice', async () => {
  const store = await HistoryStore.open(dir);
  await store.append(block(reading({})));
  await store.flush(5);
  await store.append(block(reading({}), reading({ tMs: T0 + 1, offset: 6 })));
  expect((await store.windows(query()))[0]).toMatchObject({ n: 2 });
  store.close();
});

test('[W28] a late event that came twice counts once in the settled window; the first arrival of an id gives the value', async () => {
  const store = await HistoryStore.open(dir);
  await store.append(
    block(
      reading({ id: 'x', value: 5 }),
      reading({ id: 'x', value: 7, outcome: 'late', offset: 2, watermarkMs: T0 + 200_000 }),
      reading({ tMs: T0 + 9, value: 2, outcome: 'late', offset: 3, watermarkMs: T0 + 200_000 }),
      reading({ tMs: T0 + 9, value: 2, outcome: 'late', offset: 4, watermarkMs: T0 + 200_000 }),
    ),
  );
  expect(await store.windows(query())).toEqual([
    expect.objectContaining({ n: 2, sum: 7, late: 1, revision: 1 }),
  ]);
  store.close();
});

test('[W27] values flagged fail or missing stay out of statistics and are shown as observations', async () => {
  const store = await HistoryStore.open(dir);
  await store.append(block(reading({ flag: 4, value: 99 }), reading({ tMs: T0 + 5, offset: 2 })));
  expect((await store.windows(query()))[0]).toMatchObject({ n: 1, max: 1 });
  const rows = await store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 10, limit: 10 });
  expect(rows.map((row) => [row.value, row.flag])).toEqual([
    [99, 4],
    [1, 1],
  ]);
  store.close();
});

test('[W29] civil days follow the zone and hopping windows overlap', async () => {
  const store = await HistoryStore.open(dir);
  const midnight = Date.UTC(2026, 10, 22, 17);
  await store.append(block(reading({ tMs: midnight - 1 }), reading({ tMs: midnight, offset: 2 })));
  const days = await store.windows(
    query({ window: 'P1D', fromMs: midnight - 86_400_000, toMs: midnight + 1 }),
  );
  expect(days.map((day) => [day.startMs, day.n])).toEqual([
    [midnight - 86_400_000, 1],
    [midnight, 1],
  ]);
  const hops = await store.windows(
    query({ window: 'PT5M/PT10S', fromMs: midnight - 300_000, toMs: midnight + 10_000 }),
  );
  expect(hops).toHaveLength(31);
  expect(hops.reduce((sum, hop) => sum + hop.n, 0)).toBe(60);
  store.close();
});

test('[W29] civil days are those of the zone of the feed that brought the reading', async () => {
  const store = await HistoryStore.open(dir);
  const at = (iso: string, feed: string, offset: number) =>
    reading({ tMs: Date.parse(iso), feed, offset, value: offset });
  await store.append(
    block(
      at('2014-08-06T23:59:59Z', 'aarhus', 1),
      at('2014-08-07T00:00:00Z', 'aarhus', 2),
      at('2014-08-07T23:59:59Z', 'aarhus', 3),
      at('2014-08-06T16:59:59Z', "o'hcm", 4),
      at('2014-08-06T17:00:00Z', "o'hcm", 5),
    ),
  );
  const days = async () =>
    (
      await store.windows(
        query({
          window: 'P1D',
          fromMs: Date.parse('2014-08-06T12:00:00Z'),
          toMs: Date.parse('2014-08-08T00:00:00Z'),
          zoneOfFeed: { aarhus: 'UTC', "o'hcm": 'Asia/Ho_Chi_Minh' },
        }),
      )
    ).map((day) => [new Date(day.startMs).toISOString(), day.n, day.sum]);
  const expected = [
    ['2014-08-06T17:00:00.000Z', 1, 5],
    ['2014-08-07T00:00:00.000Z', 2, 5],
  ];
  expect(await days()).toEqual(expected);
  await store.flush(5);
  expect(await days()).toEqual(expected);
  store.close();
});

test('a series keeps its own rows in tail and files, whatever number it has in which tail', async () => {
  const store = await HistoryStore.open(dir);
  const sums = async () =>
    Promise.all(
      ['a', 'b', 'c'].map(async (entity) => (await store.windows(query({ entity })))[0]?.sum ?? null),
    );
  await store.append(
    block(reading({ entity: 'a', value: 1 }), reading({ entity: 'b', value: 10, offset: 2 })),
  );
  expect(await sums()).toEqual([1, 10, null]);
  await store.flush(2);
  await store.append(
    block(
      reading({ entity: 'b', value: 20, tMs: T0 + 1, offset: 3 }),
      reading({ entity: 'c', value: 300, offset: 4 }),
    ),
  );
  expect(await sums()).toEqual([1, 30, 300]);
  store.close();
});

test('text in a question is a value, whatever it holds', async () => {
  const store = await HistoryStore.open(dir);
  const hostile = ["a' OR '1'='1", "'; DROP TABLE tail; --", 'a\\', 'a\0', "\0' OR true --", '$entity', 'a%'];
  const ask = async () => {
    for (const entity of hostile) {
      expect(await store.windows(query({ entity })), entity).toEqual([]);
      expect(await store.windows(query({ domain: entity })), entity).toEqual([]);
      const range = { fromMs: 0, toMs: T0 + 1, limit: 9 };
      expect(await store.observations({ domain: 'traffic', metric: entity, ...range }), entity).toEqual([]);
    }
    expect((await store.windows(query()))[0]).toMatchObject({ n: 1 });
  };
  await store.append(block(reading({})));
  await ask();
  await store.flush(1);
  await ask();
  store.close();
});

test('a file that no manifest names is removed at start, a compaction keeps every row', async () => {
  const stray = join(dir, 'raw', 'date=2026-11-23', 'domain=traffic');
  mkdirSync(stray, { recursive: true });
  writeFileSync(join(stray, '1-2-3.parquet.tmp'), 'half');
  const store = await HistoryStore.open(dir);
  expect(existsSync(join(stray, '1-2-3.parquet.tmp'))).toBe(false);
  for (let i = 1; i <= 30; i++) {
    await store.append(block(reading({ tMs: T0 + i, offset: i })));
    await store.flush(i);
    await store.maintain();
  }
  expect(store.stats.fault).toBeNull();
  expect(store.stats.files).toBeLessThan(12);
  expect((await store.windows(query()))[0]).toMatchObject({ n: 30 });
  store.close();
});

test('pages of observations neither repeat nor leave out a row, whatever arrives between them', async () => {
  const store = await HistoryStore.open(dir);
  const at = (i: number, over: Partial<AcceptedReading> = {}) =>
    reading({ tMs: T0 + Math.floor(i / 3) * 1000, value: i, offset: 10 + i, ...over });
  await store.append(block(...Array.from({ length: 20 }, (_, i) => at(i))));
  // Two of one time and metric: only their places in the log tell them apart.
  await store.append(block(at(21, { offset: 99, value: 500 }), at(21, { offset: 100, value: 501 })));
  const seen: number[] = [];
  const range = { domain: 'traffic', fromMs: T0 - 10, toMs: T0 + 60_000, limit: 3 };
  let after: ObservationsPosition | undefined;
  for (let page = 0; ; page++) {
    const rows = await store.observations({ ...range, ...(after === undefined ? {} : { after }) });
    if (rows.length === 0) break;
    seen.push(...rows.map((row) => row.value));
    after = rows.at(-1);
    // An older event that arrives later lies before the page and moves nothing.
    if (page < 3) await store.append(block(reading({ tMs: T0 - 1, value: 1000 + page, offset: 200 + page })));
    if (page === 3) await store.flush(300);
  }
  expect(seen).toEqual([...Array.from({ length: 20 }, (_, i) => i), 500, 501]);
  store.close();
});

test('the first arrival of an identity decides, also about its flag; an id is not taken for a value', async () => {
  const store = await HistoryStore.open(dir);
  const again = { outcome: 'late' as const, watermarkMs: T0 + 200_000 };
  await store.append(
    block(
      reading({ id: 'x', value: 5, flag: 4 }),
      reading({ id: 'x', value: 7, offset: 2, ...again }),
      reading({ id: '3.0', value: 1, tMs: T0 + 1, offset: 3 }),
      reading({ value: 3, tMs: T0 + 1, offset: 4, ...again }),
    ),
  );
  expect((await store.windows(query()))[0]).toMatchObject({ n: 2, min: 1, max: 3 });
  store.close();
});

test('[W29] a civil day starts where the zone says, also after a year whose first quarter of an hour did not exist', async () => {
  const store = await HistoryStore.open(dir);
  // Kathmandu moved its clocks from 00:00 to 00:15 on 1986-01-01.
  const midnight = Date.UTC(2026, 10, 22, 18, 15);
  await store.append(block(reading({ tMs: midnight })));
  const [day] = await store.windows(query({ window: 'P1D', fromMs: 0, toMs: T0, zone: 'Asia/Kathmandu' }));
  expect(day).toMatchObject({ startMs: midnight, endMs: midnight + 86_400_000 });
  store.close();
});

test('one statement about several series answers each as it would be answered for itself', async () => {
  const store = await HistoryStore.open(dir);
  const readings = Array.from({ length: 600 }, (_, i) =>
    reading({ entity: `e${i % 7}`, tMs: T0 + i * 1000, value: (i * 37) % 101, offset: i + 1 }),
  );
  await store.append(block(...readings.slice(0, 400)));
  await store.flush(400);
  await store.append(block(...readings.slice(400)));
  const { entity: _entity, ...common } = query({ toMs: T0 + 600_000 });
  const entities = ['e3', 'e0', 'none', 'e6'];
  const answers = await store.windowsOfEach(common, entities);
  for (const entity of entities) {
    const alone = await store.windows({ ...common, entity });
    expect(answers?.get(entity), entity).toEqual(alone);
    expect(alone).toHaveLength(entity === 'none' ? 0 : 10);
  }
  // Cut off at the limit it would be told wrongly.
  expect(await store.windowsOfEach({ ...common, maxRows: 30 }, entities)).toBeNull();
  store.close();
});
