import { grownColumn } from '@metropane/base';

const FIRST_CAPACITY = 1024;

/** Entities that changed, each once, in the order of their first change: a set of numbers that costs two array writes. */
export class DirtyEntities implements Iterable<number> {
  #isMarked = new Uint8Array(FIRST_CAPACITY);
  #marked = new Uint32Array(FIRST_CAPACITY);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  add(entity: number): void {
    if (entity >= this.#isMarked.length) this.#reserve(entity + 1);
    if (this.#isMarked[entity] === 1) return;
    this.#isMarked[entity] = 1;
    this.#marked[this.#count++] = entity;
  }

  clear(): void {
    for (let at = 0; at < this.#count; at++) this.#isMarked[this.#marked[at]!] = 0;
    this.#count = 0;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#marked.subarray(0, this.#count)[Symbol.iterator]();
  }

  #reserve(needed: number): void {
    let capacity = this.#isMarked.length;
    while (capacity < needed) capacity *= 2;
    this.#isMarked = grownColumn(this.#isMarked, capacity);
    this.#marked = grownColumn(this.#marked, capacity);
  }
}
