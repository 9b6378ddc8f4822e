import type { UsualRange } from '@metropane/live-state';

/** Where a value lies against what is usual at its time. */
export type Deviation = 'above' | 'below' | 'usual';

/** Null: the value or what is usual is not known. The ends of the range are usual. */
export function deviationOf(
  value: number | null,
  range: { low: number | null; high: number | null } | null,
): Deviation | null {
  if (value === null || range === null || range.low === null || range.high === null) return null;
  return value > range.high ? 'above' : value < range.low ? 'below' : 'usual';
}

/** What is usual at the newest known value of a line; null where one of both is not known. */
export function usualAtNewest(
  values: readonly (number | null)[],
  usual: UsualRange | undefined,
): { low: number; high: number } | null {
  const at = values.findLastIndex((value) => value !== null);
  const low = usual?.low[at] ?? null;
  const high = usual?.high[at] ?? null;
  return low === null || high === null ? null : { low, high };
}
