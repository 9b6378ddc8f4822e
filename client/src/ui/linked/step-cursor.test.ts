import { expect, test } from 'vitest';
import { movedStep, shareOf, shareOfTime, spanOfSteps, startOf, stepAt, stepAtShare } from './step-cursor.ts';
import type { StepPlace, Steps } from './step-cursor.ts';

const STEPS: Steps = { startMs: 1_000_000, stepMs: 300_000, count: 12 };
const POINTS: StepPlace = { left: 0.1, width: 0.8, kind: 'points' };
const CELLS: StepPlace = { left: 0, width: 1, kind: 'cells' };

test('a time lies in the step that began last; what is not shown lies in none', () => {
  expect(stepAt(1_000_000, STEPS)).toBe(0);
  expect(stepAt(1_299_999, STEPS)).toBe(0);
  expect(stepAt(1_300_000, STEPS)).toBe(1);
  expect(stepAt(999_999, STEPS)).toBe(-1);
  expect(stepAt(1_000_000 + 12 * 300_000, STEPS)).toBe(-1);
});

test('keys begin at the newest step and never leave the plot', () => {
  expect(movedStep('ArrowLeft', -1, STEPS)).toBe(11);
  expect(movedStep('ArrowLeft', 11, STEPS)).toBe(10);
  expect(movedStep('ArrowLeft', 0, STEPS)).toBe(0);
  expect(movedStep('ArrowRight', 11, STEPS)).toBe(11);
  expect(movedStep('PageUp', 11, STEPS)).toBe(1);
  expect(movedStep('PageDown', 5, STEPS)).toBe(11);
  expect(movedStep('Home', 5, STEPS)).toBe(0);
  expect(movedStep('End', -1, STEPS)).toBe(11);
  expect(movedStep('Enter', 5, STEPS)).toBeNull();
  expect(movedStep('ArrowLeft', -1, { ...STEPS, count: 0 })).toBeNull();
});

test('pointing at where a step is drawn finds that step', () => {
  for (const place of [POINTS, CELLS])
    for (let at = 0; at < STEPS.count; at++)
      expect(stepAtShare(shareOf(at, STEPS, place), STEPS, place)).toBe(at);
  expect(stepAtShare(-1, STEPS, POINTS)).toBe(0);
  expect(stepAtShare(2, STEPS, POINTS)).toBe(11);
  expect(shareOf(0, { ...STEPS, count: 1 }, POINTS)).toBe(0.1);
});

test('what began between two steps stands between them, what began outside stands nowhere', () => {
  expect(shareOfTime(1_150_000, STEPS, CELLS)).toBeCloseTo(0.5 / 12);
  expect(shareOfTime(1_000_000, STEPS, POINTS)).toBeCloseTo(0.1);
  expect(shareOfTime(1_000_000 + 11 * 300_000, STEPS, POINTS)).toBeCloseTo(0.9);
  expect(shareOfTime(999_999, STEPS, POINTS)).toBeNull();
  expect(shareOfTime(1_000_000 + 12 * 300_000, STEPS, CELLS)).toBeNull();
});

test('steps that are not equally long are found by their starts', () => {
  const MONTHS = { startMs: 100, stepMs: 30, count: 3, startsMs: [100, 131, 159] };
  expect([99, 100, 130, 131, 158, 159, 188, 189].map((ms) => stepAt(ms, MONTHS))).toEqual([
    ...[-1, 0, 0, 1, 1, 2, 2, -1],
  ]);
  expect([0, 1, 2].map((at) => startOf(at, MONTHS))).toEqual([100, 131, 159]);
  expect(spanOfSteps(1, 0, MONTHS)).toEqual([100, 159]);
  expect(spanOfSteps(2, 2, MONTHS)).toEqual([159, 189]);
  expect(stepAt(5, { ...MONTHS, count: 0, startsMs: [] })).toBe(-1);
});

test('a stretch runs from the start of its earlier step to the end of its later one, whichever came first', () => {
  const end = STEPS.startMs + STEPS.count * STEPS.stepMs;
  expect(spanOfSteps(3, 5, STEPS)).toEqual([STEPS.startMs + 3 * 300_000, STEPS.startMs + 6 * 300_000]);
  expect(spanOfSteps(11, 9, STEPS)).toEqual([STEPS.startMs + 9 * 300_000, end]);
});
