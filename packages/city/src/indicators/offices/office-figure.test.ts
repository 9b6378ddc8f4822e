import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import { CITY_SYSTEMS } from '../../city-systems.ts';
import { addCounts, caseCounts } from '../../offices/case-counts.ts';
import { caseLife } from '../../offices/case-life.ts';
import { lifeCycle } from '../../offices/life-cycles.ts';
import { isUcumUnit } from '../../ucum-unit.ts';
import { figuresOfSystem } from './figures-of-system.ts';
import { figureOfCounts, wilsonInterval } from './office-figure.ts';

test('every system but the centre itself has figures, some of them headlines, with formula, source and unit', () => {
  for (const { code: system } of CITY_SYSTEMS) {
    const figures = figuresOfSystem(system);
    if (system === 'operations-centre') {
      expect(figures).toEqual([]);
      continue;
    }
    expect(new Set(figures.map(({ code }) => code)).size, system).toBe(figures.length);
    const headlines = figures.filter(({ isHeadline }) => isHeadline === true);
    expect(headlines.length, system).toBeGreaterThan(0);
    expect(headlines.length, system).toBeLessThanOrEqual(6);
    for (const { code, unit, formula, source, name } of figures) {
      expect(isUcumUnit(unit), `${system} ${code} ${unit}`).toBe(true);
      for (const text of [formula.vi, formula.en, source, name.vi, name.en]) expect(text, code).not.toBe('');
    }
  }
});

test('nothing to divide by is null, never 0; nothing of something is 0', () => {
  const rule = { kind: 'ratio', of: ['doneInTime'], by: ['doneInTime', 'doneLate'] } as const;
  expect(figureOfCounts(rule, { period: {}, now: {} })).toMatchObject({ value: null, denominator: 0 });
  expect(figureOfCounts(rule, { period: { doneLate: 4 }, now: {} })).toMatchObject({ value: 0, n: 4 });
  const mean = { kind: 'span-mean', span: 'routing' } as const;
  expect(figureOfCounts(mean, { period: {}, now: {} })).toMatchObject({ value: null, n: 0 });
  const p95 = { kind: 'span-p95', span: 'routing' } as const;
  expect(figureOfCounts(p95, { period: {}, now: {} })).toMatchObject({ value: null, n: 0 });
});

test('satisfaction as Decision 766 has it: all less the unsatisfied or late', () => {
  const rule = figuresOfSystem('petitions').find(({ code }) => code === 'satisfaction-766')!.rule;
  const counts = { period: { done: 50, unsatisfiedOrLate: 4 }, now: {} };
  expect(figureOfCounts(rule, counts)).toMatchObject({ value: 92, numerator: 46, denominator: 50 });
});

test('a p95 of a stretch is the nearest rank, at most 4 % too high, and a mean is exact to the second', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const rng = makeRng(`spans/${seed}`);
    const cycle = lifeCycle('petitions')!;
    const sums: Record<string, number> = {};
    const spansMs: number[] = [];
    for (let n = 0; n < 1 + rng.int(80); n += 1) {
      const ms = 1_000 * (1 + rng.int(10 ** (1 + rng.int(4))));
      spansMs.push(ms);
      const life = caseLife(cycle, [
        { tMs: 0, state: 'received' },
        { tMs: ms, state: 'routed' },
      ]);
      addCounts(sums, caseCounts(cycle, life, { isOverdue: false, dayOf: () => 0 }).period, 1);
    }
    const sorted = spansMs.toSorted((a, b) => a - b);
    const exact = sorted[Math.ceil(0.95 * sorted.length) - 1]! / 60_000;
    const counts = { period: sums, now: {} };
    const { value } = figureOfCounts({ kind: 'span-p95', span: 'routing' }, counts)!;
    expect(value!, `seed ${seed}`).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    expect(value!, `seed ${seed}`).toBeLessThanOrEqual(exact * 1.041);
    const mean = spansMs.reduce((sum, ms) => sum + ms, 0) / spansMs.length / 60_000;
    expect(figureOfCounts({ kind: 'span-mean', span: 'routing' }, counts)!.value).toBeCloseTo(mean, 9);
  }
});

test('the interval of a share of few is wide, and stays within 0 and 100', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  const few = wilsonInterval(3, 3)!;
  expect(few.low).toBeCloseTo(43.85, 1);
  expect(few.high).toBe(100);
  const many = wilsonInterval(980, 1_000)!;
  expect(many.low).toBeGreaterThan(96.8);
  expect(many.high).toBeLessThan(98.8);
});
