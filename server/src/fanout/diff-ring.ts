import type { DiffSpan } from '@metropane/live-state';
import type { TouchedIncidents } from './agency-rows.ts';
import type { Touches } from './cell-source.ts';

/** One publish as it is kept for those who missed it. */
export interface RingEntry extends DiffSpan {
  /** Encoded parts by channel, as desks get them. */
  parts: ReadonlyMap<string, Uint8Array>;
  /** Which rows it touched: from these, and the state, the parts of map cells are made when somebody missed them. */
  touched: Touches;
  /** Which incidents: from these, and the state, the parts of agencies are made. */
  incidents: TouchedIncidents;
}

/** The last publishes, oldest first, bounded by age and bytes: encoded, so that the bytes are the real ones. */
export class DiffRing {
  readonly #maxAgeMs: number;
  readonly #maxBytes: number;
  #entries: RingEntry[] = [];
  #start = 0;
  #bytes = 0;

  constructor({ maxAgeMs, maxBytes }: { maxAgeMs: number; maxBytes: number }) {
    this.#maxAgeMs = maxAgeMs;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#entries.length - this.#start;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds the newest publish and forgets those that are too old or too much. The newest stays, whatever its size. */
  push(entry: RingEntry): void {
    this.#entries.push(entry);
    this.#bytes += bytesOf(entry);
    while (this.size > 1) {
      const oldest = this.#entries[this.#start]!;
      if (this.#bytes <= this.#maxBytes && entry.atMs - oldest.atMs <= this.#maxAgeMs) break;
      this.#bytes -= bytesOf(oldest);
      this.#start += 1;
    }
    if (this.#start > 1_000 && this.#start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Every publish after `seq`, oldest first; undefined when some of them are no longer here. */
  after(seq: number): RingEntry[] | undefined {
    const oldest = this.#entries[this.#start];
    const newest = this.#entries.at(-1);
    if (newest === undefined || oldest === undefined || seq >= newest.seq) return [];
    if (seq < oldest.from) return undefined;
    let at = this.#entries.length;
    while (at > this.#start && this.#entries[at - 1]!.seq > seq) at -= 1;
    return this.#entries.slice(at);
  }

  clear(): void {
    this.#entries = [];
    this.#start = 0;
    this.#bytes = 0;
  }
}

function bytesOf(entry: RingEntry): number {
  let bytes = 0;
  for (const part of entry.parts.values()) bytes += part.length;
  for (const { removed, named, moved, measured, left } of entry.touched.values()) {
    bytes += 4 * (removed.length + named.length + moved.length + measured.length + 2 * left.rows.length);
  }
  return bytes;
}
