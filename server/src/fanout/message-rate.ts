import type { Clock } from '@metropane/base';

/** A bucket of allowances: `burst` at once, refilled with `perS` a second. */
export class MessageRate {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #perS: number;
  #left: number;
  #atMs: number;

  constructor(clock: Clock, { burst, perS }: { burst: number; perS: number }) {
    this.#clock = clock;
    this.#burst = burst;
    this.#perS = perS;
    this.#left = burst;
    this.#atMs = clock.nowMs();
  }

  /** Takes `cost` allowances; false when there are not so many. */
  take(cost = 1): boolean {
    const nowMs = this.#clock.nowMs();
    const gained = (Math.max(0, nowMs - this.#atMs) / 1_000) * this.#perS;
    this.#left = Math.min(this.#burst, this.#left + gained);
    this.#atMs = nowMs;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }
}
