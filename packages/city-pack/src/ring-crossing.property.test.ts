import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCrossing } from './ring-crossing.ts';
import type { LonLat } from './pack-types.ts';

/** Every pair of edges, the slow way. */
function crossesNaively(ring: readonly LonLat[]): boolean {
  const side = (a: LonLat, b: LonLat, p: LonLat): number =>
    Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
  for (let i = 1; i < ring.length; i += 1)
    for (let j = 1; j < i; j += 1) {
      const [a, b, c, d] = [ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  return false;
}

/** On a small grid, so that points and edges often fall together. */
const gridPoint: fc.Arbitrary<LonLat> = fc.tuple(fc.nat(7), fc.nat(7));

test('the sweep finds a crossing exactly when comparing every pair of edges does', () => {
  fc.assert(
    fc.property(fc.array(gridPoint, { minLength: 3, maxLength: 9 }), (points) => {
      const ring = [...points, points[0]!];
      expect(findCrossing(ring) !== undefined).toBe(crossesNaively(ring));
    }),
    { numRuns: 500 },
  );
});

test('a star around its centre is simple, however many points; a circle with two points exchanged is not', () => {
  const radii = fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(radii, (lengths) => {
      const at = (i: number, radius: number): LonLat => {
        const angle = (i / lengths.length) * 2 * Math.PI;
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      };
      const star = lengths.map((radius, i) => at(i, radius));
      expect(findCrossing([...star, star[0]!])).toBeUndefined();
      const circle = lengths.map((_, i) => at(i, 100));
      const swapped = circle.with(1, circle[2]!).with(2, circle[1]!);
      expect(findCrossing([...swapped, swapped[0]!])).toBeDefined();
    }),
  );
});
