import type { CheckedFile } from './checked-file.ts';
import { toOuterRing } from './plane.ts';
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

/** Adds a fault for every ring of feature `index` that crosses itself, on the line of the edge that does. */
export function checkArea(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  geometry: AreaGeometry,
  index: number,
): void {
  const root = ['features', index, 'geometry', 'coordinates'];
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  parts.forEach((rings, p) => {
    rings.forEach((ring, r) => {
      const crossing = findCrossing(ring);
      if (crossing === undefined) return;
      const path = [...root, ...(geometry.type === 'Polygon' ? [r] : [p, r]), crossing[1]];
      const [a, b] = crossing.map((edge) => `${edge + 1}-${edge + 2}`);
      file.fault(
        'geometry',
        path,
        `the polygon crosses itself: its edges ${a} and ${b} (points from 1) cut each other`,
      );
    });
  });
}
