/**
 * Plane geometry of a drawn ring: points in degrees, longitude first, in their order, the last joined to the first and not repeated.
 * Edges are straight in degrees, as the map draws them. Nothing here crosses the 180th meridian.
 */
export type RingPoint = readonly [lon: number, lat: number];
export type OpenRing = readonly RingPoint[];
export type Box = readonly [west: number, south: number, east: number, north: number];

/** WGS84: half axis in metres, and eccentricity. */
const AXIS_M = 6_378_137;
const ECCENTRICITY = Math.sqrt(0.006_694_379_990_141_3);

/** Even-odd rule, also for a ring that repeats its first point; a point exactly on an edge may fall on either side. */
export function isInRing(ring: OpenRing, lon: number, lat: number): boolean {
  let isInside = false;
  // By index: this is asked of every report and of every point of a layer.
  for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
    const a = ring[before]!;
    const b = ring[i]!;
    if (a[1] > lat !== b[1] > lat && lon < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0])
      isInside = !isInside;
  }
  return isInside;
}

export function boxOfRing(ring: OpenRing): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of ring) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

export function isInBox([west, south, east, north]: Box, lon: number, lat: number): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/**
 * Two edges (by the index of their first point) that meet where they should not, or `undefined` for a simple ring: edges that cross,
 * touch or lie on each other, an edge without length, and one that runs back along the one before it. O(n²): for drawn rings.
 */
export function findMeeting(ring: OpenRing): readonly [first: number, second: number] | undefined {
  const count = ring.length;
  for (let first = 0; first < count; first++) {
    const next = (first + 1) % count;
    if (runsBack(ring[first]!, ring[next]!, ring[(first + 2) % count]!)) return [first, next];
    for (let second = first + 2; second < count; second++) {
      // The last edge ends where the first begins.
      if (first === 0 && second === count - 1) continue;
      if (doMeet([ring[first]!, ring[next]!], [ring[second]!, ring[(second + 1) % count]!]))
        return [first, second];
    }
  }
  return undefined;
}

type Edge = readonly [from: RingPoint, to: RingPoint];

/** Whether two edges have a point in common. */
export function doMeet([a, b]: Edge, [c, d]: Edge): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  );
}

function side(a: RingPoint, b: RingPoint, p: RingPoint): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

/** For a point on the line through both. */
function isBetween(a: RingPoint, b: RingPoint, p: RingPoint): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** At `b` the ring turns round on the spot, or one of both edges has no length. */
function runsBack(a: RingPoint, b: RingPoint, c: RingPoint): boolean {
  if (side(a, b, c) !== 0) return false;
  return (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) <= 0;
}

/** Square metres on the WGS84 ellipsoid, whichever way round the ring goes: the equal-area cylinder of Snyder 1987, (3-12). */
export function ringAreaM2(ring: OpenRing): number {
  const [first] = ring;
  if (first === undefined) return 0;
  const base = cylinder(first[1]);
  let twice = 0;
  let [lonA, heightA] = [ring.at(-1)![0], cylinder(ring.at(-1)![1]) - base];
  for (const [lonB, lat] of ring) {
    const heightB = cylinder(lat) - base;
    twice += (lonB - lonA) * (heightA + heightB);
    [lonA, heightA] = [lonB, heightB];
  }
  return Math.abs((twice / 2) * (Math.PI / 180) * (AXIS_M ** 2 / 2));
}

function cylinder(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  const e = ECCENTRICITY;
  const bent = sine / (1 - (e * sine) ** 2);
  return (1 - e ** 2) * (bent - Math.log((1 - e * sine) / (1 + e * sine)) / (2 * e));
}
