import { expect, test } from 'vitest';
import { cellAt, clampedCell, columnSpan, nextCell } from './plot-geometry.ts';
import type { PlotGrid } from './plot-geometry.ts';

const HOST = { left: 100, top: 50, width: 300, height: 120 };
const boxIn = (): { left: number; top: number; width: number; height: number } => ({
  left: 20,
  top: 10,
  width: 240,
  height: 80,
});
const line: PlotGrid = { boxIn, kind: 'points', columns: 25, rows: 1, lastColumn: 20 };
const heat: PlotGrid = { boxIn, kind: 'cells', columns: 24, rows: 4, lastColumn: 12 };
const pointer = (x: number, y: number) => ({ clientX: HOST.left + x, clientY: HOST.top + y });

test('the point nearest to the pointer, the cell under it; never one that has not happened', () => {
  expect(cellAt(pointer(20, 10), HOST, line)).toEqual({ column: 0, row: 0 });
  expect(cellAt(pointer(64, 60), HOST, line)).toEqual({ column: 4, row: 0 });
  expect(cellAt(pointer(66, 60), HOST, line)).toEqual({ column: 5, row: 0 });
  expect(cellAt(pointer(290, 60), HOST, line)).toEqual({ column: 20, row: 0 });
  expect(cellAt(pointer(69, 31), HOST, heat)).toEqual({ column: 4, row: 1 });
  expect(cellAt(pointer(0, 119), HOST, heat)).toEqual({ column: 0, row: 3 });
});

test('a mark stands on its point, or over its cell', () => {
  expect(columnSpan(24, boxIn(), line)).toEqual({ left: 260, width: 0 });
  expect(columnSpan(23, boxIn(), heat)).toEqual({ left: 250, width: 10 });
});

test('arrows walk, stop at the ends, and other keys are not taken', () => {
  const at = { column: 12, row: 1 };
  expect(nextCell('ArrowRight', at, heat)).toEqual({ column: 12, row: 1 });
  expect(nextCell('ArrowLeft', at, heat)).toEqual({ column: 11, row: 1 });
  expect(nextCell('ArrowDown', at, heat)).toEqual({ column: 12, row: 2 });
  expect(nextCell('ArrowUp', { column: 3, row: 0 }, heat)).toEqual({ column: 3, row: 0 });
  expect(nextCell('ArrowUp', { column: 3, row: 0 }, line)).toEqual({ column: 15, row: 0 });
  expect(nextCell('Home', at, line)).toEqual({ column: 0, row: 0 });
  expect(nextCell('End', at, line)).toEqual({ column: 20, row: 0 });
  expect(nextCell('Enter', at, line)).toBeNull();
  expect(clampedCell({ column: -3, row: 9 }, heat)).toEqual({ column: 0, row: 3 });
});
