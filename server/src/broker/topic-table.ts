import { randomBytes } from 'node:crypto';
import type { TopicKind, TopicSpace } from '../access/topic-space.ts';

/** A topic as the door sees it; interned, so equal topics are the same object (until the table was emptied). */
export interface TopicEntry {
  readonly topic: string;
  readonly kind: TopicKind;
  readonly mayRetain: boolean;
}

interface Slot {
  readonly bytes: Uint8Array;
  readonly entry: TopicEntry;
}

const MAX_PROBES = 32;
const MAX_INTERNED_BYTES = 300;

/**
 * Finds the entry of a topic from its bytes without making a string: decoding and hashing a string per message costs more
 * than parsing the whole frame. Bounded: at `capacity` / 2 topics the table starts anew; long topics and topics whose hash
 * neighbourhood is full (an attacker who crafts collisions) are judged each time instead.
 */
export class TopicTable {
  readonly #slots: (Slot | undefined)[];
  readonly #mask: number;
  readonly #seed = randomBytes(4).readUInt32LE(0);
  #space: TopicSpace;
  #size = 0;

  /** `capacity` is a power of two; the default holds 262,144 topics, some 60 MB when full. */
  constructor(space: TopicSpace, capacity = 0x8_0000) {
    this.#space = space;
    this.#slots = Array.from({ length: capacity });
    this.#mask = capacity - 1;
  }

  /** Judges all topics anew, because the bindings changed. */
  useSpace(space: TopicSpace): void {
    this.#space = space;
    this.#empty();
  }

  /** The entry of the topic in `bytes[start, end)`, read as UTF-8. */
  entryAt(bytes: Uint8Array, start: number, end: number): TopicEntry {
    if (end - start > MAX_INTERNED_BYTES) return this.#judge(bytes, start, end);
    let hash = this.#seed;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x0100_0193);
    hash ^= hash >>> 15;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      const index = (hash + probe) & this.#mask;
      const slot = this.#slots[index];
      if (slot === undefined) return this.#intern({ bytes, start, end }, index);
      if (slot.bytes.length === end - start && isTopicAt(slot.bytes, bytes, start)) return slot.entry;
    }
    return this.#judge(bytes, start, end);
  }

  /** The entry of a topic that is a string already. */
  entryOf(topic: string): TopicEntry {
    const bytes = Buffer.from(topic, 'utf8');
    return this.entryAt(bytes, 0, bytes.length);
  }

  #intern(
    { bytes, start, end }: { bytes: Uint8Array; start: number; end: number },
    index: number,
  ): TopicEntry {
    const entry = this.#judge(bytes, start, end);
    if (this.#size >= this.#slots.length >> 1) {
      this.#empty();
      return entry;
    }
    this.#slots[index] = { bytes: bytes.slice(start, end), entry };
    this.#size += 1;
    return entry;
  }

  #judge(bytes: Uint8Array, start: number, end: number): TopicEntry {
    const topic = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    const kind = this.#space.kindOf(topic);
    return { topic, kind, mayRetain: kind === 'entity' || kind === 'feed-status' };
  }

  #empty(): void {
    this.#slots.fill(undefined);
    this.#size = 0;
  }
}

function isTopicAt(known: Uint8Array, bytes: Uint8Array, start: number): boolean {
  // From the end: topics of one feed share their beginning and differ in the entity.
  for (let at = known.length - 1; at >= 0; at -= 1) {
    if (known[at] !== bytes[start + at]) return false;
  }
  return true;
}
