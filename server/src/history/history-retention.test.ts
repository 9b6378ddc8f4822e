/** What is left when raw rows expire (ADR 5), against a store that keeps everything. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AcceptedReading } from '../fold/accepted-reading.ts';
import { HistoryExpired } from './history-expired.ts';
import { DAY_0_MS, DAY_MS, exactPart, makeQuery, makeReading, toBlocks, ZONE } from './history-fixture.ts';
import type { WindowRow } from './history-query.ts';
import { HistoryStore } from './history-store.ts';
import { PANE_WINDOWS } from './pane-sql.ts';
import { DEFAULT_RETENTION, type HistoryRetention } from './retention.ts';

let dir = '';
let nowMs = 0;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-retention-'));
  nowMs = DAY_0_MS;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (name: string, retention: Partial<HistoryRetention> = {}) =>
  HistoryStore.open(join(dir, name), {
    retention: { ...DEFAULT_RETENTION, rawMaxAgeMs: 3 * DAY_MS, ...retention },
    zone: ZONE,
    nowMs: () => nowMs,
  });
const put = async (store: HistoryStore, ...readings: AcceptedReading[]) => {
  for (const block of toBlocks(readings)) await store.append(block);
  await store.flush(readings.at(-1)!.offset);
};
const rawFiles = (name: string) =>
  readdirSync(join(dir, name, 'raw'), { recursive: true }).filter((path) =>
    String(path).endsWith('.parquet'),
  );

test('panes tell what the expired rows told, for every window that is kept, of each entity and of all', async () => {
  const rng = makeRng('panes');
  const all = await open('all', { rawMaxAgeMs: Infinity });
  const kept = await open('kept');
  let offset = 0;
  for (let day = 0; day < 6; day++) {
    const readings = Array.from({ length: 400 }, (_, i) => {
      const at = DAY_0_MS + day * DAY_MS + Math.floor((i / 400) * DAY_MS);
      // Some come late: hours, or (behind midnight) in another partition than their window's other rows.
      const isLate = rng.next() < 0.2;
      const tMs = isLate ? at - rng.int(20 * 3_600_000) : at;
      return makeReading({
        offset: (offset += 1 + rng.int(50)),
        entity: `e${rng.int(3)}`,
        metric: rng.next() < 0.5 ? 'speedKmh' : 'flowVehH',
        tMs,
        value: rng.int(200) / 4,
        arrivalMs: at + 50,
        flag: rng.next() < 0.05 ? 4 : 1,
        id: rng.next() < 0.1 ? `i${rng.int(9)}` : '',
        outcome: isLate ? 'late' : rng.next() < 0.05 ? 'duplicate' : 'counted',
        watermarkMs: at - 10_000,
      });
    });
    nowMs = DAY_0_MS + (day + 1) * DAY_MS;
    for (const store of [all, kept]) {
      await put(store, ...readings);
      await store.maintain();
      expect(store.stats.fault).toBeNull();
    }
  }
  expect(kept.stats).toMatchObject({ oldestMs: nowMs - 3 * DAY_MS });
  expect(kept.stats.rows).toBe((all.stats.rows * 4) / 6);
  expect(kept.stats.paneRows).toBeGreaterThan(300);
  for (const window of PANE_WINDOWS) {
    for (const metric of ['speedKmh', 'flowVehH']) {
      for (const entity of ['e0', 'e1', 'e2', undefined]) {
        const query = makeQuery({ window, metric, ...(entity === undefined ? {} : { entity }) });
        const expected = await all.windows(query);
        const found = await kept.windows(query);
        expect(found.map(exactPart), `${window} ${entity ?? 'all'} ${metric}`).toEqual(
          expected.map(exactPart),
        );
        expect(expected.length).toBeGreaterThan(4);
        for (const [i, row] of found.entries()) expect(row.sum).toBeCloseTo(expected[i]!.sum, 9);
        // A part of the range is a part of the answer.
        const [from, to] = [DAY_0_MS + 2.3 * DAY_MS, DAY_0_MS + 4.6 * DAY_MS];
        expect((await kept.windows({ ...query, fromMs: from, toMs: to })).map(exactPart)).toEqual(
          expected.filter((row) => row.startMs >= from && row.startMs < to).map(exactPart),
        );
      }
    }
  }
  all.close();
  kept.close();
});

/** One hour of one entity that has expired, and what was told of it. */
async function expireOneHour(store: HistoryStore): Promise<WindowRow> {
  await put(
    store,
    makeReading({ offset: 1, value: 10 }),
    makeReading({ offset: 2, tMs: DAY_0_MS + 1000, value: 20 }),
  );
  const [told] = await store.windows(makeQuery({ entity: 'a' }));
  nowMs += 3 * DAY_MS + 1;
  await store.maintain();
  expect(store.stats).toMatchObject({ fault: null, rows: 0, files: 0 });
  return told!;
}

