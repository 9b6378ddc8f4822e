interface Timer {
  readonly atMs: number;
  readonly seq: number;
  readonly name: string;
}

/**
 * At most one moment per name, taken in the order of (time, seq), whatever the order in which they were set: a restored book takes
 * them as the live one does. Setting and taking cost O(log n); a moment that was replaced stays in the heap until it is reached, or
 * until such moments are half of it.
 */
export class TagTimers {
  readonly #current = new Map<string, Timer>();
  #heap: Timer[] = [];

  /** Sets or replaces the moment of a name; undefined takes it away. */
  set(name: string, seq: number, atMs: number | undefined): void {
    if (atMs === undefined) {
      this.#current.delete(name);
      return;
    }
    const known = this.#current.get(name);
    if (known !== undefined && known.atMs === atMs && known.seq === seq) return;
    const timer = { atMs, seq, name };
    this.#current.set(name, timer);
    this.#push(timer);
    if (this.#heap.length > 2 * this.#current.size + 64) this.#rebuild();
  }

  /** Takes the earliest moment that is not after `nowMs`; undefined when there is none. */
  takeDue(nowMs: number): string | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.atMs > nowMs) return undefined;
      this.#popFirst();
      if (this.#current.get(first.name) !== first) continue;
      this.#current.delete(first.name);
      return first.name;
    }
  }

  #push(timer: Timer): void {
    let at = this.#heap.length;
    this.#heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, this.#heap[parent]!)) break;
      this.#heap[at] = this.#heap[parent]!;
      at = parent;
    }
    this.#heap[at] = timer;
  }

  #popFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child += 1;
      if (!isBefore(this.#heap[child]!, last)) break;
      this.#heap[at] = this.#heap[child]!;
      at = child;
    }
    this.#heap[at] = last;
  }

  /** A sorted array is a heap. */
  #rebuild(): void {
    this.#heap = [...this.#current.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.seq < b.seq);
}
