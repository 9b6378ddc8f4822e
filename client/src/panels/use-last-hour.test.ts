import { expect, test } from 'vitest';
import { movedTo, sparkOf, STEP_MS } from './use-last-hour.ts';

const START = 1_800_000_000_000;
const row = (at: number, mean: number | null) => ({
  start: new Date(START + at * STEP_MS).toISOString(),
  mean,
});

test('windows stand at their time; what nobody measured and what lies outside the hour is a gap', () => {
  const { values } = sparkOf([row(0, 1), row(2, null), row(11, 3), row(12, 9), row(-1, 9)], START);
  expect(values).toHaveLength(12);
  expect(values[0]).toBe(1);
  expect(values[11]).toBe(3);
  expect(values.filter((value) => value !== null)).toHaveLength(2);
});

test('while the centre does not answer, what was known moves with its hour and ends with it', () => {
  const before = sparkOf([row(0, 1), row(11, 3)], START);
  const later = movedTo(START + 2 * STEP_MS, before);
  expect(later).toEqual({ startMs: START + 2 * STEP_MS, stepMs: STEP_MS, values: expect.anything() });
  expect(later!.values.indexOf(3)).toBe(9);
  expect(later!.values).not.toContain(1);
  expect(movedTo(START + 12 * STEP_MS, before)).toBeNull();
  expect(movedTo(START, null)).toBeNull();
});
