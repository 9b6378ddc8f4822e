import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';

/** For how long a long run may hold its thread before others get a turn. */
const TURN_MS = 500;

/**
 * Runs `body` once per seed and names the seed in what it throws. `METROPANE_SEED=<seed>` runs that one only, to look at a failure.
 * Seeds are `<label>/<n>`, so every test draws its own stream.
 */
export function forSeeds(label: string, count: number, body: (rng: Rng, seed: string) => void): void {
  for (const seed of seedsOf(label, count)) runSeed(seed, body);
}

/**
 * As `forSeeds`, for runs of minutes, until `isDone` (asked before each seed): lets other work of the thread go on between seeds, so
 * that a test runner hears of it. Returns how many seeds it ran.
 */
export async function forSeedsUntil(
  label: string,
  isDone: () => boolean,
  body: (rng: Rng, seed: string) => void,
): Promise<number> {
  let ran = 0;
  let turnEndsAt = performance.now() + TURN_MS;
  for (const seed of seedsOf(label, Infinity)) {
    if (isDone()) break;
    runSeed(seed, body);
    ran++;
    if (performance.now() < turnEndsAt) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnEndsAt = performance.now() + TURN_MS;
  }
  return ran;
}

function* seedsOf(label: string, count: number): Generator<string> {
  const only = process.env['METROPANE_SEED'];
  if (only === undefined) for (let n = 0; n < count; n++) yield `${label}/${n}`;
  else if (only.startsWith(`${label}/`)) yield only;
}

function runSeed(seed: string, body: (rng: Rng, seed: string) => void): void {
  try {
    body(makeRng(seed), seed);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
