/** Order statistics of plain numbers. None takes an empty list: what nothing is known of has no middle. */
import { assert } from '@metropane/base';

/** A normal sample's standard deviation is this many median absolute deviations. */
const MAD_TO_SIGMA = 1.4826;

/** The value below which a share of the values lies, by linear interpolation (type 7 of Hyndman and Fan). `sorted` ascends. */
export function quantileOf(sorted: readonly number[], share: number): number {
  assert(sorted.length > 0, 'a quantile is taken of something');
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(sorted.length - 1, below + 1)]!;
  return low + (high - low) * (at - below);
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** The median absolute deviation, scaled so that a normal sample's is its standard deviation. 0 where more than half are equal. */
export function scaledMad(values: readonly number[], median: number): number {
  return MAD_TO_SIGMA * medianOf(values.map((value) => Math.abs(value - median)));
}
