type FileChange =
  | { readonly type: 'write'; readonly position: number; readonly bytes: Uint8Array }
  | { readonly type: 'truncate'; readonly length: number };

/** One file of the simulated disk: the bytes that processes see, the bytes on the platter, and the changes between. */
export class SimulatedFile {
  #seen: Uint8Array = new Uint8Array(0);
  #durable: Uint8Array = new Uint8Array(0);
  #unsynced: FileChange[] = [];

  get content(): Uint8Array {
    return this.#seen;
  }

  write(position: number, bytes: Uint8Array): void {
    this.#change({ type: 'write', position, bytes });
  }

  truncate(length: number): void {
    this.#change({ type: 'truncate', length });
  }

  sync(): void {
    for (const change of this.#unsynced) this.#durable = changed(this.#durable, change);
    this.#unsynced = [];
  }

  /** What a failed sync does: the changes count as clean and are never written. */
  dropUnsynced(): void {
    this.#unsynced = [];
  }

  /** Keeps a random prefix of the unsynced changes, the last one torn; with `isKept`, any subset. */
  losePower(random: () => number, isKept?: () => boolean): void {
    const count = Math.floor(random() * (this.#unsynced.length + 1));
    const kept = isKept === undefined ? this.#unsynced.slice(0, count) : this.#unsynced.filter(isKept);
    const last = kept.at(-1);
    if (last?.type === 'write') {
      const bytes = last.bytes.subarray(0, Math.floor(random() * (last.bytes.length + 1)));
      kept.splice(-1, 1, { ...last, bytes });
    }
    for (const change of kept) this.#durable = changed(this.#durable, change);
    this.#unsynced = [];
    this.#seen = this.#durable;
  }

  corrupt(position: number, mask: number): void {
    for (const version of new Set([this.#seen, this.#durable])) {
      if (position < version.length) version[position] = (version[position] ?? 0) ^ mask;
    }
  }

  #change(change: FileChange): void {
    this.#unsynced.push(change);
    this.#seen = changed(this.#seen, change);
  }
}

function changed(bytes: Uint8Array, change: FileChange): Uint8Array {
  if (change.type === 'truncate') {
    const cut = new Uint8Array(change.length);
    cut.set(bytes.subarray(0, change.length));
    return cut;
  }
  if (change.bytes.length === 0) return new Uint8Array(bytes);
  const grown = new Uint8Array(Math.max(bytes.length, change.position + change.bytes.length));
  grown.set(bytes);
  grown.set(change.bytes, change.position);
  return grown;
}
