/**
 * Flat geometry in metres around a latitude. Over one city (< 400 km) the error against the ellipsoid is below 0.5 %, which is
 * less than the error of hand-made data; no function here is for surveying.
 */
import { isInRing } from '@metropane/city';
import type { LonLat, Ring } from './pack-types.ts';

/** Metres east and north of `0, 0` degrees, with the scale of the projection's latitude. */
export type XY = readonly [x: number, y: number];

export type Plane = { toXY(point: LonLat): XY; toLonLat(point: XY): LonLat };

const METRES_PER_DEGREE = 111_320;

/** An equirectangular plane true to scale at `latitude` (degrees). */
export function makePlane(latitude: number): Plane {
  const kx = METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return {
    toXY: ([lon, lat]) => [lon * kx, lat * METRES_PER_DEGREE],
    toLonLat: ([x, y]) => [roundDegrees(x / kx), roundDegrees(y / METRES_PER_DEGREE)],
  };
}

/** Five decimals, about 1 m: what is derived should not pretend to more, and short numbers are cheap on the wire. */
export function roundDegrees(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

/** Metres between two positions. */
export function distanceM(a: LonLat, b: LonLat): number {
  const kx = Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180);
  return Math.hypot((b[0] - a[0]) * kx, b[1] - a[1]) * METRES_PER_DEGREE;
}

/** Metres along a line. */
export function lengthM(points: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) sum += distanceM(points[i - 1]!, points[i]!);
  return sum;
}

/** Square metres; positive when the ring runs counter-clockwise. */
export function signedAreaM2(ring: Ring): number {
  const origin = ring[0];
  if (origin === undefined) return 0;
  const plane = makePlane(origin[1]);
  const [x0, y0] = plane.toXY(origin);
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = plane.toXY(ring[i - 1]!);
    const [bx, by] = plane.toXY(ring[i]!);
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return twice / 2;
}

/** The ring, turned counter-clockwise and closed. */
export function toOuterRing(ring: Ring): Ring {
  const first = ring[0];
  const last = ring.at(-1);
  const closed =
    first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])
      ? [...ring, first]
      : ring;
  return signedAreaM2(closed) < 0 ? closed.toReversed() : closed;
}

/** Even-odd over all rings of all parts, so holes are outside. */
export function isInMultiPolygon(parts: readonly (readonly Ring[])[], lon: number, lat: number): boolean {
  let isInside = false;
  for (const rings of parts) for (const ring of rings) if (isInRing(ring, lon, lat)) isInside = !isInside;
  return isInside;
}
