import type { Rng } from '@metropane/base';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { boxOfRing, doMeet, findMeeting, isInBox, isInRing, ringAreaM2, type RingPoint } from './ring.ts';

/** Simple by construction: seen from its middle, every point lies in a direction of its own, no gap wider than half a turn. */
function star(rng: Rng, count: number): RingPoint[] {
  return Array.from({ length: count }, (_, i): RingPoint => {
    const turn = ((i + 0.8 * rng.next()) / count) * 2 * Math.PI;
    const far = 0.01 + 0.05 * rng.next();
    return [106.7 + far * Math.cos(turn), 10.77 + far * Math.sin(turn)];
  });
}

/** How often the ring goes round the point: the sum of the angles under which its edges are seen. */
function turnsRound(ring: readonly RingPoint[], lon: number, lat: number): number {
  let sum = 0;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!;
    const [ux, uy, vx, vy] = [ax - lon, ay - lat, bx - lon, by - lat];
    sum += Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy);
  });
  return Math.round(sum / (2 * Math.PI));
}

test('a point is inside where the ring goes round it, and never outside the box', () => {
  forSeeds('geofence-inside', 60, (rng) => {
    const ring = star(rng, 4 + rng.int(40));
    const box = boxOfRing(ring);
    for (let i = 0; i < 100; i++) {
      const [lon, lat] = [106.62 + 0.16 * rng.next(), 10.69 + 0.16 * rng.next()];
      expect(isInRing(ring, lon, lat)).toBe(turnsRound(ring, lon, lat) !== 0);
      if (isInRing(ring, lon, lat)) expect(isInBox(box, lon, lat)).toBe(true);
    }
  });
});

test('neither the first point said twice, nor where the ring begins, nor its direction changes what lies inside or its area', () => {
  forSeeds('geofence-ring-forms', 40, (rng) => {
    const ring = star(rng, 5 + rng.int(20));
    const cut = rng.int(ring.length);
    const forms = [[...ring, ring[0]!], [...ring.slice(cut), ...ring.slice(0, cut)], ring.toReversed()];
    const [lon, lat] = [106.65 + 0.1 * rng.next(), 10.72 + 0.1 * rng.next()];
    for (const form of forms) {
      expect(isInRing(form, lon, lat)).toBe(isInRing(ring, lon, lat));
      expect(ringAreaM2(form)).toBeCloseTo(ringAreaM2(ring), 0);
    }
  });
});

test('a simple ring meets itself nowhere; two points swapped and it does', () => {
  forSeeds('geofence-simple', 60, (rng) => {
    const ring = star(rng, 6 + rng.int(60));
    expect(findMeeting(ring)).toBeUndefined();
    const swapped = [...ring];
    const at = rng.int(ring.length - 3);
    [swapped[at + 1], swapped[at + 2]] = [ring[at + 2]!, ring[at + 1]!];
    const direct = naiveMeets(swapped);
    expect(findMeeting(swapped) !== undefined).toBe(direct);
  });
});

test('on a coarse grid, where points coincide and edges overlap, it agrees with whole-number arithmetic', () => {
  let meetings = 0;
  forSeeds('geofence-grid', 400, (rng) => {
    const ring = Array.from({ length: 3 + rng.int(5) }, (): RingPoint => [rng.int(6), rng.int(6)]);
    const meets = naiveMeets(ring);
    if (meets) meetings += 1;
    expect(findMeeting(ring) !== undefined).toBe(meets);
  });
  expect(meetings).toBeGreaterThan(50);
  expect(meetings).toBeLessThan(390);
});

/** Every pair of edges, as fractions of their lengths where they cross; neighbours may share their common point only. */
function naiveMeets(ring: readonly RingPoint[]): boolean {
  const edges = ring.map((from, i) => [from, ring[(i + 1) % ring.length]!] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], k) => {
      if (a[0] === b[0] && a[1] === b[1]) return true;
      if (i >= k) return false;
      const common = commonPoints([a, b], [c, d]);
      if (common === 'many') return true;
      if (common === null) return false;
      const isNext = k === i + 1 && common[0] === b[0] && common[1] === b[1];
      const isBefore = i === 0 && k === edges.length - 1 && common[0] === a[0] && common[1] === a[1];
      return !isNext && !isBefore;
    }),
  );
}

function commonPoints(
  [a, b]: readonly [RingPoint, RingPoint],
  [c, d]: readonly [RingPoint, RingPoint],
): 'many' | RingPoint | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  const [qx, qy] = [c[0] - a[0], c[1] - a[1]];
  if (cross !== 0) {
    const [t, u] = [(qx * sy - qy * sx) / cross, (qx * ry - qy * rx) / cross];
    if (t < 0 || t > 1 || u < 0 || u > 1) return null;
    return t === 0 ? a : t === 1 ? b : u === 0 ? c : u === 1 ? d : [a[0] + t * rx, a[1] + t * ry];
  }
  if (qx * ry - qy * rx !== 0) return null;
  const along = (p: RingPoint): number => (p[0] - a[0]) * rx + (p[1] - a[1]) * ry;
  const length = along(b);
  const [low, high] = [Math.min(along(c), along(d)), Math.max(along(c), along(d))];
  const [from, to] = [Math.max(0, low), Math.min(length, high)];
  if (from > to) return null;
  return from < to ? 'many' : from === 0 ? a : b;
}

test('edges meet where one ends on the other, whichever is which; on one line only where they overlap', () => {
  const [a, b, on, off]: RingPoint[] = [
    [0, 0],
    [4, 0],
    [2, 0],
    [2, 3],
  ];
  const flat = [a!, b!] as const;
  for (const upright of [[on!, off!] as const, [off!, on!] as const]) {
    expect([doMeet(flat, upright), doMeet(upright, flat)]).toEqual([true, true]);
  }
  expect(doMeet(flat, [off!, [2, 1]])).toBe(false);
  expect([
    doMeet(flat, [on!, [9, 0]]),
    doMeet(flat, [
      [5, 0],
      [9, 0],
    ]),
  ]).toEqual([true, false]);
});
