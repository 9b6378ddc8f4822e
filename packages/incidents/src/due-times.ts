/**
 * When time will next do something to an incident: a binary heap, so that a tick costs what is due and not what is open.
 * An incident that changed is put in again; its older entries are passed over when they come up. Not state: made from the incidents.
 */
export class DueTimes {
  readonly #heap: { dueMs: number; id: string }[] = [];
  readonly #due = new Map<string, number>();

  /** `undefined`: nothing will happen to it by time alone. */
  put(id: string, dueMs: number | undefined): void {
    if (this.#due.get(id) === dueMs) return;
    if (dueMs === undefined) {
      this.#due.delete(id);
      return;
    }
    this.#due.set(id, dueMs);
    this.#heap.push({ dueMs, id });
    this.#up(this.#heap.length - 1);
    // What was passed over is thrown away when it outweighs what is true.
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#due.size) this.#rebuild();
  }

  /** Ids that are due before `nowMs`, the longest due first, of equal ones by id; they leave the heap. */
  take(nowMs: number): string[] {
    const taken: string[] = [];
    for (let first = this.#heap[0]; first !== undefined && first.dueMs < nowMs; first = this.#heap[0]) {
      this.#pop();
      if (this.#due.get(first.id) !== first.dueMs) continue;
      this.#due.delete(first.id);
      taken.push(first.id);
    }
    return taken;
  }

  /** Incidents that wait for their time. */
  get size(): number {
    return this.#due.size;
  }

  #rebuild(): void {
    this.#heap.length = 0;
    for (const [id, dueMs] of this.#due) {
      this.#heap.push({ dueMs, id });
      this.#up(this.#heap.length - 1);
    }
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.#isBefore(child, least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #up(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return false;
    return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.id < other.id);
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = kept;
  }
}
