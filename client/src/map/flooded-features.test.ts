import { applyLayerDiff, emptyState, LayerDiffBuilder, makeLayerTable } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { floodedFeatures } from './flooded-features.ts';

const NOW_MS = 10_000_000;
const MINUTE_MS = 60_000;

/** One row for each `[depth, age in minutes]`, in a layer of this metric. */
function stateOf(metric: string, rows: readonly (readonly [depth: number, ageMinutes: number])[]) {
  const table = makeLayerTable({ id: 'flood', metrics: [metric] });
  const builder = new LayerDiffBuilder(table.schema);
  rows.forEach(([depth, age], row) => {
    builder
      .name(row, `p${row}`)
      .move(row, 106.7 + row / 100, 10.8)
      .measure(row, NOW_MS - age * MINUTE_MS, [depth]);
  });
  applyLayerDiff(table, builder.take());
  const state = emptyState();
  state.layers.set('flood', table);
  return state;
}
const depths = (metric: string, rows: readonly (readonly [number, number])[]): unknown[] =>
  floodedFeatures(stateOf(metric, rows), NOW_MS).features.map(({ properties }) => properties!['depthM']);

test('a road is flooded from 5 cm on; dry, wet and unknown are not', () => {
  const rows = [
    [0.45, 0],
    [0.05, 0],
    [0.04, 0],
    [0, 0],
    [Number.NaN, 0],
  ] as const;
  expect(depths('depthM', rows)).toEqual([0.45, 0.05].map((depth) => expect.closeTo(depth, 6)));
});

test('what was measured more than half an hour ago is not shown as water of now', () => {
  expect(
    depths('depthM', [
      [0.5, 29],
      [0.5, 31],
    ]),
  ).toHaveLength(1);
});

test('a layer in centimetres is told in metres; a city without one has no floods', () => {
  expect(depths('depthCm', [[20, 0]])).toEqual([expect.closeTo(0.2, 6)]);
  expect(floodedFeatures(emptyState(), NOW_MS).features).toEqual([]);
});

test('a mark stands where its sensor does', () => {
  const [feature] = floodedFeatures(stateOf('depthM', [[0.3, 1]]), NOW_MS).features;
  const { coordinates } = feature!.geometry as { coordinates: number[] };
  expect(coordinates).toEqual([expect.closeTo(106.7, 5), expect.closeTo(10.8, 5)]);
});
