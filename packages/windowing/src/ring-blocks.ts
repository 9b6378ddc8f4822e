import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
import type { IdentityKey } from './identity.ts';

/** What a checkpoint keeps. */
export interface RingBlocksSnapshot {
  readonly points: Float64Array;
  readonly checks: Uint32Array;
  readonly free: readonly number[];
}

/** Sizes of blocks: powers of two from the smallest to the largest. */
export const SMALLEST_RING = 4;
export const LARGEST_RING = 256;

/**
 * Room for the rings of identities: 20 bytes per slot (time, two words, check) in shared columns, handed out in blocks of 4 to 256
 * slots. Freed blocks wait in one list per size. A block is named by its first slot + 1; 0 = none.
 */
export class RingBlocks {
  /** Per slot: time, then the two words. */
  #points = new Float64Array(0);
  #words = new Uint32Array(0);
  #checks = new Uint32Array(0);
  #free: number[] = [0, 0, 0, 0, 0, 0, 0];
  /** Slots ever handed out, freed ones included: what the memory limit counts. */
  slots = 0;

  tMs(slot: number): number {
    return this.#points[slot * 2]!;
  }

  /** Whether the slot has the key's time and words. */
  isAt(slot: number, key: IdentityKey): boolean {
    if (this.#points[slot * 2] !== key.tMs) return false;
    return this.#words[slot * 4 + 2] === key.hi && this.#words[slot * 4 + 3] === key.lo;
  }

  check(slot: number): number {
    return this.#checks[slot]!;
  }

  write(slot: number, key: IdentityKey): void {
    this.#points[slot * 2] = key.tMs;
    this.#words[slot * 4 + 2] = key.hi;
    this.#words[slot * 4 + 3] = key.lo;
    this.#checks[slot] = key.check;
  }

  /** Fills all of `key` but its series. */
  read(slot: number, key: IdentityKey): void {
    key.tMs = this.#points[slot * 2]!;
    key.hi = this.#words[slot * 4 + 2]!;
    key.lo = this.#words[slot * 4 + 3]!;
    key.check = this.#checks[slot]!;
  }

  copy(from: number, to: number): void {
    this.#words.copyWithin(to * 4, from * 4, from * 4 + 4);
    this.#checks[to] = this.#checks[from]!;
  }

  hasFree(capacity: number): boolean {
    return this.#free[sizeClass(capacity)] !== 0;
  }

  /** A block of this size: a freed one, or new slots. */
  allocate(capacity: number): number {
    const size = sizeClass(capacity);
    const reused = this.#free[size]!;
    if (reused !== 0) {
      this.#free[size] = this.#checks[reused - 1]!;
      return reused;
    }
    if (this.slots + capacity > this.#checks.length) {
      const slots = nextCapacity(this.slots, this.slots + capacity);
      this.#points = grownColumn(this.#points, slots * 2);
      this.#words = new Uint32Array(this.#points.buffer);
      this.#checks = grownColumn(this.#checks, slots);
    }
    this.slots += capacity;
    return this.slots - capacity + 1;
  }

  release(block: number, capacity: number): void {
    const size = sizeClass(capacity);
    this.#checks[block - 1] = this.#free[size]!;
    this.#free[size] = block;
  }

  memoryBytes(): number {
    return this.#points.byteLength + this.#checks.byteLength;
  }

  snapshot(): RingBlocksSnapshot {
    const points = this.#points.slice(0, this.slots * 2);
    return { points, checks: this.#checks.slice(0, this.slots), free: [...this.#free] };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: RingBlocksSnapshot): void {
    this.#points = snapshot.points.slice();
    this.#words = new Uint32Array(this.#points.buffer);
    this.#checks = snapshot.checks.slice();
    this.#free = [...snapshot.free];
    this.slots = snapshot.checks.length;
  }
}

/** 0 for a block of 4 slots up to 6 for one of 256. */
function sizeClass(capacity: number): number {
  return 29 - Math.clz32(capacity);
}
