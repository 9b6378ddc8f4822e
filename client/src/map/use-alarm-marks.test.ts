import { expect, test } from 'vitest';
import { nextCoarser } from './use-alarm-marks.ts';

test('too many marks in view ask for a coarser level, few again for the finer one, and nothing goes to and fro', () => {
  expect(nextCoarser(0, 300)).toBe(0);
  expect(nextCoarser(0, 301)).toBe(1);
  expect(nextCoarser(1, 301)).toBe(2);
  expect(nextCoarser(1, 25)).toBe(1);
  expect(nextCoarser(1, 24)).toBe(0);
  expect(nextCoarser(0, 0)).toBe(0);
  // Whatever a coarser level holds when it is left, the finer one holds at most twelve times as many, which is not too many.
  for (let inView = 0; inView <= 400; inView++)
    if (nextCoarser(3, inView) === 2) expect(nextCoarser(2, inView * 12)).toBeLessThanOrEqual(2);
  // However many there are, it comes to an end.
  let coarser = 0;
  for (let i = 0; i < 50; i++) coarser = nextCoarser(coarser, 10_000);
  expect(nextCoarser(coarser, 10_000)).toBe(coarser);
});
