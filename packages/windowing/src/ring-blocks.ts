import { BlockAllocator } from './block-allocator.ts';
import type { BlockAllocatorSnapshot } from './block-allocator.ts';
import { withRoom } from './capacity.ts';
import type { IdentityKey } from './identity.ts';

/** What a checkpoint keeps. */
export interface RingBlocksSnapshot {
  readonly words: Int32Array;
  readonly blocks: BlockAllocatorSnapshot;
}

/** Sizes of rings: powers of two from the smallest to the largest. */
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
const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);

/** Room for the rings of identities: 20 bytes per slot (time, two words, check), handed out in blocks of 4 to 256 slots. */
export class RingBlocks {
  readonly #blocks: BlockAllocator;
  #words = new Int32Array(0);

  /** `mostSlots`: how many slots there will be at most. */
  constructor(mostSlots: number) {
    this.#blocks = new BlockAllocator(mostSlots);
  }

  /** Slots in rings: what the memory limit counts. */
  get slots(): number {
    return this.#blocks.slots;
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
    if (high >= 0 && limitHigh >= 0) {
      const low = this.#words[slot * SLOT + TIME_LOW]! >>> 0;
      return high < limitHigh || (high === limitHigh && low < halves[0]! >>> 0);
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
    const words = this.#words;
    bits[0] = key.tMs;
    words[at + TIME_LOW] = halves[0]!;
    words[at + TIME_HIGH] = halves[1]!;
    words[at + HI] = key.hi;
    words[at + LO] = key.lo;
    words[at + CHECK] = key.check;
  }

  /** Fills all of `key` but its series. */
  read(slot: number, key: IdentityKey): void {
    const at = slot * SLOT;
    key.tMs = this.tMs(slot);
    key.hi = this.#words[at + HI]!;
    key.lo = this.#words[at + LO]!;
    key.check = this.#words[at + CHECK]!;
  }

  copy(from: number, to: number): void {
    this.#words.copyWithin(to * SLOT, from * SLOT, (from + 1) * SLOT);
  }

  /** A block of this size, named by its first slot + 1. */
  allocate(capacity: number): number {
    const block = this.#blocks.allocate(capacity);
    const { reach, mostReach } = this.#blocks;
    this.#words = withRoom(this.#words, { size: SLOT, records: reach, most: mostReach });
    return block;
  }

  release(block: number, capacity: number): void {
    this.#blocks.release(block, capacity);
  }

  memoryBytes(): number {
    return this.#blocks.reach * SLOT * this.#words.BYTES_PER_ELEMENT + this.#blocks.memoryBytes();
  }

  snapshot(): RingBlocksSnapshot {
    return { words: this.#words.slice(0, this.#blocks.reach * SLOT), blocks: this.#blocks.snapshot() };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: RingBlocksSnapshot): void {
    this.#blocks.load(snapshot.blocks);
    const { reach, mostReach } = this.#blocks;
    this.#words = withRoom(this.#words, { size: SLOT, records: reach, most: mostReach });
    this.#words.set(snapshot.words);
  }
}
