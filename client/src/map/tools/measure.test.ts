import { expect, test } from 'vitest';
import { measure } from './measure.ts';

test('a degree of latitude at the city is 110.6 km on the ellipsoid, not the 111.2 km of a ball', () => {
  expect(
    measure([
      [106.7, 10],
      [106.7, 11],
    ]).lengthM,
  ).toBeCloseTo(110_611.3, -1);
});

test('lengths add up along the points; an area needs three', () => {
  const along = measure([
    [106.7, 10.7],
    [106.71, 10.7],
    [106.7, 10.7],
  ]);
  expect(along.lengthM).toBeCloseTo(
    2 *
      measure([
        [106.7, 10.7],
        [106.71, 10.7],
      ]).lengthM,
    6,
  );
  expect(
    measure([
      [106.7, 10.7],
      [106.71, 10.7],
    ]),
  ).toMatchObject({ perimeterM: null, areaM2: null });
  expect(measure([])).toEqual({ lengthM: 0, perimeterM: null, areaM2: null });
});

test('an area is the same either way round, and closes itself', () => {
  const square = [
    [106.7, 10.7],
    [106.71, 10.7],
    [106.71, 10.71],
    [106.7, 10.71],
  ] as const;
  const { areaM2, perimeterM, lengthM } = measure(square);
  // 1,093.5 m by 1,106.2 m there.
  expect(areaM2! / 1e6).toBeCloseTo(1.2097, 2);
  expect(measure(square.toReversed()).areaM2).toBeCloseTo(areaM2!, 3);
  expect(perimeterM!).toBeGreaterThan(lengthM);
});
