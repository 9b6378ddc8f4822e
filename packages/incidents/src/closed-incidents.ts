/** Closed incidents that are kept, longest closed first, and which of them had a watched key. Derived but for the order. */
export class ClosedIncidents {
  readonly #keysOf = new Map<string, ReadonlySet<string>>();
  readonly #ids = new Map<string, Set<string>>();

  get size(): number {
    return this.#keysOf.size;
  }

  /** Nothing changes for one that is known: its keys are those with which it was closed. */
  add(id: string, keys: ReadonlySet<string>): void {
    if (this.#keysOf.has(id)) return;
    const own = new Set(keys);
    this.#keysOf.set(id, own);
    for (const key of own) this.#ids.set(key, (this.#ids.get(key) ?? new Set()).add(id));
  }

  delete(id: string): void {
    for (const key of this.#keysOf.get(id) ?? []) {
      const ids = this.#ids.get(key);
      ids?.delete(id);
      if (ids?.size === 0) this.#ids.delete(key);
    }
    this.#keysOf.delete(id);
  }

  values(): IterableIterator<string> {
    return this.#keysOf.keys();
  }

  /** Those that had the key, in any order. */
  withKey(key: string): Iterable<string> {
    return this.#ids.get(key) ?? [];
  }
}
