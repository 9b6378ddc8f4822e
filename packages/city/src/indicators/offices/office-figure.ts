/** How a figure of an administrative system is made: a formula over counts of its cases, or a figure that the system publishes. */
import { type Counts, spanStepMs } from '../../offices/case-counts.ts';

export interface OfficeFigure {
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** UCUM. */
  readonly unit: string;
  /** As a person reads it. */
  readonly formula: { readonly vi: string; readonly en: string };
  /** Where the formula or the target comes from. */
  readonly source: string;
  readonly rule: FigureRule;
  /** Shown in the list of the systems. */
  readonly isHeadline?: boolean;
}

/** A sum of counters; a leading `-` takes away. */
export type CounterSum = readonly string[];

export type FigureRule =
  | { readonly kind: 'ratio'; readonly of: CounterSum; readonly by: CounterSum }
  | { readonly kind: 'count'; readonly of: CounterSum; readonly scope: 'period' | 'now' }
  /** Mean of a measured stretch, in minutes. */
  | { readonly kind: 'span-mean'; readonly span: string }
  /** Nearest-rank percentile of a measured stretch, in minutes, at most 4 % too high. */
  | { readonly kind: 'span-p95'; readonly span: string }
  /** Open cases that have been in a state for longer. */
  | { readonly kind: 'aged'; readonly state: string; readonly olderThanMs: number }
  /** Nearest-rank p90 of the working hours that open cases are overdue. */
  | { readonly kind: 'overdue-age-p90' }
  /** Published by the system under this code. */
  | { readonly kind: 'published' };

export interface FigureValue {
  /** Null: there is nothing to divide by, or nothing was heard. Never 0 in its place. */
  readonly value: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
  /** How many cases it rests on. */
  readonly n: number;
}

/** A figure of counts; undefined for rules that need more than counts. */
export function figureOfCounts(
  rule: FigureRule,
  { period, now }: { readonly period: Counts; readonly now: Counts },
): FigureValue | undefined {
  switch (rule.kind) {
    case 'ratio': {
      const numerator = sumOf(period, rule.of);
      const denominator = sumOf(period, rule.by);
      return { value: percent(numerator, denominator), numerator, denominator, n: denominator };
    }
    case 'count': {
      const counts = rule.scope === 'now' ? now : period;
      const value = sumOf(counts, rule.of);
      return { value, n: value };
    }
    case 'span-mean': {
      const n = period[`span:${rule.span}:n`] ?? 0;
      const seconds = period[`span:${rule.span}:s`] ?? 0;
      return { value: n === 0 ? null : seconds / n / 60, numerator: seconds / 60, denominator: n, n };
    }
    case 'span-p95':
      return spanQuantile(period, rule.span, 0.95);
    default:
      return undefined;
  }
}

/** `100 * numerator / denominator`; null when there is nothing to divide by. */
export function percent(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : (100 * numerator) / denominator;
}

function sumOf(counts: Counts, sum: CounterSum): number {
  let total = 0;
  for (const key of sum) total += key.startsWith('-') ? -(counts[key.slice(1)] ?? 0) : (counts[key] ?? 0);
  return total;
}

function spanQuantile(period: Counts, span: string, share: number): FigureValue {
  const n = period[`span:${span}:n`] ?? 0;
  if (n === 0) return { value: null, n };
  const head = `span:${span}:h`;
  const steps = Object.entries(period)
    .filter(([key]) => key.startsWith(head))
    .map(([key, count]) => ({ step: Number(key.slice(head.length)), count }))
    .toSorted((a, b) => a.step - b.step);
  let left = Math.ceil(share * n);
  for (const { step, count } of steps) {
    left -= count;
    if (left <= 0) return { value: spanStepMs(step) / 60_000, n };
  }
  return { value: null, n };
}

/**
 * 95 % interval of a share (Wilson 1927), in percent: what a ranking of units may rest on. Null when there is nothing to divide by.
 */
export function wilsonInterval(
  hits: number,
  n: number,
): { readonly low: number; readonly high: number } | null {
  if (n === 0) return null;
  const z = 1.959964;
  const p = hits / n;
  const centre = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    low: Math.max(0, (100 * (centre - spread)) / scale),
    high: Math.min(100, (100 * (centre + spread)) / scale),
  };
}
