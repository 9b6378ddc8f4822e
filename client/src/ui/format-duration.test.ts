import { expect, test } from 'vitest';
import { formatDuration, formatSigned } from './format-duration.ts';

test('a duration has the unit that makes it short, and a decimal only below ten', () => {
  const words = [0, 340, 1_900, 3_000, 44_000, 216_000, 600_000, 9_000_000, 86_400_000, 260_000_000];
  expect(words.map((ms) => formatDuration(ms, 'vi'))).toEqual([
    '0 ms',
    '340 ms',
    '1,9 s',
    '3 s',
    '44 s',
    '3,6 ph',
    '10 ph',
    '2,5 h',
    '24 h',
    '3 n',
  ]);
  expect(formatDuration(216_000, 'en')).toBe('3.6 min');
  expect(formatDuration(9_960, 'vi')).toBe('10 s');
});

test('a skew always says its sign', () => {
  expect([68_000, -2_100, 0].map((ms) => formatSigned(ms, 'vi'))).toEqual(['+68 s', '−2,1 s', '0 ms']);
});
