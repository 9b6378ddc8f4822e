import { expect, test } from 'vitest';
import { corridorFit, mostUrgent } from './corridor-fit.ts';

test('a panel of the design’s size holds all six; before it is measured too', () => {
  const whole = { columns: 2, rows: 3, shown: 6 };
  expect(corridorFit(6, { width: 25.4, height: 15.6 })).toEqual(whole);
  expect(corridorFit(6, null)).toEqual(whole);
});

test('where room is short fewer are drawn, never smaller ones', () => {
  expect(corridorFit(6, { width: 24, height: 6.2 })).toEqual({ columns: 2, rows: 1, shown: 2 });
  expect(corridorFit(6, { width: 24, height: 10.1 })).toEqual({ columns: 2, rows: 2, shown: 4 });
  // Two rows would just stand there, but not over the line that says what is missing.
  expect(corridorFit(6, { width: 24, height: 8.8 })).toEqual({ columns: 2, rows: 1, shown: 2 });
  expect(corridorFit(6, { width: 15, height: 16 })).toEqual({ columns: 1, rows: 3, shown: 3 });
  expect(corridorFit(6, { width: 4, height: 1 })).toEqual({ columns: 1, rows: 1, shown: 1 });
});

test('every chart that is drawn has the least size of one, or it is the only row', () => {
  for (let width = 5; width < 60; width += 2.5)
    for (let height = 1; height < 40; height += 0.5)
      for (let count = 1; count <= 6; count++) {
        const { columns, rows, shown } = corridorFit(count, { width, height });
        expect(shown).toBeLessThanOrEqual(columns * rows);
        expect(shown).toBeGreaterThan(columns * (rows - 1));
        const left = shown < count ? height - 1.25 : height;
        if (rows > 1) expect((left - (rows - 1) * 0.25) / rows).toBeGreaterThanOrEqual(4.25);
      }
});

test('the most urgent are drawn, in the order of the panel', () => {
  const all = [null, 3, null, 1, 2].map((priority, id) => ({ id, priority }));
  expect(mostUrgent(all, 2).map(({ id }) => id)).toEqual([3, 4]);
  expect(mostUrgent(all, 4).map(({ id }) => id)).toEqual([0, 1, 3, 4]);
  expect(mostUrgent(all, 9)).toEqual(all);
});
