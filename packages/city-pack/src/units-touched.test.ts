import type { OpenRing } from '@metropane/city';
import { expect, test } from 'vitest';
import type { Unit } from './pack-types.ts';
import { unitsTouched } from './units-touched.ts';

/** A square of side 1 with its corner at `x`, `y`, and a hole where one is wanted. */
function unit(code: string, [x, y]: readonly [number, number], hole?: number): Unit {
  const square = (at: number, side: number) =>
    [
      [x + at, y + at],
      [x + at + side, y + at],
      [x + at + side, y + at + side],
      [x + at, y + at + side],
      [x + at, y + at],
    ] as const;
  const rings = hole === undefined ? [square(0, 1)] : [square(0, 1), square((1 - hole) / 2, hole)];
  return { code, name: code, polygon: [rings] } as unknown as Unit;
}

const UNITS = [unit('d', [1, 1]), unit('a', [0, 0]), unit('b', [1, 0]), unit('c', [5, 5], 0.8)];

function box(...[west, south, east, north]: readonly [number, number, number, number]): OpenRing {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

test.each([
  ['inside one', box(0.2, 0.2, 0.4, 0.4), ['a']],
  ['over a corner of four', box(0.9, 0.9, 1.1, 1.1), ['a', 'b', 'd']],
  ['round all of one', box(4, 4, 7, 7), ['c']],
  ['a thin strip through two, with no corner in either', box(-1, 0.5, 3, 0.51), ['a', 'b']],
  ['in the hole of one', box(5.3, 5.3, 5.6, 5.6), []],
  ['in the box of none', box(3, 3, 4, 4), []],
  [
    'an L round one that its box holds',
    [...box(-1, -1, 2.5, -0.5).slice(0, 3), [2.2, -0.5], [2.2, 2], [2.1, 2], [2.1, -0.6]] as OpenRing,
    [],
  ],
])('%s', (_, ring, codes) => {
  expect(unitsTouched({ units: UNITS }, ring).map(({ code }) => code)).toEqual(codes);
});
