import { identifyById, identifyByValue } from './identity.ts';
import type { IdentityKey, Remembered } from './identity.ts';
import type { IdentityMemory } from './identity-memory.ts';
import type { SeriesTable } from './series-table.ts';

/** Decides for the values of one observation whether they were seen before, and remembers them [W11]. */
export class Deduplicator {
  readonly #memory: IdentityMemory;
  readonly #series: SeriesTable;
  readonly #key: IdentityKey = { series: 0, tMs: 0.5, hi: 0, lo: 0, check: 0 };
  readonly #id = { hi: 0, lo: 0 };
  #hasId = false;
  #horizonStartMs = -Infinity;

  constructor(memory: IdentityMemory, series: SeriesTable) {
    this.#memory = memory;
    this.#series = series;
  }

  /** The time of the values to come and the horizon of their source. */
  begin(tMs: number, horizonStartMs: number): void {
    this.#key.tMs = tMs;
    this.#hasId = false;
    this.#horizonStartMs = horizonStartMs;
  }

  /** From here on the id decides instead of the value. */
  identifyBy(hi: number, lo: number): void {
    this.#hasId = true;
    this.#id.hi = hi;
    this.#id.lo = lo;
  }

  /** Looks a value up and remembers it when it is new; beyond the horizon everything is new and nothing is remembered [W12]. */
  remember(series: number, value: number): Remembered {
    const key = this.#key;
    if (key.tMs < this.#horizonStartMs) return 'new';
    key.series = series;
    if (this.#hasId) identifyById(key, this.#id, value);
    else identifyByValue(key, value);
    if (key.tMs > this.#series.newestT(series)) {
      this.#series.setNewestT(series, key.tMs);
    } else {
      const found = this.#memory.find(key);
      if (found !== 'new') return found;
    }
    this.#memory.add(key, this.#horizonStartMs);
    return 'new';
  }
}
