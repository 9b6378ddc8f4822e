import { type Box, boxOfRing, doMeet, isInRing, type OpenRing } from '@metropane/city';
import { isInMultiPolygon } from './plane.ts';
import type { CityPack, Ring, Unit } from './pack-types.ts';
import { bboxOf } from './unit-index.ts';

/**
 * The units that have ground in common with a drawn ring (not closed, as of `Geofence`), ascending codes. As exact as the units' own
 * polygons, which may be computed cells.
 */
export function unitsTouched(pack: Pick<CityPack, 'units'>, ring: OpenRing): Unit[] {
  const box = boxOfRing(ring);
  return pack.units
    .filter((unit) => doOverlap(box, bboxOf(unit.polygon)) && doesTouch(unit, ring, box))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function doesTouch({ polygon }: Unit, ring: OpenRing, box: Box): boolean {
  const [lon, lat] = ring[0]!;
  if (isInMultiPolygon(polygon, lon, lat)) return true;
  return polygon.some((rings) => {
    const [outer] = rings;
    if (outer === undefined) return false;
    return isInRing(ring, outer[0]![0], outer[0]![1]) || rings.some((each) => doRingsMeet(each, ring, box));
  });
}

function doRingsMeet(ring: Ring, drawn: OpenRing, box: Box): boolean {
  for (let i = 1; i < ring.length; i += 1) {
    const edge = [ring[i - 1]!, ring[i]!] as const;
    if (!doOverlap(box, boxOfRing(edge))) continue;
    if (drawn.some((from, k) => doMeet(edge, [from, drawn[(k + 1) % drawn.length]!]))) return true;
  }
  return false;
}

function doOverlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
