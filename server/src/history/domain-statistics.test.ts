import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import { energeticMean, vectorMean, weightedMean } from '@metropane/city';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AcceptedReading } from '../fold/accepted-reading.ts';
import { DAY_0_MS, makeQuery, makeReading, toBlocks } from './history-fixture.ts';
import { HistoryStore } from './history-store.ts';

let dir = '';
let store: HistoryStore;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-domain-statistics-'));
  store = await HistoryStore.open(dir);
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const MINUTE_MS = 60_000;

test.for([1, 2, 3, 4, 5])(
  'each domain statistic equals its formula over the events of the window, of one entity and of all (seed %i)',
  async (seed) => {
    const rng = makeRng(`domain-statistics/${seed}`);
    const pairs = Array.from({ length: 200 }, (_, i) => ({
      entity: rng.next() < 0.5 ? 'a' : 'b',
      tMs: DAY_0_MS + i * 700 + seed * 1_000_000_000,
      first: rng.next() * 360,
      second: rng.next() < 0.2 ? 0 : rng.next() * 900,
    }));
    const from = pairs[0]!.tMs;
    let offset = seed * 10_000;
    const rows = (
      domain: string,
      metric: string,
      value: (pair: (typeof pairs)[number]) => number,
    ): AcceptedReading[] =>
      pairs.map((pair) =>
        makeReading({
          domain,
          entity: pair.entity,
          metric,
          tMs: pair.tMs,
          value: value(pair),
          offset: ++offset,
        }),
      );
    const told = [
      ...rows('noise', 'laeqDba', ({ first }) => first / 3),
      ...rows('weather', 'windDirectionDeg', ({ first }) => first),
      ...rows('weather', 'windSpeedMps', ({ second }) => second),
      ...rows('weather', 'windGustMps', () => 1_000),
      ...rows('traffic', 'speedKmh', ({ first }) => first),
      ...rows('traffic', 'flowVph', ({ second }) => second),
    ];
    for (const block of toBlocks(told)) await store.append(block);
    const ask = (domain: string, metric: string, entity?: string) =>
      store.windows(
        makeQuery({
          domain,
          metric,
          window: 'PT1M',
          fromMs: from - MINUTE_MS,
          toMs: from + 10 * MINUTE_MS,
          ...(entity === undefined ? {} : { entity }),
        }),
      );
    for (const entity of [undefined, 'a'] as const) {
      const inside = (startMs: number) =>
        pairs.filter(
          (pair) =>
            Math.floor(pair.tMs / MINUTE_MS) * MINUTE_MS === startMs &&
            (entity === undefined || pair.entity === entity),
        );
      for (const { startMs, extra } of await ask('noise', 'laeqDba', entity))
        expect(extra?.value).toBeCloseTo(energeticMean(inside(startMs).map(({ first }) => first / 3))!, 9);
      for (const { startMs, extra } of await ask('weather', 'windDirectionDeg', entity))
        expect(extra?.value).toBeCloseTo(
          vectorMean(inside(startMs).map(({ first, second }) => [first, second]))!,
          6,
        );
      for (const { startMs, extra } of await ask('traffic', 'speedKmh', entity))
        expect(extra?.value).toBeCloseTo(
          weightedMean(inside(startMs).map(({ first, second }) => [first, second]))!,
          9,
        );
    }
    expect((await ask('noise', 'laeqDba')).length).toBeGreaterThan(2);
  },
);

test('without the companion metric there is no weighted figure, which is not the arithmetic one', async () => {
  for (const block of toBlocks([makeReading({ offset: 1, value: 40 })])) await store.append(block);
  const [row] = await store.windows(makeQuery());
  expect(row).toMatchObject({ n: 1, mean: 40, extra: { column: 'flowWeightedMean', value: null } });
});

test('questions taken together get the same statistic as each alone', async () => {
  const told = ['a', 'b'].flatMap((entity, i) => [
    makeReading({ entity, value: 40 + i, offset: 10 * i + 1 }),
    makeReading({ entity, metric: 'flowVph', value: 100, offset: 10 * i + 2 }),
    makeReading({ entity, value: 10, tMs: DAY_0_MS + 1_000, offset: 10 * i + 3 }),
    makeReading({ entity, metric: 'flowVph', value: 300, tMs: DAY_0_MS + 1_000, offset: 10 * i + 4 }),
  ]);
  for (const block of toBlocks(told)) await store.append(block);
  const together = await store.windowsOfEach(makeQuery(), ['a', 'b']);
  for (const entity of ['a', 'b']) {
    const alone = await store.windows(makeQuery({ entity }));
    expect(together?.get(entity)).toEqual(alone);
    expect(alone[0]?.extra?.value).toBeCloseTo(entity === 'a' ? 17.5 : 17.75, 12);
  }
});

test('a metric without a statistic of its domain has no extra column', async () => {
  for (const block of toBlocks([makeReading({ domain: 'power', metric: 'loadMw', offset: 1 })]))
    await store.append(block);
  const [row] = await store.windows(makeQuery({ domain: 'power', metric: 'loadMw' }));
  expect(row).not.toHaveProperty('extra');
});
