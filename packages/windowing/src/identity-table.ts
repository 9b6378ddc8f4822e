import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
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
const MAX_LOAD = 0.65;

/** What a checkpoint keeps: the entries; the index is built again. */
export interface IdentityTableSnapshot {
  readonly words: Uint32Array;
  readonly free: number;
}

/**
 * The identities of series with very many of them: one open-addressing table with linear probing and exact keys. Entries of one
 * series are linked in log order; the caller keeps both ends. Each step costs the same however many identities one series has,
 * so a sensor that floods one instant with different values cannot slow the fold. The index doubles in one go.
 */
export class IdentityTable {
  #words = new Uint32Array(WORDS * 16);
  #doubles = new Float64Array(this.#words.buffer);
  #index = new Uint32Array(32);
  #used = 1;
  #free = 0;

  /** Entries ever allocated, free ones included: what the memory limit counts. */
  get slots(): number {
    return this.#used - 1;
  }

  get hasFree(): boolean {
    return this.#free !== 0;
  }

  find(key: IdentityKey): Remembered {
    const hash = hashOfKey(key);
    const mask = this.#index.length - 1;
    const words = this.#words;
    for (let at = hash & mask; this.#index[at] !== 0; at = (at + 1) & mask) {
      const entry = this.#index[at]!;
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
    this.#doubles[entry * DOUBLES] = key.tMs;
    words[word + HI] = key.hi;
    words[word + LO] = key.lo;
    words[word + CHECK] = key.check;
    words[word + OWNER] = key.series;
    words[word + NEXT] = 0;
    words[word + HASH] = hashOfKey(key);
    if (newest !== 0) words[newest * WORDS + NEXT] = entry;
    this.#putIntoIndex(entry);
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

  /** Frees the oldest entry of a series and returns the next one. Backward-shift deletion: no tombstones, probes stay short. */
  removeOldest(entry: number): number {
    const index = this.#index;
    const words = this.#words;
    const mask = index.length - 1;
    let hole = words[entry * WORDS + HASH]! & mask;
    while (index[hole] !== entry) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; index[at] !== 0; at = (at + 1) & mask) {
      const home = words[index[at]! * WORDS + HASH]! & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      index[hole] = index[at]!;
      hole = at;
    }
    index[hole] = 0;
    const next = words[entry * WORDS + NEXT]!;
    words[entry * WORDS + OWNER] = 0xffffffff;
    words[entry * WORDS + NEXT] = this.#free;
    this.#free = entry;
    return next;
  }

  memoryBytes(): number {
    return this.#words.byteLength + this.#index.byteLength;
  }

  snapshot(): IdentityTableSnapshot {
    return { words: this.#words.slice(0, this.#used * WORDS), free: this.#free };
  }

  /** Replaces the content of this (fresh) table. */
  load(snapshot: IdentityTableSnapshot): void {
    this.#words = snapshot.words.slice();
    this.#doubles = new Float64Array(this.#words.buffer);
    this.#used = snapshot.words.length / WORDS;
    this.#free = snapshot.free;
    this.#rebuildIndex();
  }

  #take(): number {
    if (this.#free !== 0) {
      const entry = this.#free;
      this.#free = this.#words[entry * WORDS + NEXT]!;
      return entry;
    }
    if (this.#used * WORDS === this.#words.length) {
      this.#words = grownColumn(this.#words, nextCapacity(this.#used, this.#used + 1) * WORDS);
      this.#doubles = new Float64Array(this.#words.buffer);
    }
    this.#words[this.#used * WORDS + OWNER] = 0xffffffff;
    this.#used++;
    if (this.#used > this.#index.length * MAX_LOAD) this.#rebuildIndex();
    return this.#used - 1;
  }

  #putIntoIndex(entry: number): void {
    const mask = this.#index.length - 1;
    let at = this.#words[entry * WORDS + HASH]! & mask;
    while (this.#index[at] !== 0) at = (at + 1) & mask;
    this.#index[at] = entry;
  }

  #rebuildIndex(): void {
    let length = 32;
    while (this.#used > length * MAX_LOAD) length *= 2;
    this.#index = new Uint32Array(length);
    for (let entry = 1; entry < this.#used; entry++) {
      if (this.#words[entry * WORDS + OWNER] !== 0xffffffff) this.#putIntoIndex(entry);
    }
  }
}
