/**
 * A published figure of an administrative system, with the period that it speaks of and its vintage.
 * Identity: `(system, code, period, territory, vintage)`; figures are revised, an old vintage is never overwritten.
 */
export interface IndicatorFigure {
  system: string;
  code: string;
  /** When it was published, epoch milliseconds. */
  tMs: number;
  arrivalMs: number;
  /** ISO 8601: `2026`, `2026-Q3`, `2026-10`, `2026-W47`, `2026-11-23`, or an interval `start/end`. */
  period: string;
  /** numerator / denominator where those came; null = published as not available (also a denominator of 0). */
  value: number | null;
  numerator?: number;
  denominator?: number;
  /** UCUM, or a currency as ISO 4217. */
  unit?: string;
  vintage?: string;
  status: IndicatorStatus;
  /** The area that the figure covers, with its version: the city of 2024 and of 2025 are not the same city. */
  territory?: string;
}

export const INDICATOR_STATUSES = ['estimate', 'preliminary', 'official'] as const;
export type IndicatorStatus = (typeof INDICATOR_STATUSES)[number];
