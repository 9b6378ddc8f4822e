import { assert } from './assert.ts';

/**
 * The last `capacity` items pushed, oldest first. Never grows: pushing into a full buffer drops the oldest item and returns it,
 * so the caller can count what was lost.
 */
export class RingBuffer<T> {
  readonly capacity: number;
  readonly #slots: (T | undefined)[];
  #start = 0;
  #size = 0;

  constructor(capacity: number) {
    assert(Number.isInteger(capacity) && capacity > 0, 'ring capacity must be a positive integer', {
      capacity,
    });
    this.capacity = capacity;
    this.#slots = Array.from<T | undefined>({ length: capacity });
  }

  get size(): number {
    return this.#size;
  }

  /** Appends `item`; returns the item that had to go, or undefined while there was room. */
  push(item: T): T | undefined {
    if (this.#size < this.capacity) {
      this.#slots[(this.#start + this.#size) % this.capacity] = item;
      this.#size++;
      return undefined;
    }
    const dropped = this.#slots[this.#start];
    this.#slots[this.#start] = item;
    this.#start = (this.#start + 1) % this.capacity;
    return dropped;
  }

  /** Removes and returns the oldest item, or undefined when empty. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#slots[this.#start];
    this.#slots[this.#start] = undefined;
    this.#start = (this.#start + 1) % this.capacity;
    this.#size--;
    return item;
  }

  /** The item at `index` counted from the oldest; negative counts from the newest (-1). Undefined outside. */
  at(index: number): T | undefined {
    const position = index < 0 ? this.#size + index : index;
    if (position < 0 || position >= this.#size) return undefined;
    return this.#slots[(this.#start + position) % this.capacity];
  }

  /** Forgets everything. */
  clear(): void {
    this.#slots.fill(undefined);
    this.#start = 0;
    this.#size = 0;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.#size; index++) {
      yield this.#slots[(this.#start + index) % this.capacity] as T;
    }
  }

  /** A copy, oldest first. */
  toArray(): T[] {
    return [...this];
  }
}
