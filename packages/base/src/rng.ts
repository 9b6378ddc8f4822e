import { assert } from './assert.ts';
import { hash128 } from './hash128.ts';

/** Seeded randomness: one seed gives one stream on every machine. Never for secrets. */
export interface Rng {
  /** A float in [0, 1) with 32 random bits. */
  next(): number;
  /** An unsigned 32-bit integer. */
  u32(): number;
  /** An integer in [0, n), n a positive integer ≤ 2^32; unbiased. */
  int(n: number): number;
  /** A normal deviate, mean 0, standard deviation 1 (Box-Muller). */
  normal(): number;
  /**
   * An independent stream named by `label`. It depends on this stream's seed and the label only, not on how much was drawn:
   * adding a draw in one simulator does not change its neighbours.
   */
  fork(label: string | number): Rng;
}

/** Makes a generator (sfc32, state from a 128-bit hash of the seed). Equal seeds give equal streams; 1 and "1" are equal. */
export function makeRng(seed: number | string): Rng {
  const path = String(seed);
  const state = hash128(path, 0x5eed);
  let [a, b, c, d] = state;
  let spare = Number.NaN;

  function u32(): number {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  function int(n: number): number {
    assert(Number.isInteger(n) && n > 0 && n <= 0x1_0000_0000, 'int(n) needs an integer in 1..2^32', { n });
    // Words above the greatest multiple of n are drawn again, else small results would be favoured.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let word = u32();
    while (word >= limit) word = u32();
    return word % n;
  }

  function normal(): number {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - u32() / 0x1_0000_0000));
    const angle = (2 * Math.PI * u32()) / 0x1_0000_0000;
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  for (let round = 0; round < 12; round++) u32();
  return {
    next: () => u32() / 0x1_0000_0000,
    u32,
    int,
    normal,
    fork: (label) => makeRng(`${path}/${label}`),
  };
}
