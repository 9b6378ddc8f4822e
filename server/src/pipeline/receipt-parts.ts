import type { FigureReceipt } from '@metropane/city';

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Two sums of the same values; of no value both are null. */
export function isSumEqual(a: number | null, b: number | null, tolerance: number): boolean {
  if (a === null || b === null) return a === b;
  return a === b || Math.abs(a - b) <= tolerance;
}

/** What a plain sum in order of arrival, as figures are kept live, may be off by: n rounding errors of Σ|x|. */
export function roundingError(n: number, absoluteSum: number): number {
  return Math.max(n, 1) * Number.EPSILON * absoluteSum;
}

export function completenessOf(
  expected: number | null,
  n: number,
): Pick<FigureReceipt, 'expected' | 'completeness'> {
  return { expected, completeness: expected === null ? null : Math.min(1, n / expected) };
}
