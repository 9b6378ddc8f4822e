import { expect, test } from 'vitest';
import { deviationOf, usualAtNewest } from './deviation.ts';

test('the ends of the range are usual; what is not known deviates from nothing', () => {
  const range = { low: 1, high: 2 };
  expect([0.9, 1, 2, 2.1].map((value) => deviationOf(value, range))).toEqual([
    'below',
    'usual',
    'usual',
    'above',
  ]);
  expect(deviationOf(null, range)).toBeNull();
  expect(deviationOf(1, null)).toBeNull();
  expect(deviationOf(1, { low: null, high: 2 })).toBeNull();
});

test('a newest value is compared with its own time of day, not with the end of the day', () => {
  const usual = { low: [1, 2, 3], high: [4, 5, 6], days: 5 };
  expect(usualAtNewest([9, 9, null], usual)).toEqual({ low: 2, high: 5 });
  expect(usualAtNewest([null, null, null], usual)).toBeNull();
  expect(usualAtNewest([9], undefined)).toBeNull();
  expect(usualAtNewest([9], { low: [null], high: [null], days: 3 })).toBeNull();
});
