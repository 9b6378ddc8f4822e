import { applyLayerDiff, emptyState, LayerDiffBuilder, makeLayerTable } from '@metropane/live-state';
import type { IncidentRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { CitySegment, LonLat } from '../../live/city-ground.ts';
import { SPEED_VALID_MS } from '../traffic-level.ts';
import { classOf, segmentWards, wardFinder, wardIncidents, wardSpeeds } from './ward-shares.ts';

const UNITS = [
  { code: 'west', name: 'Tây', centroid: [106.6, 10.8] as LonLat },
  { code: 'east', name: 'Đông', centroid: [106.8, 10.8] as LonLat },
];
const NOW_MS = 10_000_000;

function segment(id: string, lon: number): CitySegment {
  return {
    id,
    roadId: 'r',
    name: '',
    freeFlowKmh: 40,
    points: [
      [106, 9],
      [lon, 10.8],
      [108, 12],
    ],
  };
}

test('a place belongs to the nearest centroid; a city without wards has none', () => {
  expect(wardFinder(UNITS)([106.69, 10.9])).toBe('west');
  expect(wardFinder(UNITS)([106.71, 10.1])).toBe('east');
  expect(wardFinder([])([106, 10])).toBeNull();
});

test('a ward has the mean share of its stretches with a current speed; too few are no figure', () => {
  const segments = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id, i) => segment(id, i < 4 ? 106.6 : 106.8));
  const table = makeLayerTable({ id: 'traffic', metrics: ['speedKmh'] });
  const builder = new LayerDiffBuilder(table.schema);
  [10, 20, 30, Number.NaN, 40, 40, 40].forEach((speed, row) => {
    const tMs = row === 6 ? NOW_MS - SPEED_VALID_MS - 1 : NOW_MS;
    builder.name(row, segments[row]!.id).measure(row, tMs, [speed]);
  });
  applyLayerDiff(table, builder.take());
  const wards = segmentWards({ units: UNITS, segments });
  const figures = wardSpeeds(table, { segments, wards, nowMs: NOW_MS });
  expect([...figures]).toEqual([['west', { value: 0.5, n: 3 }]]);
  expect(wardSpeeds(undefined, { segments, wards, nowMs: NOW_MS }).size).toBe(0);
});

test('a ward without an open incident has the count 0, which is a figure', () => {
  const state = emptyState();
  const incidents = [
    { id: 'a', state: 'new', loc: [106.61, 10.8] },
    { id: 'b', state: 'closed', loc: [106.81, 10.8] },
    { id: 'c', state: 'new' },
  ] as unknown as IncidentRecord[];
  for (const incident of incidents) state.records.incident.set(incident.id, incident);
  expect(Object.fromEntries(wardIncidents(state, UNITS))).toEqual({
    west: { value: 1, n: 1 },
    east: { value: 0, n: 0 },
  });
});

test('a figure on a bound belongs to the class above it', () => {
  expect([0, 0.24, 0.25, 0.45, 0.7, 9].map((value) => classOf(value, [0.25, 0.45, 0.7]))).toEqual([
    0, 0, 1, 2, 3, 3,
  ]);
});
