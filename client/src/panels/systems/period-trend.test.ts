import { expect, test } from 'vitest';
import { periodMs, periodSteps, periodTrend, toBand } from './period-trend.ts';
import type { SystemDetail, SystemFigure } from './system-answers.ts';

const NOW = Date.UTC(2026, 10, 23);

function detail(
  values: readonly (number | null)[],
  end: string | null = null,
): Pick<SystemDetail, 'periods'> {
  const periods = values.map((value, i) => ({
    period: { id: `p${values.length - i}`, start: null, end: i === 0 ? end : null },
    figures: [{ code: 'on-time', value } as SystemFigure],
  }));
  return { periods };
}

test('periods run from the oldest to the newest, and the newest is no part of what it is compared with', () => {
  const trend = periodTrend(detail([50, 98, 97, 96, 95]), 'on-time', NOW)!;
  expect(trend.spark.values).toEqual([95, 96, 97, 98, 50]);
  expect(trend.usual).toEqual({ low: 95, high: 98 });
  expect(toBand(trend)!.low).toEqual([95, 95, 95, 95, 95]);
});

test('three earlier periods are no range, nor are four of which one has no value', () => {
  for (const values of [
    [50, 98, 97, 96],
    [50, 98, null, 96, 95],
  ]) {
    const trend = periodTrend(detail(values), 'on-time', NOW)!;
    expect(trend.usual).toBeNull();
    expect(trend.known).toBe(3);
    expect(toBand(trend)).toBeUndefined();
  }
});

test('a period that runs is told from one that is over; a figure that no period has has no trend', () => {
  expect(periodTrend(detail([1], '2026-11-25T05:00:00Z'), 'on-time', NOW)!.isOpen).toBe(true);
  expect(periodTrend(detail([1], '2026-11-22T05:00:00Z'), 'on-time', NOW)!.isOpen).toBe(false);
  expect(periodTrend(detail([1]), 'open', NOW)).toBeNull();
});

test('a period stands by the name it has, since systems close theirs on different days, else by its start', () => {
  const hotline = { id: '2025-10', start: '2025-09-25T05:00:00Z', end: '2025-10-25T05:00:00Z' };
  const oneStop = { id: '2025-10', start: '2025-09-30T17:00:00Z', end: '2025-10-31T17:00:00Z' };
  expect(periodMs(hotline)).toBe(Date.UTC(2025, 9));
  expect(periodMs(oneStop)).toBe(periodMs(hotline));
  expect(periodMs({ id: '2025-10', start: null, end: null })).toBe(Date.UTC(2025, 9));
  expect(periodMs({ id: '2026-W46', start: '2026-11-09T00:00:00Z', end: null })).toBe(Date.UTC(2026, 10, 9));
  expect(periodMs({ id: '2026-W46', start: null, end: null })).toBeNull();
});

test('periods are steps of a cursor when every one has its place, and only then', () => {
  const of = (...ids: string[]) => ({ periods: ids.map((id) => ({ id, start: null, end: null })) });
  const steps = periodSteps(of('2025-12', '2026-01', '2026-02'))!;
  expect(steps.startsMs).toEqual([Date.UTC(2025, 11), Date.UTC(2026, 0), Date.UTC(2026, 1)]);
  expect(steps.count).toBe(3);
  expect(periodSteps(of('2025-11', '2025-12', 'quý I'))).toBeNull();
  expect(periodSteps(of('2026-02', '2026-01'))).toBeNull();
  expect(periodSteps(of('2026-02'))).toBeNull();
});
