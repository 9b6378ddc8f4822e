/** Figures of one duty position, in the order of the page. */
export const PERFORMANCE_FIGURES = [
  'per-ten-minutes',
  'per-hour',
  'per-day',
  'max-in-ten-minutes',
  'flood-share',
  'longest-flood',
  'stale-now',
  'stale-worst-day',
  'chattering',
  'fleeting',
  'share-p1',
  'share-p2',
  'share-p3',
  'share-p4',
  'top-ten-share',
  'unauthorised-suppression',
  'acknowledge-p50',
  'acknowledge-p95',
] as const;
export type PerformanceFigureId = (typeof PERFORMANCE_FIGURES)[number];

/** What a figure is measured against. */
export interface PerformanceTarget {
  /** `%`, `ms`, or '' for a count. */
  unit: '' | '%' | 'ms';
  /** To be reached; null where the guides name none. */
  target: number | null;
  /** Still manageable; null where the guides name only a target. */
  limit: number | null;
  /** `below`: the target itself is too much already. */
  compare: 'at-most' | 'below' | 'at-least';
}

const none: PerformanceTarget = { unit: '', target: null, limit: null, compare: 'at-most' };

/**
 * Per operating position: ISA-18.2 (IEC 62682) and EEMUA 191. A figure without a target is told, and judged by nobody. The share of P1–P3
 * is an upper bound, that of P4 a lower one: 80/15/5/<1 %.
 */
export const PERFORMANCE_TARGETS: Readonly<Record<PerformanceFigureId, PerformanceTarget>> = {
  'per-ten-minutes': { ...none, target: 1, limit: 2 },
  'per-hour': { ...none, target: 6, limit: 12 },
  'per-day': { ...none, target: 150, limit: 300 },
  'max-in-ten-minutes': { ...none, target: 10 },
  'flood-share': { ...none, unit: '%', target: 1, compare: 'below' },
  'longest-flood': { ...none, unit: 'ms' },
  'stale-now': { ...none, target: 5, compare: 'below' },
  'stale-worst-day': { ...none, target: 5, compare: 'below' },
  chattering: { ...none, target: 0 },
  fleeting: { ...none, target: 0 },
  'share-p1': { ...none, unit: '%', target: 1, compare: 'below' },
  'share-p2': { ...none, unit: '%', target: 5 },
  'share-p3': { ...none, unit: '%', target: 15 },
  'share-p4': { ...none, unit: '%', target: 80, compare: 'at-least' },
  'top-ten-share': { ...none, unit: '%', target: 1, limit: 5 },
  'unauthorised-suppression': { ...none, target: 0 },
  'acknowledge-p50': { ...none, unit: 'ms' },
  'acknowledge-p95': { ...none, unit: 'ms' },
};

/** `no-value`: nothing to measure in the period. `no-target`: told without a judgement. */
export type PerformanceVerdict = 'on-target' | 'within-limit' | 'missed' | 'no-target' | 'no-value';

export interface PerformanceFigure extends PerformanceTarget {
  id: PerformanceFigureId;
  /** Null: nothing to measure; never 0 for it. */
  value: number | null;
  verdict: PerformanceVerdict;
}

/** A value beside what it is measured against. */
export function judgedFigure(id: PerformanceFigureId, value: number | null): PerformanceFigure {
  const against = PERFORMANCE_TARGETS[id];
  return { id, value, ...against, verdict: verdictOf(value, against) };
}

function verdictOf(value: number | null, { target, limit, compare }: PerformanceTarget): PerformanceVerdict {
  if (value === null) return 'no-value';
  if (target === null) return 'no-target';
  if (compare === 'at-least') return value >= target ? 'on-target' : 'missed';
  if (compare === 'below' ? value < target : value <= target) return 'on-target';
  return limit !== null && value <= limit ? 'within-limit' : 'missed';
}
