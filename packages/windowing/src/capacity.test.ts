import { expect, test } from 'vitest';
import { usedBytes, withRoom } from './capacity.ts';

test('a small column grows by a quarter, a large one at once to all it can need, and never again', () => {
  let column = new Float64Array(0);
  const capacities = new Set<number>();
  for (let records = 1; records <= 1_000_000; records += 100) {
    column = withRoom(column, { size: 1, records, most: 1_000_000 });
    column[records - 1] = records;
    capacities.add(column.length);
  }
  expect(Math.max(...capacities)).toBe(1_000_000);
  // 4 MiB hold half a million doubles.
  expect([...capacities].filter((capacity) => capacity > 524_288)).toEqual([1_000_000]);
  for (let records = 1; records <= 1_000_000; records += 100) expect(column[records - 1]).toBe(records);
});

test('beyond what was thought the most, a column still grows', () => {
  const column = withRoom(new Float64Array(600_000), { size: 2, records: 400_000, most: 1_000 });
  expect(column.length).toBeGreaterThanOrEqual(800_000);
});

test('reserved room is not counted as memory, spare room of a small column is', () => {
  expect(usedBytes(new Float64Array(1_000), 2, 10)).toBe(8_000);
  expect(usedBytes(new Float64Array(1_000_000), 2, 10)).toBe(160);
});
