import { cityDomain } from '../domains.ts';

/**
 * The statistics that a domain adds to its windows, beside the arithmetic ones: the arithmetic mean of decibels, of compass
 * directions, or of speeds taken over unequal traffic says something else than people think.
 */
export type DomainStatistic =
  /** Level of the mean sound energy, Leq: `10·log10(mean(10^(L/10)))`, in dB. Source: ISO 1996-1. */
  | { column: 'energeticMean' }
  /**
   * Of directions in degrees: where the resultant of the wind vectors points, each weighted with its speed (WMO-No. 8, part I
   * chapter 5); none when the vectors cancel. `pair` finds the metric of the same observation that has the speed.
   */
  | { column: 'vectorMean'; pair: RegExp }
  /** `Σ speed·flow / Σ flow`: each vehicle counts once, each detector by what passed it. `pair` finds the flow. */
  | { column: 'flowWeightedMean'; pair: RegExp };

/** The statistic that a metric of a domain has beside the arithmetic ones; undefined = none. */
export function domainStatistic(domain: string, metric: string): DomainStatistic | undefined {
  const column = cityDomain(domain)?.extraStatistic;
  if (column === 'energeticMean') return /Dba?$/.test(metric) ? { column } : undefined;
  if (column === 'vectorMean') {
    const stem = /^([a-z]+).*Deg$/.exec(metric)?.[1];
    // The mean speed, not the gust.
    return stem === undefined ? undefined : { column, pair: new RegExp(`^${stem}(Speed)?(Mps|Kmh)$`) };
  }
  if (column === 'flowWeightedMean' && metric.endsWith('Kmh')) {
    return { column, pair: /Vph$/ };
  }
  return undefined;
}

/** Leq of levels in dB; undefined for none. */
export function energeticMean(levels: readonly number[]): number | undefined {
  if (levels.length === 0) return undefined;
  // Against the loudest: 10^(L/10) alone leaves the range of a double for levels nobody measures, but a broken sensor tells.
  const loudest = levels.reduce((a, b) => Math.max(a, b));
  const energy = levels.reduce((sum, level) => sum + 10 ** ((level - loudest) / 10), 0);
  return loudest + 10 * Math.log10(energy / levels.length);
}

/** A resultant shorter than this share of the mean speed has no direction worth the name. */
const CALM = 1e-9;

/** Direction in degrees `[0, 360)` of the resultant of `[direction, speed]` vectors; undefined for none or when they cancel. */
export function vectorMean(
  vectors: readonly (readonly [directionDeg: number, speed: number])[],
): number | undefined {
  let east = 0;
  let north = 0;
  let total = 0;
  for (const [directionDeg, speed] of vectors) {
    const angle = (directionDeg * Math.PI) / 180;
    east += speed * Math.sin(angle);
    north += speed * Math.cos(angle);
    total += Math.abs(speed);
  }
  if (total === 0 || Math.hypot(east, north) <= CALM * total) return undefined;
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** `Σ value·weight / Σ weight` of `[value, weight]`; undefined without weight. Negative weights do not count. */
export function weightedMean(
  pairs: readonly (readonly [value: number, weight: number])[],
): number | undefined {
  let sum = 0;
  let weights = 0;
  for (const [value, weight] of pairs) {
    if (!(weight > 0)) continue;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? undefined : sum / weights;
}
