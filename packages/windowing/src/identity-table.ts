import { withRoom } from './capacity.ts';
import { IdentityIndex } from './identity-index.ts';
import { compareChecks, hashOfKey } from './identity.ts';
import type { IdentityKey, Remembered } from './identity.ts';

// An entry is 32 bytes, half a cache line: time, words, check, owner, next of its series, hash. Entry 0 means none.
const WORDS = 8;
const DOUBLES = 4;
const HI = 2;
const LO = 3;
const CHECK = 4;
const OWNER = 5;
const NEXT = 6;
const HASH = 7;
const NOBODY = -1;

/** What a checkpoint keeps: the entries; the index is built again. */
export interface IdentityTableSnapshot {
  readonly words: Int32Array;
  readonly free: number;
}

/**
 * The identities of series with very many of them: one open-addressing table with linear probing and exact keys. Entries of one
 * series are linked in log order; the caller keeps both ends. Each step costs the same however many identities one series has,
 * so a sensor that floods one instant with different values cannot slow the fold.
 */
export class IdentityTable {
  readonly #most: number;
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  readonly #index = new IdentityIndex((entry) => this.#words[entry * WORDS + HASH]!);
  #used = 1;
  #free = 0;
  /** Entries in use: what the memory limit counts. */
  slots = 0;

  constructor(most: number) {
    this.#most = most;
    this.#reserve();
  }

  find(key: IdentityKey): Remembered {
    const hash = hashOfKey(key);
    const words = this.#words;
    let entry: number;
    for (let step = 0; (entry = this.#index.entryAt(hash, step)) !== 0; step++) {
      const word = entry * WORDS;
      if (words[word + HASH] !== hash || words[word + OWNER] !== key.series) continue;
      if (words[word + HI] !== key.hi || words[word + LO] !== key.lo) continue;
      if (this.#doubles[entry * DOUBLES] !== key.tMs) continue;
      const compared = compareChecks(key.check, words[word + CHECK]!);
      if (compared !== 'new') return compared;
    }
    return 'new';
  }

  /** Adds an entry after `newest` of its series (0 = it is the first) and returns it. The caller knows that it is new. */
  append(key: IdentityKey, newest: number): number {
    const entry = this.#take();
    const words = this.#words;
    const word = entry * WORDS;
    const hash = hashOfKey(key);
    this.#doubles[entry * DOUBLES] = key.tMs;
    words[word + HI] = key.hi;
    words[word + LO] = key.lo;
    words[word + CHECK] = key.check;
    words[word + OWNER] = key.series;
    words[word + NEXT] = 0;
    words[word + HASH] = hash;
    if (newest !== 0) words[newest * WORDS + NEXT] = entry;
    this.#index.add(hash, entry);
    return entry;
  }

  tMs(entry: number): number {
    return this.#doubles[entry * DOUBLES]!;
  }

  /** Fills `key` from an entry and returns the next one of its series (0 = none). */
  read(entry: number, key: IdentityKey): number {
    const word = entry * WORDS;
    key.series = this.#words[word + OWNER]!;
    key.tMs = this.#doubles[entry * DOUBLES]!;
    key.hi = this.#words[word + HI]!;
    key.lo = this.#words[word + LO]!;
    key.check = this.#words[word + CHECK]!;
    return this.#words[word + NEXT]!;
  }

  /** Frees the oldest entry of a series and returns the next one. */
  removeOldest(entry: number): number {
    const words = this.#words;
    const word = entry * WORDS;
    this.#index.remove(words[word + HASH]!, entry);
    const next = words[word + NEXT]!;
    words[word + OWNER] = NOBODY;
    words[word + NEXT] = this.#free;
    this.#free = entry;
    this.slots--;
    return next;
  }

  memoryBytes(): number {
    return this.#used * WORDS * this.#words.BYTES_PER_ELEMENT + this.#index.memoryBytes();
  }

  snapshot(): IdentityTableSnapshot {
    return { words: this.#words.slice(0, this.#used * WORDS), free: this.#free };
  }

  /** Replaces the content of this (fresh) table. */
  load(snapshot: IdentityTableSnapshot): void {
    this.#used = snapshot.words.length / WORDS;
    this.#reserve();
    this.#words.set(snapshot.words);
    this.#free = snapshot.free;
    for (let entry = 1; entry < this.#used; entry++) {
      if (this.#words[entry * WORDS + OWNER] === NOBODY) continue;
      this.#index.add(this.#words[entry * WORDS + HASH]!, entry);
      this.slots++;
    }
  }

  #take(): number {
    this.slots++;
    if (this.#free !== 0) {
      const entry = this.#free;
      this.#free = this.#words[entry * WORDS + NEXT]!;
      return entry;
    }
    this.#used++;
    this.#reserve();
    return this.#used - 1;
  }

  #reserve(): void {
    const words = withRoom(this.#words, { size: WORDS, records: this.#used, most: this.#most + 1 });
    if (words === this.#words) return;
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
  }
}
