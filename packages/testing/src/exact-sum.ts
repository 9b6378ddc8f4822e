/** The correctly rounded sum of finite doubles (Shewchuk's growing expansion, as Python's fsum): the yardstick for compensated sums. */
export function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  for (const value of values) {
    let carried = value;
    let kept = 0;
    for (const partial of partials) {
      const [large, small] = Math.abs(carried) < Math.abs(partial) ? [partial, carried] : [carried, partial];
      const high = large + small;
      const low = small - (high - large);
      if (low !== 0) partials[kept++] = low;
      carried = high;
    }
    partials.length = kept;
    partials.push(carried);
  }
  // Smallest first: what is lost by rounding here is below the last bit of the result or half of it.
  return partials.reduce((sum, partial) => sum + partial, 0);
}
