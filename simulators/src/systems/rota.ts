import type { Noise } from './noise.ts';
import type { CitySystem, SimEntity } from './system.ts';

/**
 * When the entities of one system report: each once per period, at a phase of its own, so that messages come evenly. Times are
 * counted from the epoch, not from the start: two runs that overlap say the same at the same moment.
 */
export class Rota {
  readonly system: CitySystem;
  readonly periodMs: number;
  readonly #order: readonly { readonly index: number; readonly phaseMs: number }[];
  #cycle: number;
  #next: number;
  #atMs: number;

  constructor(system: CitySystem, periodMs: number, { noise, fromMs }: { noise: Noise; fromMs: number }) {
    this.system = system;
    this.periodMs = periodMs;
    this.#order = system.entities
      .map((_, index) => ({ index, phaseMs: Math.floor(noise.at(index, 0) * periodMs) }))
      .toSorted((a, b) => a.phaseMs - b.phaseMs || a.index - b.index);
    this.#cycle = Math.floor(fromMs / periodMs);
    this.#next = this.#order.findIndex(({ phaseMs }) => this.#cycle * periodMs + phaseMs >= fromMs);
    if (this.#next < 0) {
      this.#next = 0;
      this.#cycle += 1;
    }
    this.#atMs = this.#dueMs();
  }

  /** When the next entity is due; Infinity for a system without entities. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Index of the entity that is due at `atMs`; moves on to the one after it. */
  take(): { readonly index: number; readonly entity: SimEntity } {
    const { index } = this.#order[this.#next]!;
    this.#next += 1;
    if (this.#next === this.#order.length) {
      this.#next = 0;
      this.#cycle += 1;
    }
    this.#atMs = this.#dueMs();
    return { index, entity: this.system.entities[index]! };
  }

  #dueMs(): number {
    const turn = this.#order[this.#next];
    return turn === undefined ? Infinity : this.#cycle * this.periodMs + turn.phaseMs;
  }
}
