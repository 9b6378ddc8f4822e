import { makePlane } from './plane.ts';
import type { XY } from './plane.ts';
import type { LonLat, Ring } from './pack-types.ts';

/**
 * Douglas-Peucker: the fewest of the given points such that no dropped one lies further than `toleranceM` from the line.
 * Ends are kept. Neighbouring areas are simplified one by one, so their shared edges may part by up to the tolerance.
 */
export function simplifyLine(points: readonly LonLat[], toleranceM: number): readonly LonLat[] {
  if (points.length <= 2) return points;
  const plane = makePlane(points[0]![1]);
  const flat = points.map((point) => plane.toXY(point));
  const isKept = new Uint8Array(points.length);
  isKept[0] = 1;
  isKept[points.length - 1] = 1;
  // A stack instead of recursion: a coast of 100,000 points can be 100,000 deep.
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let worst = toleranceM;
    for (let i = from + 1; i < to; i += 1) {
      const distance = distanceToSpan(flat[i]!, flat[from]!, flat[to]!);
      if (distance > worst) {
        worst = distance;
        farthest = i;
      }
    }
    if (farthest < 0) continue;
    isKept[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => isKept[i] === 1);
}

/** A closed ring simplified from its two farthest ends; rings that would lose their area are left as they are. */
export function simplifyRing(ring: Ring, toleranceM: number): Ring {
  const half = Math.floor(ring.length / 2);
  const simple = [
    ...simplifyLine(ring.slice(0, half + 1), toleranceM).slice(0, -1),
    ...simplifyLine(ring.slice(half), toleranceM),
  ];
  return simple.length >= 4 ? simple : ring;
}

function distanceToSpan([px, py]: XY, [ax, ay]: XY, [bx, by]: XY): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return Math.hypot(px - ax, py - ay);
  const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / squared));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}
