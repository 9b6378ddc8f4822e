import { expect, test } from 'vitest';
import { FLOATS_PER_POINT } from './moving-points.ts';
import { MOST_TAILS, TAIL_EVERY_S, TAIL_POINTS, tailIndices, TrackTails } from './track-tails.ts';

const M = 1 / 40_075_016;

function pointsAt(...places: (readonly [x: number, y: number])[]) {
  const rows = new Float32Array(places.length * FLOATS_PER_POINT);
  places.forEach(([x, y], row) => rows.set([0, 0, x, y, 0, 0], row * FLOATS_PER_POINT));
  return { rows, count: places.length };
}

const xs = (tails: TrackTails, row = 0): number[] =>
  Array.from({ length: TAIL_POINTS }, (_, k) => Math.round(tails.vertices[(row * TAIL_POINTS + k) * 2]! / M));

test('a tail grows by one place in ten seconds, its end is always where the vehicle goes to', () => {
  const tails = new TrackTails();
  tails.remember(pointsAt([0, 0]), 100);
  tails.remember(pointsAt([50 * M, 0]), 104);
  expect(xs(tails).slice(-3)).toEqual([0, 0, 50]);
  tails.remember(pointsAt([100 * M, 0]), 100 + TAIL_EVERY_S);
  expect(xs(tails).slice(-3)).toEqual([0, 50, 100]);
  expect(xs(tails)[0]).toBe(0);
});

test('a tail forgets what is older than it is long', () => {
  const tails = new TrackTails();
  for (let i = 0; i <= TAIL_POINTS; i++) tails.remember(pointsAt([i * 10 * M, 0]), i * TAIL_EVERY_S);
  expect(xs(tails)[0]).toBe(10);
});

test('a vehicle that was gone, or that jumped, begins anew: no line across the city', () => {
  const tails = new TrackTails();
  tails.remember(pointsAt([0, 0], [0, 0]), 0);
  tails.remember(pointsAt([Number.NaN, 0], [3_000 * M, 0]), 10);
  expect(xs(tails)[0]).toBeNaN();
  expect(new Set(xs(tails, 1))).toEqual(new Set([3_000]));
  tails.remember(pointsAt([70 * M, 0], [3_000 * M, 0]), 20);
  expect(new Set(xs(tails))).toEqual(new Set([70]));
});

test('a vehicle that comes later does not disturb the others', () => {
  const tails = new TrackTails();
  tails.remember(pointsAt([0, 0]), 0);
  tails.remember(pointsAt([20 * M, 0], [500 * M, 0]), 10);
  expect(xs(tails).slice(-2)).toEqual([0, 20]);
  expect(new Set(xs(tails, 1))).toEqual(new Set([500]));
});

test('too many vehicles have no tails at all', () => {
  const tails = new TrackTails();
  tails.remember({ rows: new Float32Array((MOST_TAILS + 1) * FLOATS_PER_POINT), count: MOST_TAILS + 1 }, 0);
  expect(tails.count).toBe(0);
});

test('lines stay inside a tail', () => {
  const indices = tailIndices(2);
  expect(indices.length).toBe(2 * (TAIL_POINTS - 1) * 2);
  for (let i = 0; i < indices.length; i += 2)
    expect(Math.floor(indices[i]! / TAIL_POINTS)).toBe(Math.floor(indices[i + 1]! / TAIL_POINTS));
});
