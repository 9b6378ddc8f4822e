import type { Spark, UsualRange } from '@metropane/live-state';
import type { SystemDetail } from './system-answers.ts';

/** Earlier periods that must be known before a range is made of them. */
export const LEAST_PERIODS = 4;

export interface PeriodTrend {
  /** By period, oldest first; null: the figure was not told for it. */
  spark: Spark;
  /** P10–P90 (nearest rank) of the periods before the newest; null: too few. */
  usual: { low: number; high: number } | null;
  /** Earlier periods that have a value. */
  known: number;
  /** The newest period has not ended: its value is not comparable yet. */
  isOpen: boolean;
}

/** A figure of a system over its periods; null: it is not one that periods have. */
export function periodTrend(
  { periods }: Pick<SystemDetail, 'periods'>,
  code: string,
  nowMs: number,
): PeriodTrend | null {
  const told = periods
    .map(({ period, figures }) => ({ period, figure: figures.find((one) => one.code === code) }))
    .filter(({ figure }) => figure !== undefined)
    .toReversed();
  const newest = told.at(-1);
  if (newest === undefined) return null;
  const values = told.map(({ figure }) => figure?.value ?? null);
  const earlier = values.slice(0, -1).filter((value) => value !== null);
  const { end } = newest.period;
  return {
    spark: { startMs: 0, stepMs: 1, values },
    usual: earlier.length < LEAST_PERIODS ? null : rangeOf(earlier),
    known: earlier.length,
    isOpen: end !== null && Date.parse(end) > nowMs,
  };
}

/** The same range under every period, as a sparkline takes it. */
export function toBand({ spark, usual, known }: PeriodTrend): UsualRange | undefined {
  if (usual === null) return undefined;
  return { low: spark.values.map(() => usual.low), high: spark.values.map(() => usual.high), days: known };
}

function rangeOf(values: readonly number[]): { low: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (quantile: number): number => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
  return { low: rank(0.1), high: rank(0.9) };
}
