/**
 * The texts of a frame by index. Those of a frame that was read stay bytes until somebody wants a string: with 100,000 sensors
 * making and hashing a string per row costs more than folding it.
 */
export interface FrameTexts {
  readonly length: number;
  at(index: number): string;
  /** `textHash` of the text. */
  hashAt(index: number): number;
  isAt(index: number, text: string): boolean;
  /** All of them as strings. */
  all(): readonly string[];
}

const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A 32-bit hash over UTF-16 units. Anybody can make texts that collide: bound what a collision costs. */
export function textHash(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return finish(hash);
}

/** Texts as strings, from index 0 on. */
export class StringTexts implements FrameTexts {
  readonly #strings: readonly string[];

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  get length(): number {
    return this.#strings.length;
  }

  at(index: number): string {
    return this.#strings[index]!;
  }

  hashAt(index: number): number {
    return textHash(this.#strings[index]!);
  }

  isAt(index: number, text: string): boolean {
    return this.#strings[index] === text;
  }

  all(): readonly string[] {
    return this.#strings;
  }
}

/** Texts as one run of UTF-8 and where each ends. `checkTexts` has passed them: nothing here throws. */
export class ByteTexts implements FrameTexts {
  readonly #bytes: Uint8Array;
  readonly #ends: Uint32Array;
  readonly #isAscii: boolean;

  constructor(bytes: Uint8Array, ends: Uint32Array, isAscii: boolean) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#isAscii = isAscii;
  }

  get length(): number {
    return this.#ends.length;
  }

  at(index: number): string {
    const start = this.#startOf(index);
    const end = this.#ends[index]!;
    const bytes = this.#bytes.subarray(start, end);
    // One flat string of its own: a slice of one long text would keep all of it alive as long as any id of it.
    return this.#isAscii && end - start <= 48
      ? String.fromCharCode.apply(null, bytes as unknown as number[])
      : fatalUtf8.decode(bytes);
  }

  hashAt(index: number): number {
    if (!this.#isAscii) return textHash(this.at(index));
    const bytes = this.#bytes;
    const end = this.#ends[index]!;
    const start = this.#startOf(index);
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    return finish(hash);
  }

  isAt(index: number, text: string): boolean {
    if (!this.#isAscii) return this.at(index) === text;
    const bytes = this.#bytes;
    const start = this.#startOf(index);
    if (this.#ends[index]! - start !== text.length) return false;
    // From the end: neighbours in a city begin alike.
    for (let at = text.length - 1; at >= 0; at--) if (bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  all(): readonly string[] {
    return Array.from(this.#ends, (_, index) => this.at(index));
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!;
  }
}

/** What is wrong with texts as bytes, for a message; else whether they are all ASCII. */
export function checkTexts(bytes: Uint8Array, ends: Uint32Array): { fault: string } | { isAscii: boolean } {
  let start = 0;
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index]!;
    if (end < start || end > bytes.length)
      return { fault: `string ${index} spans ${start}..${end} of ${bytes.length} bytes` };
    start = end;
  }
  if (start !== bytes.length || ends[0] !== 0)
    return { fault: 'the string table does not start with "" and cover its text' };
  if (isAllAscii(bytes)) return { isAscii: true };
  try {
    fatalUtf8.decode(bytes);
  } catch (error) {
    return { fault: `text is not UTF-8: ${String(error)}` };
  }
  // The whole is UTF-8; so is each part, unless a border cuts a character.
  for (const end of ends) {
    if (end < bytes.length && (bytes[end]! & 0xc0) === 0x80)
      return { fault: `a string ends inside a character at ${end}` };
  }
  return { isAscii: false };
}

function isAllAscii(bytes: Uint8Array): boolean {
  let seen = 0;
  for (let at = 0; at < bytes.length; at++) seen |= bytes[at]!;
  return seen < 0x80;
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
