import { expect, test } from 'vitest';
import { calendarDays } from './calendar-cells.ts';
import type { TrendItem } from './trend-answers.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const HOUR_MS = 3_600_000;
/** Midnight in the city. */
const DAY = Date.UTC(2026, 10, 22, 17);

function item(startMs: number, value: number | null, over: Partial<TrendItem> = {}): TrendItem {
  return {
    ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + HOUR_MS).toISOString(), value },
    ...{ n: 60, expected: 60, late: 0, revision: 0, final: true, exact: true, ...over },
  };
}

test('hours stand in the civil day of the city, newest day first; an hour without a value is empty', () => {
  const days = calendarDays([item(DAY - HOUR_MS, 1), item(DAY, 2), item(DAY + HOUR_MS, null)], {
    ...{ zone: ZONE, nowMs: DAY + 24 * HOUR_MS },
  });
  expect(days.map(({ date, weekday }) => [date, weekday])).toEqual([
    ['23/11/2026', 1],
    ['22/11/2026', 0],
  ]);
  expect(days[0]!.hours[0]!.value).toBe(2);
  expect(days[0]!.hours[1]).toBeNull();
  expect(days[1]!.hours[23]!.value).toBe(1);
});

test('equal steps from the least to the greatest; an hour of few readings is marked', () => {
  const values = [0, 10, 29, 30, 59, 60];
  const items = values.map((value, i) => item(DAY + i * HOUR_MS, value, i === 1 ? { n: 10 } : {}));
  const [day] = calendarDays(items, { zone: ZONE, nowMs: DAY + 24 * HOUR_MS });
  expect(day!.hours.slice(0, 6).map((cell) => cell!.step)).toEqual([0, 1, 2, 3, 5, 5]);
  expect(day!.hours.slice(0, 3).map((cell) => cell!.isPartial)).toEqual([false, true, false]);
});

test('a figure that never moves has one colour, not two by chance', () => {
  const [day] = calendarDays([item(DAY, 5), item(DAY + HOUR_MS, 5)], { zone: ZONE, nowMs: DAY });
  expect(day!.hours.slice(0, 2).map((cell) => cell!.step)).toEqual([0, 0]);
});
