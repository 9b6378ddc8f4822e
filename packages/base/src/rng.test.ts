import { expect, test } from 'vitest';
import { AssertionError, makeRng } from './index.ts';

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

test('one seed gives one stream; seeds and labels give others', () => {
  const first = draws(20, makeRng(42).u32);
  expect(draws(20, makeRng(42).u32)).toEqual(first);
  expect(draws(20, makeRng('42').u32)).toEqual(first);
  expect(draws(20, makeRng(43).u32)).not.toEqual(first);
  expect(draws(20, makeRng(42).fork('rain').u32)).not.toEqual(first);
});

test('the stream is pinned: recorded simulations stay reproducible', () => {
  expect(draws(4, makeRng(42).u32)).toMatchInlineSnapshot(`
    [
      4226212363,
      4277342773,
      888271026,
      1904452930,
    ]
  `);
});

test('a fork does not depend on how much its parent has drawn', () => {
  const idle = makeRng(7);
  const busy = makeRng(7);
  draws(100, busy.next);
  expect(draws(5, busy.fork('a').next)).toEqual(draws(5, idle.fork('a').next));
});

test('next, int and normal have the right range and moments', () => {
  const rng = makeRng('moments');
  const floats = draws(20_000, rng.next);
  expect(floats.every((value) => value >= 0 && value < 1)).toBe(true);
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const face of draws(21_000, () => rng.int(7))) counts[face]!++;
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(400);
  const normals = draws(20_000, rng.normal);
  const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
  const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('int refuses what it cannot draw', () => {
  const rng = makeRng(1);
  expect(rng.int(1)).toBe(0);
  expect(rng.int(0x1_0000_0000)).toBeGreaterThanOrEqual(0);
  for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => rng.int(n)).toThrow(AssertionError);
});
