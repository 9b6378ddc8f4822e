import geodesic from 'geographiclib-geodesic';
import type { LonLat } from '../../live/city-ground.ts';

export interface Measured {
  /** Along the points in their order, metres. */
  lengthM: number;
  /** Round them, metres: of an area; null for fewer than three points. */
  perimeterM: number | null;
  /** Square metres, whichever way round they go; null for fewer than three points. */
  areaM2: number | null;
}

/** Length and area on the WGS84 ellipsoid (Karney's geodesics), not on the map's plane: degrees in, metres out. */
export function measure(points: readonly LonLat[]): Measured {
  const earth = geodesic.Geodesic.WGS84;
  let lengthM = 0;
  for (let i = 1; i < points.length; i++) {
    const [[lonA, latA], [lonB, latB]] = [points[i - 1]!, points[i]!];
    lengthM += earth.Inverse(latA, lonA, latB, lonB).s12 ?? 0;
  }
  if (points.length < 3) return { lengthM, perimeterM: null, areaM2: null };
  const polygon = earth.Polygon(false);
  for (const [lon, lat] of points) polygon.AddPoint(lat, lon);
  const { perimeter, area } = polygon.Compute(false, true);
  return { lengthM, perimeterM: perimeter, areaM2: Math.abs(area ?? 0) };
}
