import { expect, test } from 'vitest';
import { daysLike } from './usual-basis.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
/** Monday 23 November 2026, 15:00 in the city. */
const MONDAY = Date.UTC(2026, 10, 23, 8);

test('days of the same kind in the weeks before, newest first and without the day itself', () => {
  const { kind, day, days } = daysLike(MONDAY, { zone: ZONE, weeks: 4, isWorkingDay: () => undefined });
  expect(kind).toBe('work');
  expect(new Date(day.startMs).toISOString()).toBe('2026-11-22T17:00:00.000Z');
  expect(days).toHaveLength(20);
  expect(new Date(days[0]!.startMs).toISOString()).toBe('2026-11-19T17:00:00.000Z');
  expect(days.every(({ endMs }) => endMs <= day.startMs)).toBe(true);
});

test('a holiday on a Friday is compared with days off, and is none of the working days', () => {
  const friday = Math.round(Date.UTC(2026, 10, 20) / 86_400_000);
  const isWorkingDay = (at: number): boolean | undefined => (at === friday ? false : undefined);
  const of = (atMs: number) => daysLike(atMs, { zone: ZONE, weeks: 4, isWorkingDay });
  expect(of(MONDAY).days).toHaveLength(19);
  expect(of(Date.UTC(2026, 10, 20, 8))).toMatchObject({ kind: 'off' });
  expect(of(Date.UTC(2026, 10, 22, 8)).days[0]).toEqual(of(Date.UTC(2026, 10, 21, 8)).day);
});

test('days are civil days also where one has 25 hours', () => {
  const { days } = daysLike(Date.UTC(2026, 9, 26, 12), {
    ...{ zone: 'Europe/Berlin', weeks: 1, isWorkingDay: () => true },
  });
  expect(days).toHaveLength(7);
  expect(days[0]!.endMs - days[0]!.startMs).toBe(25 * 3_600_000);
  expect(days[1]!.endMs).toBe(days[0]!.startMs);
});
