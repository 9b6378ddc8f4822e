import { type FrameTexts, textHash } from '@metropane/city';

const FIRST_SLOTS = 2048;
const MAX_PROBES = 24;
/** A slot is 8 bytes: hash, number + 1 (0 = free). */
const SLOT = 2;

/**
 * Numbers by (group, name): open addressing over hashes of names, so that a frame that was read from bytes is looked up without
 * making a string per row. The names themselves are the caller's. Names whose neighbourhood is full (somebody who crafts
 * collisions) live in a map: they cost what a map costs, and nobody else anything.
 */
export class NameTable {
  readonly #nameOf: (number: number) => string;
  readonly #groupOf: (number: number) => number;
  #slots = new Int32Array(FIRST_SLOTS * SLOT);
  #used = 0;
  #crowded = new Map<string, number>();

  constructor(nameOf: (number: number) => string, groupOf: (number: number) => number) {
    this.#nameOf = nameOf;
    this.#groupOf = groupOf;
  }

  /** The number of the name `texts.at(index)` in a group; -1 = unknown. */
  find(group: number, texts: FrameTexts, index: number): number {
    const hash = mix(texts.hashAt(index), group);
    const slots = this.#slots;
    const mask = (slots.length >> 1) - 1;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = ((hash + probe) & mask) * SLOT;
      const number = slots[slot + 1]! - 1;
      if (number === -1) return -1;
      if (slots[slot] !== hash || this.#groupOf(number) !== group) continue;
      if (texts.isAt(index, this.#nameOf(number))) return number;
    }
    return this.#crowded.size === 0 ? -1 : (this.#crowded.get(crowdedKey(group, texts.at(index))) ?? -1);
  }

  /** Adds a name that `find` does not know; its number must already have it. */
  add(number: number): void {
    if ((this.#used + 1) * 2 > this.#slots.length / SLOT) this.#grow();
    const group = this.#groupOf(number);
    const name = this.#nameOf(number);
    this.#used++;
    if (!put(this.#slots, mix(textHash(name), group), number))
      this.#crowded.set(crowdedKey(group, name), number);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    const crowded = this.#crowded;
    this.#crowded = new Map();
    for (let slot = 0; slot < old.length; slot += SLOT) {
      const number = old[slot + 1]! - 1;
      if (number !== -1 && !put(this.#slots, old[slot]!, number)) this.#crowd(number);
    }
    for (const number of crowded.values()) {
      const hash = mix(textHash(this.#nameOf(number)), this.#groupOf(number));
      if (!put(this.#slots, hash, number)) this.#crowd(number);
    }
  }

  #crowd(number: number): void {
    this.#crowded.set(crowdedKey(this.#groupOf(number), this.#nameOf(number)), number);
  }
}

function put(slots: Int32Array, hash: number, number: number): boolean {
  const mask = (slots.length >> 1) - 1;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const slot = ((hash + probe) & mask) * SLOT;
    if (slots[slot + 1] !== 0) continue;
    slots[slot] = hash;
    slots[slot + 1] = number + 1;
    return true;
  }
  return false;
}

function mix(hash: number, group: number): number {
  return hash ^ Math.imul(group, 0x9e3779b1);
}

function crowdedKey(group: number, name: string): string {
  return `${group}\0${name}`;
}
