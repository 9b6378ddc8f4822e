import { identifyById, identifyByValue } from './identity.ts';
import type { IdentityKey, Remembered } from './identity.ts';
import type { IdentityMemory } from './identity-memory.ts';
import { HORIZON_START, T, VALUE } from './observation.ts';
import type { Observation } from './observation.ts';
import type { SeriesTable } from './series-table.ts';

/** Decides for the values of one observation whether they were seen before, and remembers them [W11]. */
export class Deduplicator {
  readonly #memory: IdentityMemory;
  readonly #series: SeriesTable;
  readonly #event: Observation;
  readonly #key: IdentityKey = { series: 0, tMs: 0.5, hi: 0, lo: 0, check: 0 };
  readonly #id = { hi: 0, lo: 0 };
  #hasId = false;

  constructor(memory: IdentityMemory, series: SeriesTable, event: Observation) {
    this.#memory = memory;
    this.#series = series;
    this.#event = event;
  }

  /** The values to come have no id, unless they get one. */
  begin(): void {
    this.#hasId = false;
  }

  /** From here on the id decides instead of the value. */
  identifyBy(hi: number, lo: number): void {
    this.#hasId = true;
    this.#id.hi = hi;
    this.#id.lo = lo;
  }

  /** Looks the event's value up and remembers it when it is new; beyond the horizon all is new and nothing is remembered [W12]. */
  remember(series: number): Remembered {
    const key = this.#key;
    const event = this.#event;
    if (event[T]! < event[HORIZON_START]!) return 'new';
    key.tMs = event[T]!;
    key.series = series;
    if (this.#hasId) identifyById(key, this.#id, event[VALUE]!);
    else identifyByValue(key, event[VALUE]!);
    if (key.tMs > this.#series.newestT(series)) {
      this.#series.setNewestT(series, key.tMs);
    } else {
      const found = this.#memory.find(key);
      if (found !== 'new') return found;
    }
    if (!this.#memory.addToRing(key)) this.#memory.add(key, event[HORIZON_START]!);
    return 'new';
  }
}
