import { assert } from '@metropane/base';
import { unzigzag } from './zigzag.ts';

const fromUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads what `ByteWriter` wrote. Throws beyond the end and on anything that it would not have written. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#view.getUint8(this.#at++);
  }

  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  f32(): number {
    this.#at += 4;
    return this.#view.getFloat32(this.#at - 4, true);
  }

  f64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  count(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * unit;
      assert(value <= Number.MAX_SAFE_INTEGER, 'a varint is a safe whole number', { at: this.#at });
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
  }

  signed(): number {
    return unzigzag(this.count());
  }

  /** A count of things that take a byte each at least: a larger one than the bytes left is a lie. */
  length(): number {
    const length = this.count();
    assert(length <= this.#bytes.length - this.#at, 'there are bytes for so many', { length, at: this.#at });
    return length;
  }

  text(): string {
    const length = this.length();
    this.#at += length;
    return fromUtf8.decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  /** Nothing but padding is left. */
  end(): void {
    const rest = this.#bytes.subarray(this.#at);
    assert(rest.length < 8 && rest.every((byte) => byte === 0), 'a part ends with padding', {
      left: rest.length,
    });
  }
}
