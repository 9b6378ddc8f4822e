import type { Spark, UsualRange } from '@metropane/live-state';
import type { Steps } from '../../ui/linked/step-cursor.ts';
import type { Period, SystemDetail } from './system-answers.ts';

/** Earlier periods that must be known before a range is made of them. */
export const LEAST_PERIODS = 4;

export interface PeriodTrend {
  /** By period, oldest first; null: the figure was not told for it. */
  spark: Spark;
  /** Oldest first, as many as the spark has values. */
  periods: readonly Period[];
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
    periods: told.map(({ period }) => period),
    usual: earlier.length < LEAST_PERIODS ? null : rangeOf(earlier),
    known: earlier.length,
    isOpen: end !== null && Date.parse(end) > nowMs,
  };
}

/**
 * Where a period stands among those of other systems, epoch ms: by the month or year that it is called after, since systems close theirs
 * on different days; one that is called otherwise by its start. Null: neither is known.
 */
export function periodMs({ id, start }: Period): number | null {
  const named = /^\d{4}(-\d{2}){0,2}$/.test(id) ? Date.parse(id) : Number.NaN;
  if (!Number.isNaN(named)) return named;
  return start === null ? null : Date.parse(start);
}

/** The periods as steps of a shared cursor; null: they cannot be put beside those of others. */
export function periodSteps({ periods }: Pick<PeriodTrend, 'periods'>): Steps | null {
  const startsMs = periods.flatMap((period) => periodMs(period) ?? []);
  const isSorted = startsMs.every((ms, at) => at === 0 || startsMs[at - 1]! < ms);
  if (startsMs.length < periods.length || startsMs.length < 2 || !isSorted) return null;
  const stepMs = startsMs.at(-1)! - startsMs.at(-2)!;
  return { startMs: startsMs[0]!, stepMs, count: startsMs.length, startsMs };
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
