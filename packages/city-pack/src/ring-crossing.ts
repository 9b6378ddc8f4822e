/**
 * Whether a polygon's ring crosses itself. A crossing ring has no inside: cells cut from it and areas measured on it are wrong
 * without anybody noticing. Touching in a point is let pass, for neighbours drawn together touch.
 */
import type { LonLat, Ring } from './pack-types.ts';

/** A pair of edges (by the index of their first point) that cross; `undefined` for a simple ring. */
export function findCrossing(ring: Ring): readonly [first: number, second: number] | undefined {
  const order = ring
    .slice(1)
    .map((_, i) => i)
    .toSorted((a, b) => westOf(ring, a) - westOf(ring, b));
  // Swept from west to east: an edge is compared only with those that reach as far east as it begins.
  let open: number[] = [];
  for (const edge of order) {
    const west = westOf(ring, edge);
    open = open.filter((other) => eastOf(ring, other) >= west);
    for (const other of open)
      if (doCross(ring, edge, other)) return other < edge ? [other, edge] : [edge, other];
    open.push(edge);
  }
  return undefined;
}

function westOf(ring: Ring, edge: number): number {
  return Math.min(ring[edge]![0], ring[edge + 1]![0]);
}

function eastOf(ring: Ring, edge: number): number {
  return Math.max(ring[edge]![0], ring[edge + 1]![0]);
}

function doCross(ring: Ring, first: number, second: number): boolean {
  const [a, b] = [ring[first]!, ring[first + 1]!];
  const [c, d] = [ring[second]!, ring[second + 1]!];
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: LonLat, b: LonLat, p: LonLat): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}
