import type { Locate } from './agencies.ts';
import { makePlane } from './plane.ts';
import { unitAt } from './unit-index.ts';
import type { BBox, LonLat, Ring, Unit } from './pack-types.ts';

/** A coarse outline may cut off a pier or a bank; what lies farther out than this is not in the city. */
const TOLERANCE_M = 2_000;

/**
 * Says for positions which unit holds them; one outside the bbox, or more than 2 km from every unit, is a fault. Without units
 * (their own file has faults) only the bbox is checked.
 */
export function makeLocate([west, south, east, north]: BBox, units: readonly Unit[]): Locate {
  return (fault, loc, path) => {
    const [lon, lat] = loc;
    if (!(lon >= west && lon <= east && lat >= south && lat <= north)) {
      fault(
        'geometry',
        path,
        `[${lon}, ${lat}] lies outside the bbox of city.yaml (are longitude and latitude swapped?)`,
      );
      return undefined;
    }
    const unit = unitAt({ units }, lon, lat);
    if (unit !== undefined || units.length === 0 || isNear(units, loc)) return unit?.code;
    fault(
      'geometry',
      path,
      `[${lon}, ${lat}] lies outside the city: no unit within ${TOLERANCE_M / 1_000} km`,
    );
    return undefined;
  };
}

function isNear(units: readonly Unit[], loc: LonLat): boolean {
  return units.some(({ polygon }) =>
    polygon.some((rings) => rings.some((ring) => metresTo(ring, loc) <= TOLERANCE_M)),
  );
}

function metresTo(ring: Ring, loc: LonLat): number {
  const plane = makePlane(loc[1]);
  const [px, py] = plane.toXY(loc);
  let least = Infinity;
  let [ax, ay] = plane.toXY(ring[0]!);
  for (let i = 1; i < ring.length; i += 1) {
    const [bx, by] = plane.toXY(ring[i]!);
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(px - ax - t * dx, py - ay - t * dy));
    [ax, ay] = [bx, by];
  }
  return least;
}
