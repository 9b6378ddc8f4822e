import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
import type { IdentityKey } from './identity.ts';

/** What a checkpoint keeps. */
export interface RingBlocksSnapshot {
  readonly words: Uint32Array;
  readonly free: readonly number[];
  readonly freeSlots: number;
}

/** Sizes of blocks: powers of two from the smallest to the largest. */
export const SMALLEST_RING = 4;
export const LARGEST_RING = 256;

// A slot is 20 bytes: the two words of the time, the two words of the identity, the check. One array, so that an event touches one
// cache line of it; the time is put together again where it is needed as a number.
const SLOT = 5;
const TIME_LOW = 0;
const TIME_HIGH = 1;
const HI = 2;
const LO = 3;
const CHECK = 4;
const SIGN = 0x8000_0000;
const bits = new Float64Array(1);
const halves = new Uint32Array(bits.buffer);

/**
 * Room for the rings of identities: 20 bytes per slot (time, two words, check) in shared columns, handed out in blocks of 4 to 256
 * slots. Freed blocks wait in one list per size. A block is named by its first slot + 1; 0 = none.
 */
export class RingBlocks {
  #words: Uint32Array;
  #free: number[] = [0, 0, 0, 0, 0, 0, 0];
  /** Slots ever handed out, freed ones included: what the memory limit counts. */
  slots = 0;
  /** Slots in freed blocks. */
  freeSlots = 0;

  /** With room for so many slots; it grows when needed. */
  constructor(slots = 0) {
    this.#words = new Uint32Array(slots * SLOT);
  }

  tMs(slot: number): number {
    halves[0] = this.#words[slot * SLOT + TIME_LOW]!;
    halves[1] = this.#words[slot * SLOT + TIME_HIGH]!;
    return bits[0]!;
  }

  /** Whether the slot's time is before `limitMs`. */
  isBefore(slot: number, limitMs: number): boolean {
    const high = this.#words[slot * SLOT + TIME_HIGH]!;
    bits[0] = limitMs;
    const limitHigh = halves[1]!;
    // Doubles that are not negative are ordered like their words; putting the time together stalls on the two halves.
    if (high < SIGN && limitHigh < SIGN) {
      return high < limitHigh || (high === limitHigh && this.#words[slot * SLOT + TIME_LOW]! < halves[0]!);
    }
    return this.tMs(slot) < limitMs;
  }

  /** Whether the slot has the key's time and words. */
  isAt(slot: number, key: IdentityKey): boolean {
    const at = slot * SLOT;
    if (this.#words[at + LO] !== key.lo || this.#words[at + HI] !== key.hi) return false;
    return this.tMs(slot) === key.tMs;
  }

  check(slot: number): number {
    return this.#words[slot * SLOT + CHECK]!;
  }

  write(slot: number, key: IdentityKey): void {
    const at = slot * SLOT;
    bits[0] = key.tMs;
    this.#words[at + TIME_LOW] = halves[0]!;
    this.#words[at + TIME_HIGH] = halves[1]!;
    this.#words[at + HI] = key.hi;
    this.#words[at + LO] = key.lo;
    this.#words[at + CHECK] = key.check;
  }

  /** Fills all of `key` but its series. */
  read(slot: number, key: IdentityKey): void {
    const at = slot * SLOT;
    key.tMs = this.tMs(slot);
    key.hi = this.#words[at + HI]!;
    key.lo = this.#words[at + LO]!;
    key.check = this.#words[at + CHECK]!;
  }

  /** Copies a slot of `source`, which may be these blocks themselves. */
  copyFrom(source: RingBlocks, from: number, to: number): void {
    for (let word = 0; word < SLOT; word++)
      this.#words[to * SLOT + word] = source.#words[from * SLOT + word]!;
  }

  hasFree(capacity: number): boolean {
    return this.#free[sizeClass(capacity)] !== 0;
  }

  /** A block of this size: a freed one, or new slots. */
  allocate(capacity: number): number {
    const size = sizeClass(capacity);
    const reused = this.#free[size]!;
    if (reused !== 0) {
      this.#free[size] = this.check(reused - 1);
      this.freeSlots -= capacity;
      return reused;
    }
    if ((this.slots + capacity) * SLOT > this.#words.length) {
      this.#words = grownColumn(this.#words, nextCapacity(this.slots, this.slots + capacity) * SLOT);
    }
    this.slots += capacity;
    return this.slots - capacity + 1;
  }

  release(block: number, capacity: number): void {
    const size = sizeClass(capacity);
    this.#words[(block - 1) * SLOT + CHECK] = this.#free[size]!;
    this.#free[size] = block;
    this.freeSlots += capacity;
  }

  memoryBytes(): number {
    return this.#words.byteLength;
  }

  snapshot(): RingBlocksSnapshot {
    return {
      words: this.#words.slice(0, this.slots * SLOT),
      free: [...this.#free],
      freeSlots: this.freeSlots,
    };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: RingBlocksSnapshot): void {
    this.#words = snapshot.words.slice();
    this.#free = [...snapshot.free];
    this.slots = snapshot.words.length / SLOT;
    this.freeSlots = snapshot.freeSlots;
  }
}

/** 0 for a block of 4 slots up to 6 for one of 256. */
function sizeClass(capacity: number): number {
  return 29 - Math.clz32(capacity);
}
