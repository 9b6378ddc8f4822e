import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_0_MS as T0, makeReading as reading, toBlocks } from './history-fixture.ts';
import { HistoryStore } from './history-store.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-tail-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const block = (...readings: Parameters<typeof toBlocks>[0]) => toBlocks(readings)[0]!;

test('names, ids and feeds of rows are their own, in tail and files, over several blocks', async () => {
  const store = await HistoryStore.open(dir);
  const at = (i: number) =>
    reading({
      offset: i + 1,
      tMs: T0 + i,
      value: i,
      feed: `f${i % 3}`,
      entity: `e'${i % 5}`,
      metric: `m${i % 2}`,
      id: i % 4 === 0 ? `id"${i}` : '',
      flag: i % 7 === 0 ? 3 : 1,
    });
  for (let from = 0; from < 6_000; from += 3_000)
    await store.append(block(...Array.from({ length: 3_000 }, (_, i) => at(from + i))));
  const ask = () => store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 9_999, limit: 10_000 });
  const told = await ask();
  expect(told).toEqual(
    Array.from({ length: 6_000 }, (_, i) => {
      const { entity, metric, tMs, value, arrivalMs, id, flag, offset } = at(i);
      return { entity, metric, tMs, value, arrivalMs, id, flag, late: false, offset };
    }),
  );
  const feeds = async () =>
    store.read(
      `SELECT feed, count(*)::INT AS n FROM ${store.relation({ domain: 'traffic', fromMs: T0, toMs: T0 + 9_999 }).sql} GROUP BY feed ORDER BY feed`,
    );
  expect(await feeds()).toEqual(['f0', 'f1', 'f2'].map((feed) => ({ feed, n: 2_000 })));
  await store.flush(6_000);
  expect(await ask()).toEqual(told);
  expect(await feeds()).toEqual(['f0', 'f1', 'f2'].map((feed) => ({ feed, n: 2_000 })));
  store.close();
});

test('a block that cannot be taken leaves nothing behind, and its rows can be taken later', async () => {
  const store = await HistoryStore.open(dir);
  await store.append(block(reading({ offset: 1, id: 'x' })));
  const next = () => block(reading({ entity: 'b', id: 'y', offset: 2 }), reading({ offset: 3, tMs: T0 + 1 }));
  const broken = { ...next(), value: new BigInt64Array(8_192) as never };
  await expect(store.append(broken)).rejects.toThrow('BigInt');
  globalThis.gc?.();
  expect(store.stats.rows).toBe(1);
  await store.append(next());
  const rows = await store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 9, limit: 9 });
  expect(rows.map(({ entity, id, offset }) => [entity, id, offset])).toEqual([
    ['a', 'x', 1],
    ['b', 'y', 2],
    ['a', '', 3],
  ]);
  await store.flush(3);
  expect(await store.observations({ domain: 'traffic', fromMs: T0, toMs: T0 + 9, limit: 9 })).toEqual(rows);
  store.close();
});
