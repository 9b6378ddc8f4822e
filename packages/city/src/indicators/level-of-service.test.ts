import { expect, test } from 'vitest';

import { levelOfService, losThresholdKmh } from './level-of-service.ts';

test.each([
  [60, 'A'],
  [35, 'A'],
  [34.9, 'B'],
  [30, 'B'],
  [29, 'C'],
  [20, 'D'],
  [19, 'E'],
  [15, 'E'],
  [14.9, 'F'],
  [0, 'F'],
] as const)('%d km/h on a street without a known limit is %s', (speed, wanted) => {
  expect(levelOfService(speed)).toBe(wanted);
});

test('a faster street asks for more', () => {
  expect([undefined, 50, 60, 69, 70, 120].map(losThresholdKmh)).toEqual([35, 35, 40, 40, 45, 45]);
  expect(levelOfService(40, 60)).toBe('A');
  expect(levelOfService(40, 80)).toBe('B');
});
