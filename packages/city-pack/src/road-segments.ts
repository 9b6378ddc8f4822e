import { distanceM, lengthM, roundDegrees } from './plane.ts';
import type { LonLat, Road, RoadSegment } from './pack-types.ts';

const LONGEST_M = 800;

/**
 * Cuts a road into equal stretches of 400-800 m, numbered from its first point: `vo-van-kiet.01`, `.02`, …
 * A road of up to 800 m is one segment. The same road always gives the same segments; moving one point of a road may renumber
 * that road only, so history of other roads keeps its ids.
 */
export function cutRoad(road: Road): readonly RoadSegment[] {
  const total = lengthM(road.points);
  const count = Math.max(1, Math.ceil(total / LONGEST_M));
  const digits = Math.max(2, String(count).length);
  const segments: RoadSegment[] = [];
  for (let k = 0; k < count; k += 1) {
    const points = sliceLine(road.points, (total * k) / count, (total * (k + 1)) / count);
    segments.push({
      id: `${road.id}.${String(k + 1).padStart(digits, '0')}`,
      roadId: road.id,
      name: road.name,
      class: road.class,
      points,
      lengthM: Math.round(lengthM(points)),
      freeFlowKmh: road.freeFlowKmh,
      maxKmh: road.maxKmh,
    });
  }
  return segments;
}

/** The part of a line between two distances (metres) from its start. */
export function sliceLine(points: readonly LonLat[], fromM: number, toM: number): readonly LonLat[] {
  const slice: LonLat[] = [];
  let walked = 0;
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const step = distanceM(a, b);
    const end = walked + step;
    if (end > fromM && walked < toM) {
      if (slice.length === 0) slice.push(pointBetween(a, b, (fromM - walked) / step));
      slice.push(end <= toM ? b : pointBetween(a, b, (toM - walked) / step));
    }
    walked = end;
  }
  return slice;
}

function pointBetween(a: LonLat, b: LonLat, share: number): LonLat {
  if (share <= 0) return a;
  if (share >= 1) return b;
  return [roundDegrees(a[0] + share * (b[0] - a[0])), roundDegrees(a[1] + share * (b[1] - a[1]))];
}
