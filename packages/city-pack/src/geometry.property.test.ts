import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceM, lengthM, signedAreaM2 } from './plane.ts';
import { cutRoad } from './road-segments.ts';
import { simplifyLine } from './simplify-line.ts';
import { deriveCells } from './ward-cells.ts';
import { areaM2 } from './unit-parts.ts';
import { ribbonOf } from './water-ribbon.ts';
import { isInMultiPolygon } from './plane.ts';
import type { LonLat, MultiPolygon, Road } from './pack-types.ts';

const degrees = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 1e4, max: max * 1e4 }).map((n) => n / 1e4);
const lonLat: fc.Arbitrary<LonLat> = fc.tuple(degrees(106.4, 106.9), degrees(10.5, 11));
const line = fc.uniqueArray(lonLat, { minLength: 2, maxLength: 30, selector: (point) => point.join() });
const roadOf = (points: readonly LonLat[]): Road => ({
  id: 'road',
  name: 'Đường',
  class: 'primary',
  points,
  freeFlowKmh: 40,
  maxKmh: 60,
});

test('segments follow each other, are equally long and add up to the road', () => {
  fc.assert(
    fc.property(line, (points) => {
      const segments = cutRoad(roadOf(points));
      const total = lengthM(points);
      expect(segments[0]!.points[0]).toEqual(points[0]);
      expect(segments.at(-1)!.points.at(-1)).toEqual(points.at(-1));
      segments.slice(1).forEach((segment, i) => {
        expect(distanceM(segment.points[0]!, segments[i]!.points.at(-1)!)).toBeLessThan(0.01);
      });
      // Cut points are rounded to 1 m.
      for (const { points: part } of segments)
        expect(Math.abs(lengthM(part) - total / segments.length)).toBeLessThan(3 + total * 1e-4);
    }),
  );
});

test('a simplified line keeps its ends and never parts from a dropped point by more than the tolerance', () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 1, max: 20_000 }), (points, toleranceM) => {
      const simple = simplifyLine(points, toleranceM);
      expect([simple[0], simple.at(-1)]).toEqual([points[0], points.at(-1)]);
      for (const point of points) {
        const nearest = Math.min(...simple.slice(1).map((end, i) => distanceToLine(point, simple[i]!, end)));
        expect(nearest).toBeLessThanOrEqual(toleranceM * 1.01 + 1);
      }
    }),
  );
});

/** A bay open to the south splits the cells beside it into parts. */
const BAY: MultiPolygon = [
  [
    [
      [106.3, 10.4],
      [106.55, 10.4],
      [106.6, 10.95],
      [106.65, 10.4],
      [107, 10.4],
      [107, 11.1],
      [106.3, 11.1],
      [106.3, 10.4],
    ],
  ],
];

test('cells hold their own centroid, no other, and cover the outline once', () => {
  const centroids = fc
    .uniqueArray(lonLat, { minLength: 1, maxLength: 25, selector: (point) => point.join() })
    .map((points) => points.filter(([lon, lat]) => isInMultiPolygon(BAY, lon, lat)));
  fc.assert(
    fc.property(centroids, (points) => {
      fc.pre(points.length > 0);
      const cells = deriveCells(BAY, points).map((cell) => cell!);
      cells.forEach((cell, i) => {
        // A centroid closer than the rounding to a border may fall on either side.
        const gap = Math.min(
          ...points.filter((_, k) => k !== i).map((other) => distanceM(other, points[i]!)),
        );
        if (gap > 20) expect(isInMultiPolygon(cell, points[i]![0], points[i]![1])).toBe(true);
      });
      const sum = cells.reduce((area, cell) => area + areaM2(cell), 0);
      expect(Math.abs(sum / areaM2(BAY) - 1)).toBeLessThan(0.01);
    }),
  );
});

test('a river is about as large as its length times its width', () => {
  const bends: LonLat[] = [
    [106.6, 10.7],
    [106.62, 10.72],
    [106.65, 10.72],
    [106.67, 10.7],
    [106.7, 10.7],
  ];
  const ring = ribbonOf(bends, [200]);
  expect(ring[0]).toEqual(ring.at(-1));
  const area = signedAreaM2(ring);
  expect(area / (lengthM(bends) * 200)).toBeGreaterThan(0.97);
  expect(area / (lengthM(bends) * 200)).toBeLessThan(1.1);
});

function distanceToLine(point: LonLat, a: LonLat, b: LonLat): number {
  let nearest = Infinity;
  for (let t = 0; t <= 1; t += 0.002) {
    nearest = Math.min(nearest, distanceM(point, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]));
  }
  return nearest - distanceM(a, b) * 0.002;
}
