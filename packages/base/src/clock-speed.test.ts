import { expect, test } from 'vitest';
import { ClockSpeed } from './clock-speed.ts';

test('a clock at ten times the speed shows 10, one that stands shows 0 within the span, one that was told once nothing', () => {
  const speed = new ClockSpeed();
  speed.note(5_000_000, 0);
  expect(speed.per(5_000_000, 500)).toBe(0);
  for (let ms = 100; ms <= 20_000; ms += 100) speed.note(5_000_000 + ms * 10, ms);
  expect(speed.per(5_200_000, 20_000)).toBeCloseTo(10, 0);
  expect(speed.per(5_200_000, 25_000)).toBeCloseTo(5, 0);
  expect(speed.per(5_200_000, 31_000)).toBe(0);
});