test('an event that comes when its window has expired is told, in no statistic, and the window is not exact any more', async () => {
  let store = await open('late');
  const told = await expireOneHour(store);
  const hour = makeQuery({ entity: 'a' });
  expect(await store.windows(hour)).toEqual([told]);
  const late = (offset: number, over: Partial<AcceptedReading> = {}) =>
    makeReading({
      offset,
      tMs: DAY_0_MS + 2000,
      value: 99,
      outcome: 'late',
      watermarkMs: nowMs,
      arrivalMs: nowMs,
      ...over,
    });
  for (const block of toBlocks([late(10)])) await store.append(block);
  const inexact = { ...told, late: 1, revision: 1, lateUnmerged: 1, exact: false };
  expect(await store.windows(hour), 'in the tail').toEqual([inexact]);
  await store.flush(10);
  expect(await store.windows(hour), 'in a file').toEqual([inexact]);
  nowMs += 3 * DAY_MS + 1;
  await store.maintain();
  expect(store.stats).toMatchObject({ fault: null, rows: 0, paneRows: 12 });
  expect(await store.windows(hour), 'expired itself').toEqual([inexact]);
  await put(store, late(20), late(21, { flag: 4, tMs: DAY_0_MS + 3000 }));
  expect(await store.windows(hour), 'and another').toEqual([
    { ...told, late: 2, revision: 2, lateUnmerged: 2, exact: false },
  ]);
  store.close();
  store = await open('late');
  expect((await store.windows(makeQuery({ window: 'P1D' })))[0]).toMatchObject({
    n: 2,
    lateUnmerged: 2,
    exact: false,
  });
  // A window without a pane is exact as ever.
  await put(store, late(30, { entity: 'b' }));
  expect(await store.windows({ ...hour, entity: 'b' })).toEqual([
    expect.objectContaining({ n: 1, exact: true, lateUnmerged: 0 }),
  ]);
  store.close();
});

test('what needs expired rows is refused, not answered with less', async () => {
  const store = await open('refused');
  await expireOneHour(store);
  for (const window of ['PT10S', 'PT1M', 'PT5M/PT10S'] as const) {
    await expect(store.windows(makeQuery({ window, entity: 'a' })), window).rejects.toThrow(HistoryExpired);
    await expect(store.windows(makeQuery({ window })), window).rejects.toThrow(/PT5M, PT1H, P1D/);
    const later = { window, entity: 'a', fromMs: DAY_0_MS + 600_000 };
    expect(await store.windows(makeQuery(later)), window).toEqual([]);
    expect(await store.windows(makeQuery({ window, entity: 'b' })), window).toEqual([]);
  }
  const range = { domain: 'traffic', fromMs: DAY_0_MS, toMs: DAY_0_MS + DAY_MS, limit: 10 };
  await expect(store.observations(range)).rejects.toThrow(HistoryExpired);
  await expect(store.observations({ ...range, entity: 'a' })).rejects.toThrow(HistoryExpired);
  expect(await store.observations({ ...range, entity: 'b' })).toEqual([]);
  expect(store.relation({ domain: 'traffic', fromMs: DAY_0_MS, toMs: DAY_0_MS + 1 }).tellsOutcomes).toBe(
    false,
  );
  store.close();
});

test('panes go by age, too; then the time is refused as gone', async () => {
  const store = await open('gone', { paneMaxAgeMs: 10 * DAY_MS });
  await expireOneHour(store);
  nowMs += 10 * DAY_MS;
  await store.maintain();
  expect(store.stats).toMatchObject({ paneFiles: 0, files: 0 });
  expect(readdirSync(join(dir, 'gone', 'panes'), { recursive: true }).join()).not.toContain('.parquet');
  for (const window of ['PT1M', 'PT1H', 'P1D'] as const) {
    await expect(store.windows(makeQuery({ window, entity: 'a' })), window).rejects.toThrow(
      /nothing is left/,
    );
    const later = { window, entity: 'a', fromMs: DAY_0_MS + 2 * DAY_MS };
    expect(await store.windows(makeQuery(later)), window).toEqual([]);
  }
  store.close();
});

