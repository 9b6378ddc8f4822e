/** Counters that a worker keeps for as long as it lives, added up over all of its lives. */
export class SumOfLives<K extends string> {
  readonly #keys: readonly K[];
  #before: Readonly<Record<K, number>>;

  constructor(keys: readonly K[]) {
    this.#keys = keys;
    this.#before = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  }

  /** Of the lives that have ended. */
  get before(): Readonly<Record<K, number>> {
    return this.#before;
  }

  /** A life has ended with these figures. */
  end(last: Readonly<Record<K, number>>): void {
    this.#before = this.with(last);
  }

  /** With those of the life of now. */
  with(now: Readonly<Record<K, number>>): Record<K, number> {
    const sums = this.#keys.map((key) => [key, this.#before[key] + now[key]]);
    return Object.fromEntries(sums) as Record<K, number>;
  }
}
