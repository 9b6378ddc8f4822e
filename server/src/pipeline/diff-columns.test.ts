import { type CityDiff, emptyDiff, LayerDiffBuilder, type LayerSchema } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { diffColumns } from './diff-columns.ts';

const SCHEMA = { id: 'traffic', metrics: ['speedKmh', 'flow'] } as unknown as LayerSchema;

function diffOf(fill: (builder: LayerDiffBuilder) => void): CityDiff {
  const builder = new LayerDiffBuilder(SCHEMA);
  fill(builder);
  const diff = emptyDiff({ epoch: 1, from: 0, seq: 1, atMs: 0 });
  diff.layers.set(SCHEMA.id, builder.take());
  return diff;
}

test('a diff arrives as it was, and takes its columns with it', () => {
  const fill = (builder: LayerDiffBuilder) =>
    builder.name(3, 'a').move(3, 106.7, 10.7).measure(3, 1_000, [1.5, Number.NaN]).remove(9);
  const diff = diffOf(fill);
  const columns = diffColumns(diff);
  expect(columns).toHaveLength(9);
  expect(structuredClone(diff, { transfer: columns })).toEqual(diffOf(fill));
  expect(diff.layers.get('traffic')!.measured.rows).toHaveLength(0);
});

test('what is empty is not taken: it may be shared', () => {
  expect(diffColumns(diffOf(() => undefined))).toEqual([]);
  expect(diffColumns(diffOf((builder) => builder.measure(1, 5, [1, 2])))).toHaveLength(4);
});
