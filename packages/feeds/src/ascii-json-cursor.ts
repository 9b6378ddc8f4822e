import { Rfc3339Bytes } from './rfc3339-bytes.ts';

/** What a double holds exactly, whatever the digits are. */
const MAX_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: MAX_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const QUOTE = 0x22;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * A place in a JSON text (a stretch of bytes), moved over the plainest spellings only. The first thing of another form sets `isLost`;
 * what is returned after that is not to be believed, and whoever reads checks once at the end. Never reads beyond the bytes:
 * V8 makes every later read of that line slow.
 */
export class AsciiJsonCursor {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  /** One past the text. */
  end = 0;
  isLost = false;
  readonly #times = new Rfc3339Bytes();

  start(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.isLost = false;
  }

  /** Epoch milliseconds: a whole number, or RFC 3339 in its plainest spelling. */
  time(): number {
    if (this.next() !== QUOTE) return this.wholeNumber();
    const start = ++this.at;
    this.skipPlainString();
    const tMs = this.#times.toMs(this.bytes, start, this.at - 1);
    if (Number.isNaN(tMs)) this.isLost = true;
    return tMs;
  }

  /** Enters a quoted key; returns where it starts and leaves the position after its closing quote. */
  openKey(): number {
    this.expect(QUOTE);
    const start = this.at;
    this.skipPlainString();
    return start;
  }

  /** Leaves a string of plain ASCII without escapes, the closing quote included. */
  skipPlainString(): void {
    const bytes = this.bytes;
    for (let at = this.at, end = this.end; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.at = at + 1;
        return;
      }
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) break;
    }
    this.isLost = true;
  }

  /** A number without sign, decimal point and exponent. */
  wholeNumber(): number {
    this.next();
    const start = this.at;
    const value = this.#digits();
    this.#checkDigits(start, this.at - start);
    if (this.#isAtNumberSign()) this.isLost = true;
    return value;
  }

  /** A decimal of at most 15 digits: digits and power of ten are exact in a double, so one division rounds as JSON.parse does. */
  number(): number {
    const isNegative = this.next() === MINUS;
    if (isNegative) this.at++;
    const start = this.at;
    let value = this.#digits();
    let digits = this.at - start;
    this.#checkDigits(start, digits);
    if (this.at < this.end && this.bytes[this.at] === DOT) {
      const first = ++this.at;
      const fraction = this.#digits();
      const decimals = this.at - first;
      digits += decimals;
      if (decimals === 0 || digits > MAX_DIGITS) this.isLost = true;
      else value = (value * POWERS_OF_TEN[decimals]! + fraction) / POWERS_OF_TEN[decimals]!;
    }
    if (this.#isAtNumberSign()) this.isLost = true;
    // Never -0: JSON's minus zero is a zero.
    return isNegative && value !== 0 ? -value : value;
  }

  /** A number has digits, not too many, and no zero in front of others. */
  #checkDigits(start: number, digits: number): void {
    if (digits === 0 || digits > MAX_DIGITS || (digits > 1 && this.bytes[start] === ZERO)) this.isLost = true;
  }

  /** A number goes on in a way that is not read here. */
  #isAtNumberSign(): boolean {
    const byte = this.at < this.end ? this.bytes[this.at]! : 0;
    return byte === DOT || byte === 0x65 || byte === 0x45;
  }

  /**
   * Goes past a run of digits; its value, right up to 18 of them. Nine digits at a time as an integer, which takes a third of the
   * time of doing it as a double.
   */
  #digits(): number {
    const start = this.at;
    let value = this.#nineDigits();
    if (this.at - start < 9) return value;
    const middle = this.at;
    const rest = this.#nineDigits();
    value = value * POWERS_OF_TEN[this.at - middle]! + rest;
    // More are too many in any case: only to be left.
    while (this.#isAtDigit()) this.#nineDigits();
    return value;
  }

  #nineDigits(): number {
    const bytes = this.bytes;
    const end = this.at + 9 < this.end ? this.at + 9 : this.end;
    let at = this.at;
    let value = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = (Math.imul(value, 10) + digit) | 0;
    }
    this.at = at;
    return value;
  }

  #isAtDigit(): boolean {
    return this.at < this.end && this.bytes[this.at]! >= ZERO && this.bytes[this.at]! < COLON;
  }

  /** `null`, as NaN. */
  nullAsNaN(): number {
    if (this.at + 4 > this.end || !this.isNullAt(this.at)) this.isLost = true;
    this.at += 4;
    return Number.NaN;
  }

  /** Skips white space; the byte that follows, not taken, or -1 at the end. Never reads beyond it: V8 is slow there ever after. */
  next(): number {
    const bytes = this.bytes;
    let at = this.at;
    for (const end = this.end; at < end; at++) {
      const byte = bytes[at]!;
      if (byte > 0x20 || !isWhiteSpace(byte)) {
        this.at = at;
        return byte;
      }
    }
    this.at = at;
    return -1;
  }

  /** Goes past `byte` if it comes next. */
  take(byte: number): boolean {
    if (this.next() !== byte) return false;
    this.at++;
    return true;
  }

  /** Goes past `byte`, which must come next. */
  expect(byte: number): void {
    if (this.next() === byte) this.at++;
    else this.isLost = true;
  }

  private isNullAt(at: number): boolean {
    const bytes = this.bytes;
    return bytes[at] === 0x6e && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c;
  }
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