test('age counts from storing, not from an arrival that a file tells; a domain may have its own', async () => {
  const store = await open('age', { rawMaxAgeMsOf: { air: DAY_MS } });
  const old = Date.UTC(2014, 7, 6);
  await put(
    store,
    makeReading({ offset: 1, tMs: old, arrivalMs: old + 5 }),
    makeReading({ offset: 2, tMs: old, arrivalMs: old + 5, domain: 'air' }),
  );
  await store.maintain();
  expect(rawFiles('age')).toHaveLength(2);
  nowMs += 2 * DAY_MS;
  await store.maintain();
  expect(rawFiles('age')).toEqual([expect.stringContaining('domain=traffic')]);
  expect(rawFiles('age')[0]).toContain('date=2014-08-06');
  nowMs += 2 * DAY_MS;
  await store.maintain();
  expect(rawFiles('age')).toEqual([]);
  store.close();
});

test('while there is too much the oldest partition goes, but never what came within a day', async () => {
  const store = await open('size', { rawMaxBytes: 1 });
  for (let day = 0; day < 3; day++) {
    nowMs = DAY_0_MS + day * DAY_MS;
    await put(store, makeReading({ offset: day + 1, tMs: nowMs }));
  }
  await store.maintain();
  expect(rawFiles('size').map(String).toSorted()).toEqual([
    expect.stringContaining('2026-11-24'),
    expect.stringContaining('2026-11-25'),
  ]);
  expect(await store.windows(makeQuery())).toHaveLength(3);
  store.close();
});

test('a zone that was changed makes days beside frozen ones inexact, not silently partial', async () => {
  const store = await open('zone');
  await put(store, makeReading({ offset: 1 }), makeReading({ offset: 2, tMs: DAY_0_MS + 18 * 3_600_000 }));
  nowMs += DAY_MS;
  await put(store, makeReading({ offset: 3, tMs: DAY_0_MS + DAY_MS }));
  nowMs += 2 * DAY_MS + 1;
  await store.maintain();
  const days = await store.windows(makeQuery({ window: 'P1D', zone: 'UTC' }));
  expect(days.map((day) => [new Date(day.startMs).toISOString(), day.n, day.exact])).toEqual([
    ['2026-11-22T17:00:00.000Z', 1, true],
    ['2026-11-23T17:00:00.000Z', 2, true],
    ['2026-11-24T00:00:00.000Z', 1, false],
  ]);
  store.close();
});

test('only windows of what expires are frozen: one that still has all its rows takes late ones as ever', async () => {
  const store = await open('neighbours');
  await put(store, makeReading({ offset: 1 }), makeReading({ offset: 2, tMs: DAY_0_MS + 36_000_000 }));
  nowMs += DAY_MS;
  const late = { tMs: DAY_0_MS + 18_000_000, outcome: 'late', arrivalMs: nowMs } as const;
  await put(store, makeReading({ offset: 3, ...late }));
  nowMs += 2 * DAY_MS + 1;
  await store.maintain();
  await put(store, makeReading({ offset: 4, ...late, tMs: late.tMs + 5, arrivalMs: nowMs }));
  const hours = await store.windows(makeQuery({ entity: 'a' }));
  expect(hours.map((hour) => [hour.n, hour.late, hour.exact])).toEqual([
    [1, 0, true],
    [2, 2, true],
    [1, 0, true],
  ]);
  expect((await store.windows(makeQuery({ window: 'P1D' })))[0]).toMatchObject({ n: 3, lateUnmerged: 1 });
  store.close();
});

test('rows that come into a partition while it is frozen keep it', async () => {
  const store = await open('race');
  await put(store, makeReading({ offset: 1 }));
  nowMs += 3 * DAY_MS + 1;
  await store.maintain(async (change) => {
    await put(store, makeReading({ offset: 2, value: 7, arrivalMs: DAY_0_MS + 200 }));
    change();
  });
  expect(store.stats).toMatchObject({ fault: null, rows: 2, paneFiles: 0 });
  expect(await store.windows(makeQuery({ entity: 'a' }))).toEqual([
    expect.objectContaining({ n: 2, sum: 8, exact: true }),
  ]);
  expect(readdirSync(join(dir, 'race', 'panes'), { recursive: true }).join()).not.toContain('.parquet');
  store.close();
});
