import type { SimMessage } from '../message.ts';

/** Messages by the time at which they are due; of equal times the one pushed first comes first. */
export class MessageHeap {
  readonly #slots: { readonly message: SimMessage; readonly turn: number }[] = [];
  #turn = 0;

  get size(): number {
    return this.#slots.length;
  }

  /** When the first is due; Infinity when empty. */
  get atMs(): number {
    return this.#slots[0]?.message.atMs ?? Infinity;
  }

  push(message: SimMessage): void {
    const slots = this.#slots;
    slots.push({ message, turn: this.#turn++ });
    for (let at = slots.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      [slots[at], slots[parent]] = [slots[parent]!, slots[at]!];
      at = parent;
    }
  }

  pop(): SimMessage | undefined {
    const slots = this.#slots;
    const first = slots[0];
    const last = slots.pop();
    if (first === undefined || last === undefined || slots.length === 0) return first?.message;
    slots[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= slots.length) break;
      const child = left + 1 < slots.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(child, at)) break;
      [slots[at], slots[child]] = [slots[child]!, slots[at]!];
      at = child;
    }
    return first.message;
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#slots[a]!;
    const other = this.#slots[b]!;
    return (
      one.message.atMs - other.message.atMs < 0 ||
      (one.message.atMs === other.message.atMs && one.turn < other.turn)
    );
  }
}
