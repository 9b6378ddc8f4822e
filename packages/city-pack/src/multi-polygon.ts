import { toOuterRing } from './plane.ts';
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
