/**
 * Cells around centroids: the nearest-centroid (Voronoi) partition of a coarse outline. They stand in for boundaries that the
 * pack may not redistribute; a cell shows roughly where a unit lies, never where its legal border runs, and is marked so.
 * Half-plane clipping against every other centroid is O(n²), 168 units take some milliseconds, and it has no special cases.
 */
import { assert } from '@metropane/base';
import { isInRing } from '@metropane/city';
import { makePlane, toOuterRing } from './plane.ts';
import type { XY } from './plane.ts';
import type { LonLat, MultiPolygon, Ring } from './pack-types.ts';

/** A ring without its repeated end. */
type Path = readonly XY[];

/**
 * One cell per centroid, in order. A centroid takes its share of the part of the outline that holds it, and competes only with
 * the centroids in that part (an island is not cut by the mainland). `undefined` where a centroid lies outside every part.
 */
export function deriveCells(
  outline: MultiPolygon,
  centroids: readonly LonLat[],
): readonly (MultiPolygon | undefined)[] {
  const partOf = centroids.map(([lon, lat]) =>
    outline.findIndex(([outer]) => outer && isInRing(outer, lon, lat)),
  );
  return centroids.map((centroid, index) => {
    const part = partOf[index];
    const outer = part === undefined ? undefined : outline[part]?.[0];
    if (outer === undefined) return undefined;
    const rivals = centroids.filter((_, other) => other !== index && partOf[other] === part);
    return cellAround(centroid, rivals, outer).map((ring) => [ring]);
  });
}

function cellAround(centroid: LonLat, rivals: readonly LonLat[], outline: Ring): readonly Ring[] {
  const plane = makePlane(centroid[1]);
  const centre = plane.toXY(centroid);
  let parts: readonly Path[] = [outline.slice(0, -1).map((point) => plane.toXY(point))];
  const nearestFirst = rivals
    .map((rival) => plane.toXY(rival))
    .toSorted((a, b) => distanceSquared(a, centre) - distanceSquared(b, centre));
  for (const rival of nearestFirst) parts = parts.flatMap((part) => clipToNearer(part, centre, rival));
  assert(parts.length > 0, 'a cell that holds its own centroid cannot be empty', { centroid });
  return parts.map((part) => toOuterRing(part.map((point) => plane.toLonLat(point))));
}

/**
 * Keeps what of a simple polygon is nearer to `centre` than to `rival`. A bay can leave several parts: the points where the ring
 * crosses the bisector, sorted along it, bound the inside in pairs, and each kept chain goes on at the partner of its exit.
 * (Sutherland-Hodgman would join the parts by lines of no width, which a map then draws.)
 */
function clipToNearer(ring: Path, centre: XY, rival: XY): readonly Path[] {
  const [nx, ny] = [rival[0] - centre[0], rival[1] - centre[1]];
  const offset = (nx * (rival[0] + centre[0]) + ny * (rival[1] + centre[1])) / 2;
  const side = ([x, y]: XY): number => nx * x + ny * y - offset;
  const chains = keptChains(ring, side);
  if (chains === undefined) return side(ring[0]!) <= 0 ? [ring] : [];
  const along = ([x, y]: XY): number => ny * x - nx * y;
  const crossings = chains
    .flatMap((chain, at) => [
      { chain: at, isEntry: true, along: along(chain[0]!) },
      { chain: at, isEntry: false, along: along(chain.at(-1)!) },
    ])
    .toSorted((a, b) => a.along - b.along);
  const next = new Map<number, number>();
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [a, b] = [crossings[i]!, crossings[i + 1]!];
    assert(a.isEntry !== b.isEntry, 'the outline crosses itself', { centre, rival });
    if (a.isEntry) next.set(b.chain, a.chain);
    else next.set(a.chain, b.chain);
  }
  return joinChains(chains, next);
}

/** The runs of a ring on the kept side, each from its entry crossing to its exit crossing; `undefined` when nothing is crossed. */
function keptChains(ring: Path, side: (point: XY) => number): readonly Path[] | undefined {
  const sides = ring.map(side);
  const start = ring.findIndex((_, i) => sides[i]! > 0 && sides[(i + 1) % ring.length]! <= 0);
  if (start < 0) return undefined;
  const chains: XY[][] = [];
  for (let step = 0; step < ring.length; step += 1) {
    const from = (start + step) % ring.length;
    const to = (from + 1) % ring.length;
    const [a, b] = [sides[from]!, sides[to]!];
    if (a > 0 === b > 0) {
      if (b <= 0) chains.at(-1)!.push(ring[to]!);
      continue;
    }
    const t = a / (a - b);
    const [p, q] = [ring[from]!, ring[to]!];
    const crossing: XY = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
    if (b <= 0) chains.push([crossing, q]);
    else chains.at(-1)!.push(crossing);
  }
  return chains;
}

function joinChains(chains: readonly Path[], next: ReadonlyMap<number, number>): readonly Path[] {
  const parts: Path[] = [];
  const isUsed = new Set<number>();
  for (let first = 0; first < chains.length; first += 1) {
    const part: XY[] = [];
    for (let at: number | undefined = first; at !== undefined && !isUsed.has(at); at = next.get(at)) {
      isUsed.add(at);
      part.push(...chains[at]!);
    }
    if (part.length >= 3) parts.push(part);
  }
  return parts;
}

function distanceSquared(a: XY, b: XY): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
}
