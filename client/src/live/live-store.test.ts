import { cellAt, emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { LiveStore } from './live-store.ts';

function storeWithFrames() {
  const frames: (() => void)[] = [];
  const store = new LiveStore(
    () => 0,
    (paint) => frames.push(paint),
  );
  return { store, paint: () => frames.splice(0).forEach((frame) => frame()) };
}

function readings(seq: number): CityDiff {
  const builder = new LayerDiffBuilder({ id: 'traffic', metrics: ['speedKmh'] });
  builder.name(0, 's1').measure(0, seq, [seq]);
  return {
    ...emptyDiff({ epoch: 0, from: seq - 1, seq, atMs: seq }),
    layers: new Map([['traffic', builder.take()]]),
  };
}

test('ten thousand readings that touch no incident leave the incident table version alone, and notify once per frame', () => {
  const { store, paint } = storeWithFrames();
  let notified = 0;
  store.versions.subscribe(() => notified++);
  for (let seq = 1; seq <= 10_000; seq++) store.applyDiff(readings(seq));
  expect(notified).toBe(0);
  paint();
  expect(notified).toBe(1);
  expect(store.versions.getState().tables).toEqual({ 'layer:traffic': 1 });
  expect(store.versions.getState().seq).toBe(10_000);
  expect(store.state.layers.get('traffic')?.metrics[0]?.[0]).toBe(10_000);
});

test('the state changes on arrival, before any frame is painted', () => {
  const { store } = storeWithFrames();
  store.applyDiff(readings(1));
  expect(store.state.seq).toBe(1);
});

test('a snapshot marks the tables that it emptied too', () => {
  const { store, paint } = storeWithFrames();
  store.applyDiff(readings(1));
  paint();
  store.applySnapshot(emptyDiff({ epoch: 7, from: 0, seq: 1, atMs: 1 }), []);
  paint();
  expect(store.state.layers.size).toBe(0);
  expect(store.versions.getState().tables['layer:traffic']).toBe(2);
  expect(store.versions.getState().epoch).toBe(7);
});

test('a snapshot of cells redraws their layer and nothing else, and what was dropped is gone', () => {
  const { store, paint } = storeWithFrames();
  const [here, there] = [cellAt(106.7, 10.776), cellAt(106.75, 10.776)];
  const builder = new LayerDiffBuilder({ id: 'transit', metrics: ['speedKmh'] });
  builder.name(0, 'a').move(0, 106.7, 10.776).name(1, 'b').move(1, 106.75, 10.776);
  const layers = new Map([['transit', builder.take()]]);
  store.applySnapshot({ ...emptyDiff({ epoch: 7, from: 0, seq: 1, atMs: 1 }), layers }, [
    `layer:transit@${here}`,
    `layer:transit@${there}`,
  ]);
  paint();
  const before = store.versions.getState().tables;
  const nothing = emptyDiff({ epoch: 7, from: 0, seq: 2, atMs: 1 });
  store.applySnapshot(nothing, ['layer:transit@none'], [`layer:transit@${there}`]);
  paint();
  expect(store.state.layers.get('transit')?.names).toEqual(['a', undefined]);
  expect([...store.held].sort()).toEqual([`layer:transit@${here}`, 'layer:transit@none']);
  expect(store.versions.getState().tables).toEqual({ ...before, 'layer:transit': 2 });
});

test('looking at a healthy link tells nobody', () => {
  const { store } = storeWithFrames();
  store.tellLink({ kind: 'heard' });
  let told = 0;
  store.link.subscribe(() => told++);
  store.tellLink({ kind: 'look' });
  expect(told).toBe(0);
});
