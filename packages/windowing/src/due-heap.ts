import { grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';

/**
 * Which number is due first: a binary heap of (time, number) in typed arrays. Equal times come out by number, so the order of what
 * comes out never depends on the layout.
 */
export class DueHeap {
  #times = new Float64Array(0);
  #numbers = new Int32Array(0);
  #size = 0;

  /** The earliest time, Infinity when empty. */
  get firstMs(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  push(timeMs: number, number: number): void {
    if (this.#size === this.#numbers.length) {
      const capacity = nextCapacity(this.#size, this.#size + 1);
      this.#times = grownColumn(this.#times, capacity);
      this.#numbers = grownColumn(this.#numbers, capacity);
    }
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(timeMs, number, parent)) break;
      this.#times[at] = this.#times[parent]!;
      this.#numbers[at] = this.#numbers[parent]!;
      at = parent;
    }
    this.#times[at] = timeMs;
    this.#numbers[at] = number;
  }

  /** Takes out the first number; the heap must not be empty. */
  pop(): number {
    const first = this.#numbers[0]!;
    const size = --this.#size;
    const timeMs = this.#times[size]!;
    const number = this.#numbers[size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const right = child + 1;
      if (right < size && this.#isBefore(this.#times[right]!, this.#numbers[right]!, child)) child = right;
      if (this.#isBefore(timeMs, number, child)) break;
      this.#times[at] = this.#times[child]!;
      this.#numbers[at] = this.#numbers[child]!;
      at = child;
    }
    this.#times[at] = timeMs;
    this.#numbers[at] = number;
    return first;
  }

  memoryBytes(): number {
    return this.#times.byteLength + this.#numbers.byteLength;
  }

  #isBefore(timeMs: number, number: number, at: number): boolean {
    const other = this.#times[at]!;
    return timeMs < other || (timeMs === other && number < this.#numbers[at]!);
  }
}
