import { randomBytes } from 'node:crypto';
import type { TopicKind, TopicSpace } from '../access/topic-space.ts';

/** A topic as the door sees it; interned, so equal topics are the same object (until the table was emptied). */
export interface TopicEntry {
  readonly topic: string;
  readonly kind: TopicKind;
  readonly mayRetain: boolean;
  /** Where a `TopicList` has written the topic down, so that it need not look it up; the list's own. */
  list: object | null;
  number: number;
}

const MAX_PROBES = 32;
const MAX_INTERNED_BYTES = 300;
const FIRST_SLOTS = 256;
const FIRST_TEXT_BYTES = 0x1000;
/** A slot is 8 bytes: hash, number of the entry + 1 (0 = free). */
const SLOT = 2;

/**
 * Finds the entry of a topic from its bytes without making a string: decoding and hashing a string per message costs more
 * than parsing the whole frame. All topics lie in one text in the order in which they came, and slots are small, since with
 * 100,000 sensors each pointer followed is a cache line that is not there. Bounded: beyond `limit` topics the table starts
 * anew; long topics and topics whose hash neighbourhood is full (an attacker who crafts collisions) are judged each time instead.
 */
export class TopicTable {
  readonly #limit: number;
  readonly #seed = randomBytes(4).readInt32LE(0);
  readonly #entries: TopicEntry[] = [];
  #slots = new Int32Array(FIRST_SLOTS * SLOT);
  #text = new Uint8Array(FIRST_TEXT_BYTES);
  /** Where entry i begins in the text; it ends where the next one begins. */
  #starts = new Uint32Array(FIRST_SLOTS);
  #space: TopicSpace;

  /** At the default limit the table takes some 40 MB when full. */
  constructor(space: TopicSpace, limit = 0x4_0000) {
    this.#space = space;
    this.#limit = limit;
  }

  /** Judges all topics anew, because the bindings changed. */
  useSpace(space: TopicSpace): void {
    this.#space = space;
    this.#empty();
  }

  /** The entry of the topic in `bytes[start, end)`, read as UTF-8. */
  entryAt(bytes: Uint8Array, start: number, end: number): TopicEntry {
    if (end - start > MAX_INTERNED_BYTES) return this.#judge(bytes, start, end);
    const hash = hashOf(bytes, { start, end, seed: this.#seed });
    const slots = this.#slots;
    const mask = (slots.length >> 1) - 1;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      const slot = ((hash + probe) & mask) * SLOT;
      const number = slots[slot + 1]! - 1;
      if (number === -1) return this.#intern(bytes, { start, end, hash });
      if (slots[slot] === hash && this.#isAt(number, { bytes, start, end })) return this.#entries[number]!;
    }
    return this.#judge(bytes, start, end);
  }

  /** The entry of a topic that is a string already. */
  entryOf(topic: string): TopicEntry {
    const bytes = Buffer.from(topic, 'utf8');
    return this.entryAt(bytes, 0, bytes.length);
  }

  /** Whether the text of entry `number` is that of the span. */
  #isAt(number: number, { bytes, start, end }: { bytes: Uint8Array; start: number; end: number }): boolean {
    const text = this.#text;
    const known = this.#starts[number]!;
    if (this.#starts[number + 1]! - known !== end - start) return false;
    // From the end: topics of one feed share their beginning and differ in the entity.
    for (let at = end - start - 1; at >= 0; at -= 1) if (text[known + at] !== bytes[start + at]) return false;
    return true;
  }

  #intern(bytes: Uint8Array, { start, end, hash }: { start: number; end: number; hash: number }): TopicEntry {
    const entry = this.#judge(bytes, start, end);
    if (this.#entries.length >= this.#limit) this.#empty();
    const number = this.#entries.length;
    if ((number + 1) * 2 > this.#slots.length / SLOT) this.#growSlots();
    // After growing, the neighbourhood is another one; where it is full, the topic is not kept.
    if (!put(this.#slots, hash, number)) return entry;
    this.#entries.push(entry);
    this.#write(number, bytes.subarray(start, end));
    return entry;
  }

  #write(number: number, topic: Uint8Array): void {
    const at = this.#starts[number]!;
    if (at + topic.length > this.#text.length) this.#text = grown(this.#text, Uint8Array);
    if (number + 1 >= this.#starts.length) this.#starts = grown(this.#starts, Uint32Array);
    this.#text.set(topic, at);
    this.#starts[number + 1] = at + topic.length;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot + 1] !== 0) put(this.#slots, old[slot]!, old[slot + 1]! - 1);
    }
  }

  #judge(bytes: Uint8Array, start: number, end: number): TopicEntry {
    const topic = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    const kind = this.#space.kindOf(topic);
    return { topic, kind, mayRetain: kind === 'entity' || kind === 'feed-status', list: null, number: 0 };
  }

  #empty(): void {
    this.#entries.length = 0;
    this.#slots = new Int32Array(FIRST_SLOTS * SLOT);
    this.#text = new Uint8Array(FIRST_TEXT_BYTES);
    this.#starts = new Uint32Array(FIRST_SLOTS);
  }
}

/** False when the neighbourhood is full. */
function put(slots: Int32Array, hash: number, number: number): boolean {
  const mask = (slots.length >> 1) - 1;
  for (let probe = 0; probe < MAX_PROBES; probe += 1) {
    const slot = ((hash + probe) & mask) * SLOT;
    if (slots[slot + 1] !== 0) continue;
    slots[slot] = hash;
    slots[slot + 1] = number + 1;
    return true;
  }
  return false;
}

function grown<C extends Uint8Array | Uint32Array>(column: C, Kind: new (length: number) => C): C {
  const bigger = new Kind(column.length * 2);
  bigger.set(column);
  return bigger;
}

/** Four bytes a step: the chain of multiplications, not the reading, is what takes time. */
function hashOf(
  bytes: Uint8Array,
  { start, end, seed }: { start: number; end: number; seed: number },
): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 3 < end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ word, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}
