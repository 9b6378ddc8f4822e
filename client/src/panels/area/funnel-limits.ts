/** The share within which chance alone puts `n` cases of a city whose share is `target`, by the normal approximation: for a drawing. */
export function funnelLimits(target: number, n: number, z: number): { low: number; high: number } {
  const half = z * Math.sqrt((target * (1 - target)) / n);
  return { low: Math.max(0, target - half), high: Math.min(1, target + half) };
}

/** The next 1, 2 or 5 times a power of ten: where an axis ends. */
export function niceMost(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((most) => most >= value)!;
}
