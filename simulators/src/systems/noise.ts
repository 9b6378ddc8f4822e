/**
 * Randomness as a function of place and time: a system asks for the noise of (entity, moment) and gets the same answer whenever
 * and however often it asks. That is what lets a simulation start at any moment, skip a sleep of the laptop and go back for a
 * week of history without replaying everything before.
 */
import { hash128 } from '@metropane/base';

/** Randomness of one seed and one purpose. */
export interface Noise {
  /** Uniform in [0, 1), fixed for the pair. */
  at(entity: number, slot: number): number;
  /** Smooth in time, within [-1, 1], about 0 on average: one value per `slotMs`, eased between. */
  smooth(entity: number, tMs: number, slotMs: number): number;
  /** How many events a Poisson process with `mean` has, from the uniform number of the pair; at most 1,000. */
  count(entity: number, slot: number, mean: number): number;
}

/** Makes the noise named by `seed` and `label`; other labels give independent noise. */
export function makeNoise(seed: number | string, label: string): Noise {
  const [key] = hash128(`${seed}/${label}`, 0x0c17);
  const at = (entity: number, slot: number): number => mix(key, entity, slot) / 0x1_0000_0000;
  return {
    at,
    smooth: (entity, tMs, slotMs) => {
      const position = tMs / slotMs;
      const slot = Math.floor(position);
      const share = position - slot;
      const eased = share * share * (3 - 2 * share);
      const from = at(entity, slot);
      return 2 * (from + (at(entity, slot + 1) - from) * eased) - 1;
    },
    count: (entity, slot, mean) => {
      let left = at(entity, slot);
      let share = Math.exp(-mean);
      let n = 0;
      while (left >= share && n < 1_000) {
        left -= share;
        n += 1;
        share *= mean / n;
      }
      return n;
    },
  };
}

/** An unsigned 32-bit word from three numbers; slots may exceed 32 bits. */
function mix(key: number, entity: number, slot: number): number {
  let word = key ^ Math.imul(entity + 1, 0x9e3779b1);
  word = finish(word ^ Math.imul(slot | 0, 0x85ebca6b));
  return finish(word ^ Math.imul(Math.floor(slot / 0x1_0000_0000) + 0x27d4eb2f, 0xc2b2ae35)) >>> 0;
}

function finish(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
