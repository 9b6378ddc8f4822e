import { expect, test } from 'vitest';
import type { PerformanceFigure } from '@metropane/incidents';
import { figureText, targetText } from './figure-text.ts';

const base: PerformanceFigure = {
  id: 'per-hour',
  unit: '',
  target: 6,
  limit: 12,
  compare: 'at-most',
  value: 7,
  verdict: 'within-limit',
};

test('nothing measured is a dash, never 0', () => {
  expect(figureText(base, null, 'vi')).toBe('—');
  expect(figureText({ unit: '%' }, 0, 'vi')).toBe('0 %');
  expect(figureText({ unit: 'ms' }, 0, 'vi')).toBe('0 s');
});

test('a target is read with its sense', () => {
  expect(targetText(base, 'vi')).toBe('≤ 6');
  expect(targetText({ ...base, unit: '%', target: 80, compare: 'at-least' }, 'en')).toBe('≥ 80 %');
  expect(targetText({ ...base, target: 5, compare: 'below' }, 'en')).toBe('< 5');
  expect(targetText({ ...base, target: 0 }, 'en')).toBe('0');
  expect(targetText({ ...base, target: null }, 'en')).toBe('—');
});
