import type { Incident, IncidentTimelineItem } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { appliedDiff, applyDiff, applySnapshot, relationOf } from './apply-diff.ts';
import { parseChannel } from './channels.ts';
import type { CityDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import { emptyState } from './city-state.ts';
import { LayerDiffBuilder } from './layer-diff-builder.ts';
import { toGridDeg } from './layer-diff.ts';
import { mergeDiffs } from './merge-diffs.ts';
import type { IncidentRecord, TimelineItem } from './records.ts';

const TRAFFIC = { id: 'traffic', metrics: ['speedKmh'] };

function layerDiff(from: number, fill: (builder: LayerDiffBuilder) => void): CityDiff {
  const builder = new LayerDiffBuilder(TRAFFIC);
  fill(builder);
  const diff = emptyDiff({ epoch: 1, from, seq: from + 1, atMs: from });
  diff.layers.set('traffic', builder.take());
  return diff;
}

test('an incident and its timeline are rows of their tables as they are', () => {
  const asRow = (incident: Incident): IncidentRecord => incident;
  const asItem = (item: IncidentTimelineItem): TimelineItem => item;
  expect([asRow, asItem].length).toBe(2);
});

test('[L3] a diff is next, old, a gap or of another epoch', () => {
  const state = { epoch: 1, seq: 5 };
  expect(relationOf(state, { epoch: 1, from: 5, seq: 6 })).toBe('next');
  expect(relationOf(state, { epoch: 1, from: 2, seq: 6 })).toBe('next');
  expect(relationOf(state, { epoch: 1, from: 4, seq: 5 })).toBe('old');
  expect(relationOf(state, { epoch: 1, from: 6, seq: 7 })).toBe('gap');
  expect(relationOf(state, { epoch: 2, from: 5, seq: 6 })).toBe('other-epoch');
});

test('[L3] over a gap, backwards or in another epoch nothing is applied', () => {
  const state = emptyState(1);
  applyDiff(state, emptyDiff({ epoch: 1, from: 0, seq: 5, atMs: 1 }));
  for (const span of [
    { epoch: 1, from: 6, seq: 7 },
    { epoch: 1, from: 3, seq: 4 },
    { epoch: 2, from: 5, seq: 6 },
  ]) {
    expect(() => applyDiff(state, emptyDiff({ ...span, atMs: 2 }))).toThrow(/one epoch|continues/);
  }
  expect([state.seq, state.atMs]).toEqual([5, 1]);
  const far = emptyDiff({ epoch: 1, from: 7, seq: 8, atMs: 2 });
  expect(() => mergeDiffs(emptyDiff({ epoch: 1, from: 5, seq: 6, atMs: 2 }), far)).toThrow(/continues/);
});

test('[L4] a removed row that is filled again has only what it was filled with', () => {
  const state = emptyState(1);
  applyDiff(
    state,
    layerDiff(0, (b) => b.name(2, 'old').move(2, 106.7, 10.7).measure(2, 1_000, [40])),
  );
  const refill = layerDiff(1, (b) => b.remove(2).name(2, 'new').measure(2, 2_000, [35]));
  applyDiff(state, refill);
  const table = state.layers.get('traffic')!;
  expect([table.names[2], table.lonDeg[2], table.eventTimeMs[2], table.metrics[0]![2]]).toEqual([
    'new',
    Number.NaN,
    2_000,
    35,
  ]);
  expect([table.names[0], table.lonDeg[0], table.eventTimeMs[0], table.metrics[0]![0]]).toEqual([
    undefined,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  applyDiff(
    state,
    layerDiff(2, (b) => b.remove(2)),
  );
  expect([table.names[2], table.metrics[0]![2]]).toEqual([undefined, Number.NaN]);
});

test('[L4] a group touches its own columns only', () => {
  const first = appliedDiff(
    emptyState(1),
    layerDiff(0, (b) => b.name(0, 'x').move(0, 106.7, 10.7).measure(0, 1_000, [40])),
  );
  const moved = appliedDiff(
    first,
    layerDiff(1, (b) => b.move(0, 106.8, 10.8)),
  );
  const table = moved.layers.get('traffic')!;
  expect([table.names[0], table.lonDeg[0], table.metrics[0]![0]]).toEqual(['x', 106.8, 40]);
});

test('[L9] a snapshot does not go back', () => {
  const state = emptyState(1);
  applyDiff(state, emptyDiff({ epoch: 1, from: 0, seq: 5, atMs: 1 }));
  const older = emptyDiff({ epoch: 1, from: 0, seq: 4, atMs: 1 });
  expect(() => applySnapshot(state, older, ['layer:traffic'])).toThrow(/go back/);
});

test('[L10] a layer that changes its metrics within an epoch is a bug', () => {
  const state = appliedDiff(
    emptyState(1),
    layerDiff(0, (b) => b.name(0, 'x')),
  );
  const other = emptyDiff({ epoch: 1, from: 1, seq: 2, atMs: 1 });
  other.layers.set('traffic', new LayerDiffBuilder({ id: 'traffic', metrics: ['flow'] }).name(0, 'y').take());
  expect(() => applyDiff(state, other)).toThrow(/keeps its metrics/);
});

test('[L13] places are on the 1 cm grid, and stay there', () => {
  const { moved } = new LayerDiffBuilder(TRAFFIC).move(0, 106.700_000_123, -10.123_456_78).take();
  expect([moved.lonDeg[0], moved.latDeg[0]]).toEqual([106.7000001, -10.1234568]);
  for (const [lon, lat] of [
    [Number.NaN, 10],
    [181, 10],
    [106, Infinity],
  ] as const) {
    const off = new LayerDiffBuilder(TRAFFIC).move(0, lon, lat).take().moved;
    expect([off.lonDeg[0], off.latDeg[0]]).toEqual([Number.NaN, Number.NaN]);
  }
  for (let i = 0; i < 1_000; i++) {
    const deg = toGridDeg(-180 + i * 0.359_284_731);
    expect(toGridDeg(deg)).toBe(deg);
  }
});

test('a builder gives ascending rows whatever the order of calls, the last word per row, and starts anew', () => {
  const builder = new LayerDiffBuilder(TRAFFIC);
  builder.measure(9, 1, [1]).measure(3, 1, [1]).measure(9, 2, [2]).name(5, 'gone').remove(5).remove(1);
  const diff = builder.take();
  expect([...diff.measured.rows]).toEqual([3, 9]);
  expect([...diff.measured.metrics[0]!]).toEqual([1, 2]);
  expect([...diff.removed]).toEqual([1, 5]);
  expect(diff.named.names).toEqual([]);
  expect(builder.take().measured.rows.length).toBe(0);
});

test('channel names are read strictly', () => {
  expect(parseChannel('records:incident')).toEqual({ kind: 'records', table: 'incident' });
  expect(parseChannel('layer:traffic')).toEqual({ kind: 'layer', layerId: 'traffic' });
  for (const name of [
    'records:__proto__',
    'records:',
    'layer:',
    'layer:Traffic',
    'layer:a/b',
    'incident',
    '',
  ]) {
    expect(parseChannel(name), name).toBeUndefined();
  }
});
