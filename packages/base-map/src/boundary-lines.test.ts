import { expect, test } from 'vitest';
import { boundaryLines } from './boundary-lines.ts';

const A = [0, 0];
const B = [1, 0];
const C = [2, 0];
const D = [2, 1];
const E = [1, 1];
const F = [0, 1];

test('the border of two neighbours is one line, from junction to junction', () => {
  const lines = boundaryLines([[[[A, B, E, F, A]]], [[[B, C, D, E, B]]]]);
  expect(lines).toHaveLength(3);
  expect(lines).toContainEqual([B, E]);
  const stretches = lines.flatMap((line) => line.slice(1).map((point, i) => [line[i], point]));
  expect(stretches).toHaveLength(7);
  const names = stretches.map((pair) => pair.map(String).sort().join(' '));
  expect(new Set(names).size).toBe(7);
});

test('an island without neighbours is one closed line', () => {
  expect(boundaryLines([[[[A, B, E, A]]]])).toEqual([[A, B, E, A]]);
});

test('a repeated point does not end a line', () => {
  expect(boundaryLines([[[[A, A, B, E, A]]]])).toEqual([[A, B, E, A]]);
});
