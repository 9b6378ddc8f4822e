import type { Rng } from '@metropane/base';

const FIRST_MS = 2_000;
const MOST_MS = 300_000;

/** How long to wait before attempt `attempts + 1`: doubling from 2 s to 5 min, a random half of it, so that targets do not meet again. */
export function backoffMs(attempts: number, rng: Pick<Rng, 'next'>): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full * (0.5 + rng.next() / 2));
}

/** Failures in a row after which a target is left alone for a while. */
const OPEN_AFTER = 5;

/** Whether a target is worth asking: after failures in a row it is given a rest, then one message tries. */
export class Circuit {
  #failures = 0;
  #openUntilMs = 0;

  /** `open`: nobody asks it; `half-open`: one message may. */
  state(nowMs: number): 'closed' | 'open' | 'half-open' {
    if (this.#failures < OPEN_AFTER) return 'closed';
    return nowMs < this.#openUntilMs ? 'open' : 'half-open';
  }

  get openUntilMs(): number {
    return this.#failures < OPEN_AFTER ? 0 : this.#openUntilMs;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(nowMs: number, rng: Pick<Rng, 'next'>): void {
    this.#failures += 1;
    if (this.#failures >= OPEN_AFTER)
      this.#openUntilMs = nowMs + backoffMs(this.#failures - OPEN_AFTER + 1, rng);
  }
}
