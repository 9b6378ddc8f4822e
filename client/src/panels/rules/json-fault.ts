const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON (RFC 8259): the index of the first character that cannot be there, the length of the text when it ends
 * too early, null when it is JSON. Browsers tell it in some of their messages only.
 */
export function jsonFaultAt(text: string): number | null {
  const scan = new Scan(text);
  const isWhole = scan.value() && scan.isAtEnd();
  return isWhole ? null : scan.at;
}

class Scan {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one value; false leaves `at` where it stopped. */
  value(): boolean {
    this.#take(SPACE);
    const next = this.#text[this.at];
    if (next === '{') return this.#list('}', () => this.#member());
    if (next === '[') return this.#list(']', () => this.value());
    return this.#take(STRING) || this.#take(SCALAR);
  }

  isAtEnd(): boolean {
    this.#take(SPACE);
    return this.at === this.#text.length;
  }

  #member(): boolean {
    this.#take(SPACE);
    return this.#take(STRING) && this.#sign(':') && this.value();
  }

  #list(end: string, one: () => boolean): boolean {
    this.at += 1;
    if (this.#sign(end)) return true;
    do if (!one()) return false;
    while (this.#sign(','));
    return this.#sign(end);
  }

  #sign(sign: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }
}
