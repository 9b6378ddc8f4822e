import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';

/**
 * Runs `body` once per seed and names the seed in what it throws. `METROPANE_SEED=<seed>` runs that one only, to look at a failure.
 * Seeds are `<label>/<n>`, so every test draws its own stream.
 */
export function forSeeds(label: string, count: number, body: (rng: Rng, seed: string) => void): void {
  const only = process.env['METROPANE_SEED'];
  for (let n = 0; n < count; n++) {
    const seed = `${label}/${n}`;
    if (only !== undefined && only !== seed) continue;
    try {
      body(makeRng(seed), seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}
