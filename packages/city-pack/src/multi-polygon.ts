import { isInRing } from '@metropane/city';
import type { CheckedFile } from './checked-file.ts';
import { signedAreaM2, toOuterRing } from './plane.ts';
import { findCrossing } from './ring-crossing.ts';
import type { LonLat, MultiPolygon, Polygon } from './pack-types.ts';

type Coordinates = readonly (readonly LonLat[])[];
export type AreaGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: Coordinates }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Coordinates[] };

/** Any GeoJSON area as a list of polygons with closed rings, outer ones counter-clockwise, holes clockwise. */
export function toMultiPolygon(geometry: AreaGeometry): MultiPolygon {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((rings): Polygon =>
    rings.map((ring, i) => (i === 0 ? toOuterRing(ring) : toOuterRing(ring).toReversed())),
  );
}

/**
 * Adds a fault for every ring of feature `index` that is not closed, crosses itself (on the line of the edge that does), or is a hole
 * outside its polygon, and where the whole shape encloses nothing.
 */
export function checkArea(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  geometry: AreaGeometry,
  index: number,
): void {
  const root = ['features', index, 'geometry', 'coordinates'];
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let isSound = true;
  parts.forEach((rings, p) => {
    rings.forEach((ring, r) => {
      const path = [...root, ...(geometry.type === 'Polygon' ? [r] : [p, r])];
      const found = ringFault(ring, r === 0 ? undefined : rings[0]);
      if (found === undefined) return;
      isSound = false;
      file.fault('geometry', [...path, ...found.at], found.message);
    });
  });
  // Published boundaries hold slivers that enclose nothing; a shape made only of them is no shape.
  if (isSound && parts.every(([outer]) => signedAreaM2(outer!) === 0))
    file.fault('geometry', root, 'the shape encloses nothing');
}

function ringFault(
  ring: readonly LonLat[],
  outer: readonly LonLat[] | undefined,
): { readonly at: readonly number[]; readonly message: string } | undefined {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1])
    return {
      at: [ring.length - 1],
      message: 'the ring is not closed: its last point must be its first again',
    };
  const crossing = findCrossing(ring);
  if (crossing !== undefined) {
    const [a, b] = crossing.map((edge) => `${edge + 1}-${edge + 2}`);
    const message = `the polygon crosses itself: its edges ${a} and ${b} (points from 1) cut each other`;
    return { at: [crossing[1]], message };
  }
  const outside = outer === undefined ? -1 : ring.findIndex((point) => !isInOrOn(outer, point));
  return outside < 0 ? undefined : { at: [outside], message: 'the hole reaches outside its polygon here' };
}

/** A hole may touch the ring around it. */
function isInOrOn(ring: readonly LonLat[], [lon, lat]: LonLat): boolean {
  return (
    isInRing(ring, lon, lat) || ring.some((point, i) => i > 0 && isOnEdge(ring[i - 1]!, point, [lon, lat]))
  );
}

/** Within a millionth of a degree (a decimetre) of the straight line between `a` and `b`. */
function isOnEdge([ax, ay]: LonLat, [bx, by]: LonLat, [x, y]: LonLat): boolean {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy) < 1e-6;
}
