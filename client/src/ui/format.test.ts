import { expect, test } from 'vitest';
import {
  civilTime,
  formatAge,
  formatDateTime,
  formatElapsed,
  formatInstant,
  formatNear,
  formatMinute,
  formatNumber,
  formatTime,
  formatUpTo,
} from './format.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const AT = Date.parse('2026-11-23T15:32:08+07:00');

test('Vietnamese numbers are 1.234,5 and English ones 1,234.5', () => {
  expect(formatNumber(1234.5, 1, 'vi')).toBe('1.234,5');
  expect(formatNumber(1234.5, 1, 'en')).toBe('1,234.5');
  expect(formatNumber(-3.06, 1, 'vi')).toBe('−3,1');
});

test('no value is a dash, never a zero, and a small negative one is not minus zero', () => {
  for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(formatNumber(missing, 0, 'vi')).toBe('—');
  }
  expect(formatNumber(0, 1, 'vi')).toBe('0,0');
  expect(formatNumber(-0.04, 1, 'vi')).toBe('0,0');
  expect(formatNumber(-0.04, 2, 'vi')).toBe('−0,04');
});

test('times are dd/MM/yyyy HH:mm:ss in the city whatever the machine thinks', () => {
  expect(formatDateTime(AT, ZONE)).toBe('23/11/2026 15:32:08');
  expect(formatTime(Date.parse('2026-11-22T17:00:00Z'), ZONE)).toBe('00:00:00');
  expect(formatMinute(AT, 'UTC')).toBe('08:32');
  expect(civilTime(AT, ZONE).weekday).toBe(1);
});

test.each([
  [0, '00:00'],
  [-500, '00:00'],
  [372_000, '06:12'],
  [9_128_000, '2:32:08'],
  [86_400_000 * 3 + 4 * 3_600_000 + 600_000, '3n 04:10'],
])('a clock of %d ms reads %s', (ms, expected) => {
  expect(formatElapsed(ms, 'vi')).toBe(expected);
});

test.each([
  [45_000, '45 s'],
  [34 * 60_000, '34′'],
  [7_200_000, '2 h'],
  [9_128_000, '2 h 32′'],
  [86_400_000 * 3 + 4 * 3_600_000, '3 n 4 h'],
])('an age of %d ms is %s', (ms, expected) => {
  expect(formatAge(ms, 'vi')).toBe(expected);
});

test('a number as it is has no decimal that says nothing', () => {
  expect([0.3, 12, 1_234.5678, -0.00001, 0].map((value) => formatUpTo(value, 3, 'vi'))).toEqual([
    '0,3',
    '12',
    '1.234,568',
    '0',
    '0',
  ]);
  expect(formatUpTo(100, 0, 'vi')).toBe('100');
  expect(formatUpTo(null, 3, 'vi')).toBe('—');
});

test('an instant is written to the millisecond', () => {
  const instantMs = Date.UTC(2026, 10, 23, 8, 32, 8, 5);
  expect(formatInstant(instantMs, 'Asia/Ho_Chi_Minh', 'vi')).toBe('15:32:08,005');
  expect(formatInstant(instantMs, 'Asia/Ho_Chi_Minh', 'en')).toBe('15:32:08.005');
});

test('a time of today is a time, one of another day has its day, one of another year its year', () => {
  const zone = 'Asia/Ho_Chi_Minh';
  const local = (text: string): number => Date.parse(`${text}+07:00`);
  const now = local('2026-11-23T00:20:00');
  expect(
    [
      '2026-11-23T00:00:00',
      '2026-11-23T23:59:59',
      '2026-11-22T23:59:59',
      '2026-10-23T00:20:00',
      '2026-11-24T06:30:00',
      '2025-11-23T00:20:00',
    ].map((text) => formatNear(local(text), now, zone)),
  ).toEqual(['00:00:00', '23:59:59', '22/11 23:59', '23/10 00:20', '24/11 06:30', '23/11/2025']);
});
