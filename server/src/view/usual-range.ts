import type { UsualRange } from '@metropane/live-state';
import type { TimeBins } from '../fold/time-bins.ts';

const DAY_MS = 86_400_000;
const MIN_DAYS = 3;

/**
 * What is usual at each time of day: P10–P90 (nearest rank) of the same bin and its two neighbours on the earlier days that
 * the bins hold. `undefined` while fewer than 3 days are known: a guess would be read as a fact.
 */
export function usualRange(
  bins: TimeBins,
  valueOf: (bin: number) => number | null,
  span: { firstBin: number; count: number },
): UsualRange | undefined {
  const known = computed.get(bins);
  if (known !== undefined && known.newest === bins.newest && known.firstBin === span.firstBin)
    return known.range;
  const range = compute(bins, valueOf, span);
  computed.set(bins, { newest: bins.newest, firstBin: span.firstBin, range });
  return range;
}

/** Thousands of small sorts: done once per new bin, not once per publish. */
const computed = new WeakMap<TimeBins, { newest: number; firstBin: number; range: UsualRange | undefined }>();

function compute(
  bins: TimeBins,
  valueOf: (bin: number) => number | null,
  span: { firstBin: number; count: number },
): UsualRange | undefined {
  const binsPerDay = DAY_MS / bins.stepMs;
  const days = Math.floor(bins.length / binsPerDay) - 1;
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  const daysSeen = new Set<number>();
  for (let i = 0; i < span.count; i++) {
    const seen: number[] = [];
    for (let day = 1; day <= days; day++) {
      for (let neighbour = -1; neighbour <= 1; neighbour++) {
        const value = valueOf(span.firstBin + i - day * binsPerDay + neighbour);
        if (value === null) continue;
        seen.push(value);
        if (neighbour === 0) daysSeen.add(day);
      }
    }
    seen.sort((a, b) => a - b);
    low.push(seen.length < MIN_DAYS ? null : nearestRank(seen, 0.1));
    high.push(seen.length < MIN_DAYS ? null : nearestRank(seen, 0.9));
  }
  return daysSeen.size < MIN_DAYS ? undefined : { low, high, days: daysSeen.size };
}

function nearestRank(sorted: number[], quantile: number): number {
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
}
