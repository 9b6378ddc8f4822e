import { assert } from '@metropane/base';

/**
 * How one column of numbers lies in a part. Every column starts at a multiple of 8 bytes from the start of the part, little-endian.
 * `range`: the numbers base, base + 1, …: no bytes. `delta`: each number is the step from the one before (the first from `base`).
 * Otherwise number = (base + code) / scale, rounded to the column's own type. With `nan` the greatest code of u8, u16, u32 and the
 * least of i32 stand for NaN.
 */
export interface ColumnSpec {
  as: 'range' | 'u8' | 'u16' | 'u32' | 'i32' | 'f32' | 'f64';
  n: number;
  /** Byte offset from the end of the part's header. */
  at?: number;
  base?: number;
  scale?: number;
  delta?: true;
  nan?: true;
}

export type Codes = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** NaN in a column of unsigned codes with `nan`. */
export const NAN_CODE = { u8: 0xff, u16: 0xffff, u32: 0xffffffff } as const;
/** NaN in a column of i32 codes with `nan`. */
export const NAN_I32 = -0x8000_0000;

const BYTES = { range: 0, u8: 1, u16: 2, u32: 4, i32: 4, f32: 4, f64: 8 } as const;

/** Collects columns one after another and says where each lies. */
export class ColumnWriter {
  readonly #columns: { at: number; bytes: Uint8Array }[] = [];
  #size = 0;

  /** Bytes needed for all columns so far, a multiple of 8. */
  get size(): number {
    return this.#size;
  }

  /** Takes the column as it lies in memory (which is little-endian on every machine that runs this) and returns its offset. */
  add(codes: Codes): number {
    const at = this.#size;
    this.#columns.push({ at, bytes: new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength) });
    this.#size = paddedTo8(at + codes.byteLength);
    return at;
  }

  /** Copies all columns into `part`, the first at `start`. */
  writeInto(part: Uint8Array, start: number): void {
    for (const { at, bytes } of this.#columns) part.set(bytes, start + at);
  }
}

/** The codes of a column as a view over `part` (whose own offset in its buffer is a multiple of 8); throws outside the part. */
export function codesAt(part: Uint8Array, start: number, spec: ColumnSpec): Codes {
  const { n } = spec;
  const at = start + (spec.at ?? 0);
  assert(Number.isInteger(n) && n >= 0 && at % 8 === 0, 'a column has a length and an aligned offset', {
    n,
    at,
  });
  const bytes = n * BYTES[spec.as];
  assert(at >= 0 && at + bytes <= part.byteLength, 'a column lies inside its part', { at, bytes });
  const offset = part.byteOffset + at;
  switch (spec.as) {
    case 'u8':
      return new Uint8Array(part.buffer, offset, n);
    case 'u16':
      return new Uint16Array(part.buffer, offset, n);
    case 'u32':
      return new Uint32Array(part.buffer, offset, n);
    case 'i32':
      return new Int32Array(part.buffer, offset, n);
    case 'f32':
      return new Float32Array(part.buffer, offset, n);
    case 'f64':
      return new Float64Array(part.buffer, offset, n);
    default:
      throw new RangeError(`column kind ${JSON.stringify(spec.as)} has no codes`);
  }
}

/** The next multiple of 8. */
export function paddedTo8(size: number): number {
  return (size + 7) & ~7;
}
