import { emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { LiveStore } from '../live/live-store.ts';
import { TrafficLayer } from './traffic-layer.ts';

const SEGMENT = {
  id: 'le-loi.01',
  roadId: 'le-loi',
  name: 'Lê Lợi',
  freeFlowKmh: 40,
  points: [
    [106.7, 10.776],
    [106.701, 10.777],
  ],
} as const;

const COLOURS = { flow: [], glow: 0, isGlowAdded: true };

function speeds(store: LiveStore, named: readonly [row: number, id: string][]): void {
  const builder = new LayerDiffBuilder({ id: 'traffic', metrics: ['speedKmh'] });
  for (const [row, id] of named) builder.name(row, id).measure(row, 1_000, [5]);
  const layers = new Map([['traffic', builder.take()]]);
  store.applySnapshot({ ...emptyDiff({ epoch: 7, from: 0, seq: 1, atMs: 1_000 }), layers }, [
    'layer:traffic@none',
  ]);
}

test('a stretch that a cell brings is coloured at once, and loses its colour when the cell is given up', () => {
  const store = new LiveStore(
    () => 1_000,
    () => undefined,
  );
  store.clock.learn(1_000);
  speeds(store, [[9, 'elsewhere']]);
  const layer = new TrafficLayer(store, { segments: [SEGMENT], centre: [106.7, 10.776] }, COLOURS);
  expect(layer.refresh()).toBe(false);
  expect(layer.hasOtherRows).toBe(false);
  // The row comes below the greatest that is known: the table does not grow.
  speeds(store, [
    [9, 'elsewhere'],
    [3, SEGMENT.id],
  ]);
  expect(layer.hasOtherRows).toBe(true);
  expect(layer.refresh()).toBe(true);
  store.applySnapshot(emptyDiff({ epoch: 7, from: 0, seq: 2, atMs: 1 }), [], ['layer:traffic@none']);
  expect(layer.hasOtherRows).toBe(true);
  expect(layer.refresh()).toBe(true);
  store.applySnapshot(emptyDiff({ epoch: 8, from: 0, seq: 1, atMs: 1 }), []);
  expect(layer.hasOtherRows).toBe(true);
  expect(layer.refresh()).toBe(false);
});
