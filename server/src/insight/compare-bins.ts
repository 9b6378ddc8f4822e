import type { AlignedBin } from './align-periods.ts';

/** What is known of one bin; a bin of which nothing is known is no bin of zero. */
export interface BinValue {
  value: number;
  /** Readings or events behind it. */
  n: number;
}

export interface ComparedBin extends AlignedBin {
  now: BinValue | null;
  before: BinValue | null;
  /** It has not ended yet: half a day is not held against a whole one, and nothing is missing. */
  isAhead: boolean;
}

export interface Comparison {
  bins: ComparedBin[];
  summary: ComparisonSummary;
}

/** Over the bins that both sides know: a side with more bins must not win by them. */
export interface ComparisonSummary {
  common: number;
  /** Bins of which this side, or the other, knows nothing, and those that the other side never had. */
  missingNow: number;
  missingBefore: number;
  noSuchTime: number;
  ahead: number;
  /** Null where no bin is common. For counts and sums the totals, else the means by readings. */
  now: number | null;
  before: number | null;
}

/** `now` and `before` by the start of their bins. `how`: counts add up, means are weighed by their readings. */
export function comparedBins(
  bins: readonly AlignedBin[],
  sides: { now: ReadonlyMap<number, BinValue>; before: ReadonlyMap<number, BinValue> },
  { how, nowMs }: { how: 'total' | 'mean' | 'largest'; nowMs: number },
): Comparison {
  const compared = bins.map((bin): ComparedBin => ({
    ...bin,
    now: sides.now.get(bin.startMs) ?? null,
    before: bin.otherMs === null ? null : (sides.before.get(bin.otherMs) ?? null),
    isAhead: bin.endMs > nowMs,
  }));
  const past = compared.filter(({ isAhead }) => !isAhead);
  const common = past.filter(({ now, before }) => now !== null && before !== null);
  return {
    bins: compared,
    summary: {
      common: common.length,
      missingNow: past.filter(({ now }) => now === null).length,
      missingBefore: past.filter(({ before, otherMs }) => otherMs !== null && before === null).length,
      noSuchTime: past.filter(({ otherMs }) => otherMs === null).length,
      ahead: compared.length - past.length,
      now: over(
        common.map(({ now }) => now!),
        how,
      ),
      before: over(
        common.map(({ before }) => before!),
        how,
      ),
    },
  };
}

function over(values: readonly BinValue[], how: 'total' | 'mean' | 'largest'): number | null {
  if (values.length === 0) return null;
  if (how === 'largest') return values.reduce((most, { value }) => Math.max(most, value), -Infinity);
  const total = values.reduce((sum, { value }) => sum + value, 0);
  if (how === 'total') return total;
  const n = values.reduce((sum, each) => sum + each.n, 0);
  return values.reduce((sum, each) => sum + each.value * each.n, 0) / n;
}
