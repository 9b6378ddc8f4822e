/**
 * What a figure of few cases may be called: intervals for shares and for times to something, and the limits of a funnel plot. Sources:
 * Wilson (1927); Brookmeyer and Crowley (1982) over Kaplan and Meier (1958); Spiegelhalter (2005).
 */

const Z95 = 1.959963984540054;

/** Half-open nothing: both ends belong to it. */
export interface Interval {
  low: number;
  high: number;
}

/** Wilson's 95 % interval of a share `k` of `n`; inside 0–1 also where all or none did. `n` > 0. */
export function wilson(k: number, n: number, z = Z95): Interval {
  const share = k / n;
  const square = z * z;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  // Rounding may not push an end past what every case says.
  return { low: k === 0 ? 0 : Math.max(0, middle - half), high: k === n ? 1 : Math.min(1, middle + half) };
}

/** A time to something: `isReached` false = it had not come when it was looked at, after this long. */
export interface Duration {
  ms: number;
  isReached: boolean;
}

export interface MedianTime {
  /** Null: half have not come yet. */
  ms: number | null;
  /** 95 %; `highMs` null: no end is known. */
  lowMs: number | null;
  highMs: number | null;
}

/**
 * The median time until something came, those counted that still wait: leaving them out would make the slow look fast. The
 * Kaplan–Meier median; its interval holds all times at which the survival is not clearly above or below one half.
 */
export function medianTime(durations: readonly Duration[]): MedianTime {
  const curve = survival(durations);
  const low = curve.find(({ alive, error }) => alive - 0.5 <= Z95 * error);
  const median = curve.find(({ alive }) => alive <= 0.5 + 1e-12);
  const high = curve.find(({ alive, error }) => alive - 0.5 < -Z95 * error);
  return { ms: median?.ms ?? null, lowMs: low?.ms ?? null, highMs: high?.ms ?? null };
}

/** The share for which it has not come by `ms`, with its standard error (Greenwood), at each time at which it came for some. */
function survival(durations: readonly Duration[]): { ms: number; alive: number; error: number }[] {
  const sorted = durations.toSorted((a, b) => a.ms - b.ms);
  const curve: { ms: number; alive: number; error: number }[] = [];
  let alive = 1;
  let greenwood = 0;
  for (let at = 0; at < sorted.length;) {
    const { ms } = sorted[at]!;
    const waiting = sorted.length - at;
    let came = 0;
    for (; sorted[at]?.ms === ms; at++) if (sorted[at]!.isReached) came += 1;
    if (came === 0) continue;
    alive *= 1 - came / waiting;
    // Of the last ones all came: the error is that of the step before, since Greenwood's has none.
    if (came < waiting) greenwood += came / (waiting * (waiting - came));
    const error = came < waiting ? alive * Math.sqrt(greenwood) : 0;
    curve.push({ ms, alive, error });
  }
  return curve;
}

/** How a share of `n` compares with a city's: where it lies by chance alone in 95 and 99.8 of 100 cases. */
export type FunnelPlace = 'usual' | 'low' | 'very-low' | 'high' | 'very-high';

/** By the exact binomial probability of as few, or as many, in a city whose share is `target`. */
export function funnelPlace(k: number, n: number, target: number): FunnelPlace {
  const few = binomialAtMost(k, n, target);
  const many = 1 - binomialAtMost(k - 1, n, target);
  if (few < 0.001) return 'very-low';
  if (many < 0.001) return 'very-high';
  if (few < 0.025) return 'low';
  return many < 0.025 ? 'high' : 'usual';
}

/** Probability of at most `k` of `n`; exact to about 1e-12, by the sum of the terms. */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  let sum = 0;
  let logTerm = n * Math.log1p(-p);
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(n - i) - Math.log(i + 1) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}
