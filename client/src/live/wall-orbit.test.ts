import { expect, test } from 'vitest';
import { orbitAt } from './wall-orbit.ts';

test('a wall moves by one pixel every three minutes and comes back', () => {
  const steps = Array.from({ length: 9 }, (_, i) => orbitAt(1_763_881_200_000 + i * 180_000));
  for (let i = 1; i < steps.length; i++) {
    const [before, after] = [steps[i - 1]!, steps[i]!];
    expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBe(1);
  }
  expect(steps[4]).toEqual(steps[0]);
  expect(new Set(steps.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
});

test('screens that started at different times stand at the same place', () => {
  expect(orbitAt(1_763_881_380_001)).toEqual(orbitAt(1_763_881_559_999));
});
