/**
 * What is usual at a time of day: P10, P50 and P90 (nearest rank) of the same time on earlier days of the same kind. Pure: it is
 * handed days of five-minute bins. A bin that fewer than three days know has no band: a guess would be read as a fact.
 */

/** Five minutes: what every band is made of. */
export const BIN_MS = 300_000;
export const BINS_PER_DAY = 288;
const BINS_PER_HOUR = 12;
/** Bins on either side that count as the same time: within half an hour a day is never more punctual than that. */
const NEIGHBOURS = 6;
/** Days that must know a time of day before anything is said of it. */
export const LEAST_DAYS = 3;

/** One civil day by five minutes since its midnight; NaN = nothing was measured, which is not zero. */
export interface KnownDay {
  sums: Float64Array;
  counts: Float64Array;
  lasts: Float64Array;
}

export type BandStatistic = 'mean' | 'last' | 'sum';

export interface BandPoint {
  low: number | null;
  mid: number | null;
  high: number | null;
  /** Days that the point rests on. */
  days: number;
}

/** 288 points of five minutes, or 24 of an hour, for a day like the given ones. */
export function usualBand(
  days: readonly KnownDay[],
  { step, statistic }: { step: 'PT5M' | 'PT1H'; statistic: BandStatistic },
): BandPoint[] {
  const isHourly = step === 'PT1H';
  const lines = days.map((day) => (isHourly ? hoursOf(day, statistic) : binsOf(day, statistic)));
  const count = isHourly ? BINS_PER_DAY / BINS_PER_HOUR : BINS_PER_DAY;
  return Array.from({ length: count }, (_, at) => pointAt(lines, at, isHourly ? 0 : NEIGHBOURS));
}

function pointAt(lines: readonly Float64Array[], at: number, neighbours: number): BandPoint {
  const seen: number[] = [];
  let days = 0;
  for (const line of lines) {
    const before = seen.length;
    for (let i = Math.max(0, at - neighbours); i <= Math.min(line.length - 1, at + neighbours); i++)
      if (!Number.isNaN(line[i]!)) seen.push(line[i]!);
    if (seen.length > before) days += 1;
  }
  if (days < LEAST_DAYS) return { low: null, mid: null, high: null, days };
  seen.sort((a, b) => a - b);
  return { low: rank(seen, 0.1), mid: rank(seen, 0.5), high: rank(seen, 0.9), days };
}

function rank(sorted: readonly number[], quantile: number): number {
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
}

function binsOf({ sums, counts, lasts }: KnownDay, statistic: BandStatistic): Float64Array {
  return sums.map((sum, at) => {
    if (counts[at] === 0) return Number.NaN;
    return statistic === 'mean' ? sum / counts[at]! : statistic === 'sum' ? sum : lasts[at]!;
  });
}

/** An hour's mean is of its readings, not of its bins; its last value is that of its newest bin. */
function hoursOf({ sums, counts, lasts }: KnownDay, statistic: BandStatistic): Float64Array {
  return Float64Array.from({ length: BINS_PER_DAY / BINS_PER_HOUR }, (_, hour) => {
    let sum = 0;
    let n = 0;
    let last = Number.NaN;
    for (let at = hour * BINS_PER_HOUR; at < (hour + 1) * BINS_PER_HOUR; at++) {
      if (counts[at] === 0) continue;
      sum += sums[at]!;
      n += counts[at]!;
      last = lasts[at]!;
    }
    if (n === 0) return Number.NaN;
    return statistic === 'mean' ? sum / n : statistic === 'sum' ? sum : last;
  });
}

/** An empty day, to be filled. */
export function emptyDay(): KnownDay {
  return {
    sums: new Float64Array(BINS_PER_DAY),
    counts: new Float64Array(BINS_PER_DAY),
    lasts: new Float64Array(BINS_PER_DAY),
  };
}

export function isEmpty({ counts }: KnownDay): boolean {
  return counts.every((n) => n === 0);
}
