import { applyLayerDiff, LayerDiffBuilder, makeLayerTable } from '@metropane/live-state';
import type { MultiPolygon } from 'geojson';
import { expect, test } from 'vitest';
import { currentSamples, estimateAt, isobands } from './isobands.ts';
import type { Sample } from './isobands.ts';

const WISHES = { thresholds: [0, 25, 50], reachM: 5_000 };
/** Degrees of about a kilometre at the city. */
const KM = 0.009;

function at(eastKm: number, northKm: number, value: number): Sample {
  return { lonDeg: 106.7 + eastKm * KM, latDeg: 10.78 + northKm * KM, value };
}

function isInside(geometry: MultiPolygon, { lonDeg, latDeg }: Sample): boolean {
  let inside = false;
  for (const ring of geometry.coordinates.flat())
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [ring[i]!, ring[j]!] as [number[], number[]];
      const crosses = yi! > latDeg !== yj! > latDeg;
      if (crosses && lonDeg < ((xj! - xi!) * (latDeg - yi!)) / (yj! - yi!) + xi!) inside = !inside;
    }
  return inside;
}

const bandOf = (samples: Sample[], place: Sample): number =>
  isobands(samples, WISHES).features.filter(({ geometry }) => isInside(geometry as MultiPolygon, place))
    .length;

test('a place takes the band of the sensors near it; a value of 0 is a value', () => {
  const samples = [at(0, 0, 60), at(6, 0, 30), at(12, 0, 0)];
  expect(bandOf(samples, at(0.3, 0.3, 0))).toBe(3);
  expect(bandOf(samples, at(6.3, 0.3, 0))).toBe(2);
  expect(bandOf(samples, at(12.3, 0.3, 0))).toBe(1);
});

test('beyond the reach of every sensor nothing is told, between them and around them', () => {
  const samples = [at(0, 0, 60), at(30, 0, 60), at(15, 20, 60)];
  expect(bandOf(samples, at(0, 4.6, 0))).toBe(3);
  expect(bandOf(samples, at(0, 5.6, 0))).toBe(0);
  expect(bandOf(samples, at(15, 0, 0))).toBe(0);
});

test('two sensors make no bands', () => {
  expect(isobands([at(0, 0, 60), at(6, 0, 30)], WISHES).features).toEqual([]);
});

test('the estimate lies between the least and the greatest sensor, and on a sensor it is its value', () => {
  const sensors = [
    { x: 0, y: 0, value: 4 },
    { x: 10, y: 0, value: 8 },
    { x: 0, y: 10, value: 5 },
  ];
  expect(estimateAt([10, 0], sensors, 100)).toBe(8);
  for (const place of [
    [5, 0],
    [3, 3],
    [20, 20],
  ] as const) {
    expect(estimateAt(place, sensors, 100)).toBeGreaterThanOrEqual(4);
    expect(estimateAt(place, sensors, 100)).toBeLessThanOrEqual(8);
  }
});

test('a sensor that is old, has no value or no place is no sample', () => {
  const table = makeLayerTable({ id: 'air', metrics: ['no2UgM3', 'pm25UgM3'] });
  const builder = new LayerDiffBuilder(table.schema);
  builder.name(0, 'good').move(0, 106, 10).measure(0, 900, [1, 0]);
  builder.name(1, 'old').move(1, 106, 10).measure(1, 399, [1, 7]);
  builder.name(2, 'none').move(2, 106, 10).measure(2, 900, [1, Number.NaN]);
  builder.name(3, 'nowhere').measure(3, 900, [1, 7]);
  builder.name(4, 'known').measure(4, 900, [1, 9]);
  applyLayerDiff(table, builder.take());
  const wanted = {
    ...{ metric: 'pm25UgM3', validMs: 600, nowMs: 1_000 },
    places: new Map([
      ['known', [107, 11] as const],
      ['good', [1, 1] as const],
    ]),
  };
  expect(currentSamples(table, wanted)).toEqual([
    { lonDeg: 106, latDeg: 10, value: 0 },
    { lonDeg: 107, latDeg: 11, value: 9 },
  ]);
  expect(currentSamples(table, { ...wanted, metric: 'rainMm' })).toEqual([]);
  expect(currentSamples(undefined, wanted)).toEqual([]);
});
