const SLOTS = 1_024;

/**
 * Texts in the order in which they came, each recent one once. A text that comes again after many others may get a second number:
 * with a hundred thousand topics a map of all would cost more than what it saves, and the block is compressed anyway.
 */
export class TextList {
  readonly texts: string[] = [];
  /** By a cheap hash: the number after that of the text that was there last; 0 = none. */
  readonly #recent = new Uint32Array(SLOTS);

  /** The number of a text, which is its place in `texts`. */
  numberOf(text: string): number {
    const slot = slotOf(text);
    const known = this.#recent[slot]! - 1;
    if (known >= 0 && this.texts[known] === text) return known;
    this.texts.push(text);
    this.#recent[slot] = this.texts.length;
    return this.texts.length - 1;
  }

  clear(): void {
    this.texts.length = 0;
    this.#recent.fill(0);
  }
}

/** Topics differ in their last letters, where a sensor's number stands. */
function slotOf(text: string): number {
  const end = text.length - 1;
  let hash = text.length;
  for (let i = end; i >= 0 && i > end - 4; i--) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash & (SLOTS - 1);
}
