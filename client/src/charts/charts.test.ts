import { expect, test } from 'vitest';
import type { HeatRecord } from '@metropane/live-state';
import { shownColumns, worstCell } from './heat-cells.ts';
import { roundMarks } from './round-marks.ts';

const HOUR_MS = 3_600_000;

function heat(values: (number | null)[][]): HeatRecord {
  const name = { vi: 'a', en: 'a' };
  return {
    id: 'h',
    name,
    unit: '',
    startMs: 0,
    stepMs: HOUR_MS,
    rows: values.map((_, row) => ({ id: String(row), name })),
    values,
    eventTimeMs: null,
    periodMs: 1,
  };
}

test('round marks lie inside the range and are round', () => {
  expect(roundMarks(-0.96, 2.07, 6)).toEqual([-0.5, 0, 0.5, 1, 1.5, 2]);
  expect(roundMarks(21, 49, 3)).toEqual([30, 40]);
  expect(roundMarks(0, 13, 2)).toEqual([0, 10]);
  expect(roundMarks(5, 5, 3)).toEqual([5]);
});

test('the worst cell is the greatest, of equal ones the newest; nothing measured has none', () => {
  expect(
    worstCell(
      heat([
        [1, 9, null],
        [9, 2, 9],
      ]),
    ),
  ).toEqual({ row: 1, column: 2, value: 9 });
  expect(worstCell(heat([[null, null]]))).toBeNull();
});

test('the day so far is shown with three hours of air, never more than there is', () => {
  const row = (known: number): (number | null)[] =>
    Array.from({ length: 24 }, (_, hour) => (hour < known ? 1 : null));
  expect(shownColumns(heat([row(13)]))).toBe(16);
  expect(shownColumns(heat([row(0)]))).toBe(8);
  expect(shownColumns(heat([row(24)]))).toBe(24);
});
