import { expect, test } from 'vitest';
import { funnelLimits, niceMost } from './funnel-limits.ts';

test('limits close in with n and stay within 0–100 %', () => {
  expect(funnelLimits(0.8, 100, 1.96).low).toBeCloseTo(0.7216, 4);
  expect(funnelLimits(0.8, 400, 1.96).high).toBeCloseTo(0.8392, 4);
  expect(funnelLimits(0.95, 20, 3.09).high).toBe(1);
  expect(funnelLimits(0, 20, 3.09)).toEqual({ low: 0, high: 0 });
});

test('an axis ends at a round number that holds all', () => {
  expect([20, 21, 51, 100, 101, 999].map(niceMost)).toEqual([20, 50, 100, 100, 200, 1_000]);
});
