/**
 * How unusual a measured thing was around an incident, judged by the same civil hour of past weeks.
 *
 * Two figures of the window that departs furthest from the usual: the robust z (distance from the median in scaled MADs), which orders,
 * and the rank of that departure among the same hours of past weeks, which tells how often such an hour comes by itself. The peak
 * of several windows is large by chance alone, so it is compared with the peaks of other weeks, never with a table of the normal
 * distribution: with `w` weeks, a chance of 1 in `w + 1` is the least that can be told.
 *
 * What has too few values is not ranked at all; it says how many it had.
 */
import { medianOf, quantileOf, scaledMad } from './robust.ts';

/** Mean of each window in order; null = nothing was measured in it. */
export type Values = readonly (number | null)[];

export interface SurpriseOf {
  /** Of the hour around the incident. */
  values: Values;
  /** The same civil hour of past weeks, newest first; each as long as `values`. */
  weeks: readonly Values[];
}

export type Surprise = Ranked | Unranked;

export interface Usual {
  median: number;
  /** 10 and 90 % of the past values. */
  low: number;
  high: number;
}

export interface Ranked {
  kind: 'ranked';
  /** Index of the window that departs furthest. */
  peak: number;
  value: number;
  usual: Usual;
  /** Null where all past values were equal, so that no distance has a scale. */
  z: number | null;
  /** Weeks whose own peak was at least as far from the usual, and weeks compared with. */
  asFar: number;
  weeks: number;
  /** Chance of such a peak when this week is like the others: `(1 + asFar) / (1 + weeks)`. */
  chance: number;
  /** Past values behind `usual`. */
  n: number;
}

export interface Unranked {
  kind: 'too-few';
  /** Windows of this hour, of past weeks, and weeks with enough of them. */
  values: number;
  n: number;
  weeks: number;
  /** What is known all the same, where anything is. */
  usual: Usual | null;
}

/** Less than this is no basis for saying "unusual". */
export const LEAST = { values: 3, weeks: 4, n: 24 } as const;

export function surpriseOf({ values, weeks }: SurpriseOf): Surprise {
  const known = values.filter(isKnown);
  // A week with half of its windows missing has a smaller peak for that reason alone.
  const whole = weeks.map((week) => week.filter(isKnown)).filter((week) => week.length * 2 >= values.length);
  const past = whole.flat();
  const usual = past.length === 0 ? null : usualOf(past);
  if (usual === null || known.length < LEAST.values || whole.length < LEAST.weeks || past.length < LEAST.n)
    return { kind: 'too-few', values: known.length, n: past.length, weeks: whole.length, usual };
  // The middle of all, this hour included: only so is every week treated alike, and `chance` exact.
  const middle = medianOf([...known, ...past]);
  const farthest = peakOf(values, middle);
  const asFar = whole.filter((week) => peakOf(week, middle).far >= farthest.far).length;
  const peak = peakOf(values, usual.median).at;
  const value = values[peak]!;
  const scale = scaleOf(past, usual.median);
  return {
    kind: 'ranked',
    peak,
    value,
    usual,
    z: scale === 0 ? (value === usual.median ? 0 : null) : (value - usual.median) / scale,
    asFar,
    weeks: whole.length,
    chance: (1 + asFar) / (1 + whole.length),
    n: past.length,
  };
}

/** Descending: what never varied and does now first, then by distance; what cannot be ranked stays behind in its order. */
export function bySurprise(a: Surprise, b: Surprise): number {
  return orderOf(b) - orderOf(a);
}

function orderOf(surprise: Surprise): number {
  if (surprise.kind === 'too-few') return -1;
  return surprise.z === null ? Number.MAX_VALUE : Math.abs(surprise.z);
}

function usualOf(past: readonly number[]): Usual {
  const sorted = past.toSorted((a, b) => a - b);
  return { median: quantileOf(sorted, 0.5), low: quantileOf(sorted, 0.1), high: quantileOf(sorted, 0.9) };
}

/** Where more than half of the values are equal the MAD is 0; then the mean absolute deviation (Iglewicz and Hoaglin, 1993). */
function scaleOf(past: readonly number[], median: number): number {
  const mad = scaledMad(past, median);
  if (mad > 0) return mad;
  const sum = past.reduce((total, value) => total + Math.abs(value - median), 0);
  return (1.2533 * sum) / past.length;
}

function peakOf(values: Values, middle: number): { at: number; far: number } {
  let best = { at: -1, far: -1 };
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const far = Math.abs(value - middle);
    if (far > best.far) best = { at, far };
  }
  return best;
}

function isKnown(value: number | null): value is number {
  return value !== null;
}
