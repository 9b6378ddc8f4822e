import { hash128 } from './hash128.ts';
import type { Hash128 } from './hash128.ts';

const QUIET_NAN_HIGH = 0x7ff80000;
const utf8 = new TextEncoder();

/**
 * Collects the fields of one key in one byte order, so that equal state gives equal hashes on every machine:
 * little-endian, every NaN the same bits, -0 written as 0, strings with their length. Reuse one writer: `reset`, write, `hash`.
 */
export class CanonicalWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Forgets what was written; keeps the buffer. */
  reset(): this {
    this.#length = 0;
    return this;
  }

  /** An unsigned 32-bit integer (higher bits are cut). */
  u32(value: number): this {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  /** A double; NaN and -0 normalised. */
  f64(value: number): this {
    const at = this.#reserve(8);
    if (Number.isNaN(value)) {
      this.#view.setUint32(at, 0, true);
      this.#view.setUint32(at + 4, QUIET_NAN_HIGH, true);
    } else {
      this.#view.setFloat64(at, value === 0 ? 0 : value, true);
    }
    return this;
  }

  /** True as 1, false as 0. */
  bool(value: boolean): this {
    return this.u32(value ? 1 : 0);
  }

  /** Length in UTF-8 bytes, then the bytes: "ab","c" and "a","bc" differ. */
  string(value: string): this {
    return this.bytes(utf8.encode(value));
  }

  /** Length, then the bytes. */
  bytes(value: Uint8Array): this {
    this.u32(value.length);
    const at = this.#reserve(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  /** The hash of everything written since `reset`. */
  hash(): Hash128 {
    return hash128(this.#bytes.subarray(0, this.#length));
  }

  #reserve(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
      this.#view = new DataView(bigger.buffer);
    }
    this.#length = needed;
    return at;
  }
}
