import { expect, test } from 'vitest';
import { loadColumns } from './load-columns.ts';

test('a day is drawn bucket by bucket', () => {
  const counts = [0, null, 11, 2];
  expect(loadColumns(counts)).toEqual({ columns: counts, per: 1 });
});

test('ten years stay drawable, no flood is lost, and only what nobody watched at all is a gap', () => {
  const counts: (number | null)[] = Array.from({ length: 525_600 }, () => 0);
  counts[300_000] = 40;
  const { columns, per } = loadColumns(counts);
  expect(columns.length).toBeLessThanOrEqual(720);
  expect(columns.length * per).toBeGreaterThanOrEqual(counts.length);
  expect(columns.filter((count) => count === 40)).toHaveLength(1);
  counts.fill(null, 0, per + 1);
  const gaps = loadColumns(counts).columns;
  expect([gaps[0], gaps[1], gaps[2]]).toEqual([null, 0, 0]);
});
