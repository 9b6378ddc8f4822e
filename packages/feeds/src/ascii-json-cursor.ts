import { rfc3339BytesToMs } from './rfc3339-bytes.ts';

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const QUOTE = 0x22;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * A place in the bytes of a JSON text, moved over the plainest spellings only. The first thing of another form sets `isLost`;
 * what is returned after that is not to be believed, and whoever reads checks once at the end. Never reads beyond the bytes:
 * V8 makes every later read of that line slow.
 */
export class AsciiJsonCursor {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  isLost = false;

  start(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
    this.isLost = false;
  }

  /** Epoch milliseconds: a whole number, or RFC 3339 in its plainest spelling. */
  time(): number {
    if (this.next() !== QUOTE) return this.wholeNumber();
    const start = ++this.at;
    this.skipPlainString();
    const tMs = rfc3339BytesToMs(this.bytes, start, this.at - 1);
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
    for (let at = this.at; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.at = at + 1;
        return;
      }
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) break;
    }
    this.isLost = true;
  }

  /** A number without sign and decimal point. */
  wholeNumber(): number {
    this.next();
    const start = this.at;
    const value = this.number();
    for (let at = start; at < this.at; at++) {
      if (this.bytes[at] === DOT || this.bytes[at] === MINUS) this.isLost = true;
    }
    return value;
  }

  /** A decimal of at most 15 digits: digits and power of ten are exact in a double, so one division rounds as JSON.parse does. */
  number(): number {
    const isNegative = this.next() === MINUS;
    if (isNegative) this.at++;
    const bytes = this.bytes;
    const first = this.at;
    let at = first;
    let point = -1;
    let mantissa = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte < COLON) mantissa = mantissa * 10 + byte - ZERO;
      else if (byte === DOT && point === -1) point = at;
      else {
        if (byte === DOT || byte === 0x65 || byte === 0x45) this.isLost = true;
        break;
      }
    }
    this.at = at;
    const decimals = point === -1 ? 0 : at - point - 1;
    const whole = (point === -1 ? at : point) - first;
    if (whole === 0 || decimals + whole > 15 || point === at - 1) this.isLost = true;
    if (this.isLost || (whole > 1 && bytes[first] === ZERO)) {
      this.isLost = true;
      return 0;
    }
    if (mantissa === 0) return 0;
    const value = decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals]!;
    return isNegative ? -value : value;
  }

  /** `null`, as NaN. */
  nullAsNaN(): number {
    if (this.at + 4 > this.bytes.length || !this.isNullAt(this.at)) this.isLost = true;
    this.at += 4;
    return Number.NaN;
  }

  /** Skips white space; the byte that follows, not taken, or -1 at the end. Never reads beyond it: V8 is slow there ever after. */
  next(): number {
    const bytes = this.bytes;
    let at = this.at;
    for (; at < bytes.length; at++) {
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
