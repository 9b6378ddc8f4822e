import { applyLayerDiff, LayerDiffBuilder, makeLayerTable } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { layerTimes, periodOf } from './layer-times.ts';

const NOW = { nowMs: 1_000_000, periodMs: 60_000 };

test('the newest, the oldest, the stale and the silent of a layer; who left is not counted', () => {
  const table = makeLayerTable({ id: 'air', metrics: ['pm25UgM3'] });
  const builder = new LayerDiffBuilder(table.schema);
  builder.name(0, 'a').measure(0, 990_000, [4]).name(1, 'b').measure(1, 879_999, [4]);
  builder.name(2, 'c').name(5, 'd').measure(5, 880_000, [4]).name(6, 'gone').measure(6, 1, [4]);
  applyLayerDiff(table, builder.take());
  applyLayerDiff(table, builder.remove(6).take());
  expect(layerTimes(table, NOW)).toEqual({
    ...{ count: 4, newestMs: 990_000, oldestMs: 879_999, stale: 1, silent: 1 },
  });
});

test('a layer that the page does not have has nobody, and no time', () => {
  expect(layerTimes(undefined, NOW)).toEqual({
    count: 0,
    newestMs: null,
    oldestMs: null,
    stale: 0,
    silent: 0,
  });
});

test('the period of a layer of stations is the shortest that the city gives', () => {
  const station = { domain: 'air', entity: 'a', name: { vi: 'a', en: 'a' }, loc: [106, 10] as const };
  const stations = [
    { ...station, metrics: { a: { expectedEveryMs: 300_000 }, b: { expectedEveryMs: 60_000 } } },
  ];
  expect(periodOf({ stations }, 'air')).toBe(60_000);
  expect(periodOf({ stations }, 'rain')).toBe(300_000);
  expect(periodOf({ stations }, 'transit')).toBe(30_000);
});
