const PARTS = 256;
const MAX_LOAD = 0.65;
const FIRST_LENGTH = 8;

/**
 * A hash index from hashes to entry numbers > 0, open addressing with linear probing, in 256 parts that grow one by one: doubling a
 * part of an index of four million entries takes below a millisecond, doubling all of it would be a pause.
 * The caller walks a probe: `for (at = start(hash); (entry = entryAt(hash, at)) !== 0; at++)`.
 */
export class IdentityIndex {
  readonly #hashOf: (entry: number) => number;
  readonly #parts: Uint32Array[] = Array.from({ length: PARTS }, () => new Uint32Array(FIRST_LENGTH));
  readonly #counts = new Uint32Array(PARTS);

  constructor(hashOf: (entry: number) => number) {
    this.#hashOf = hashOf;
  }

  /** The entry at a step of a hash's probe; 0 = the probe ends. */
  entryAt(hash: number, step: number): number {
    const part = this.#parts[hash >>> 24]!;
    return part[(hash + step) & (part.length - 1)]!;
  }

  add(hash: number, entry: number): void {
    const at = hash >>> 24;
    let part = this.#parts[at]!;
    this.#counts[at] = this.#counts[at]! + 1;
    if (this.#counts[at]! > part.length * MAX_LOAD) {
      const bigger = new Uint32Array(part.length * 2);
      for (const moved of part) if (moved !== 0) put(bigger, this.#hashOf(moved), moved);
      this.#parts[at] = part = bigger;
    }
    put(part, hash, entry);
  }

  /** Takes out an entry that is there. Backward-shift deletion: no tombstones, probes stay short. */
  remove(hash: number, entry: number): void {
    const index = this.#parts[hash >>> 24]!;
    const mask = index.length - 1;
    this.#counts[hash >>> 24] = this.#counts[hash >>> 24]! - 1;
    let hole = hash & mask;
    while (index[hole] !== entry) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; index[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashOf(index[at]!) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      index[hole] = index[at]!;
      hole = at;
    }
    index[hole] = 0;
  }

  memoryBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteLength, 0);
  }
}

function put(index: Uint32Array, hash: number, entry: number): void {
  const mask = index.length - 1;
  let at = hash & mask;
  while (index[at] !== 0) at = (at + 1) & mask;
  index[at] = entry;
}
