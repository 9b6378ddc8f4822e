import { expect, test } from 'vitest';
import { SumOfLives } from './sum-of-lives.ts';

test('figures go on where the lives before ended, and only those that are asked for', () => {
  const sum = new SumOfLives(['kept', 'lost']);
  expect(sum.with({ kept: 3, lost: 1 })).toEqual({ kept: 3, lost: 1 });
  sum.end({ kept: 3, lost: 1 });
  sum.end({ kept: 10, lost: 0 });
  const now = { kept: 1, lost: 1, diskBytes: 7 };
  expect(sum.with(now)).toEqual({ kept: 14, lost: 2 });
  expect(sum.before).toEqual({ kept: 13, lost: 1 });
});
