import type { ColumnSpec, ColumnWriter } from './column.ts';
import { codesAt, NAN_CODE, NAN_I32 } from './column.ts';

const SCALES = [1, 10, 100, 1000] as const;
/** As many values decide whether a scale is worth a full pass: most columns fail or pass here. */
const PROBES = 8;

/** Event times: whole milliseconds as 2 or 4 bytes after the earliest one, else 8 bytes each. [P6] */
export function writeTimes(writer: ColumnWriter, timesMs: Float64Array): ColumnSpec {
  const n = timesMs.length;
  let least = Infinity;
  let greatest = -Infinity;
  let nans = 0;
  for (let i = 0; i < n; i++) {
    const time = timesMs[i]!;
    if (time < least) least = time;
    if (time > greatest) greatest = time;
    if (time !== time) nans++;
    // Not `%`: the remainder of doubles is a library call, 10 times as slow. Infinity fails the span below.
    else if (Math.floor(time) !== time) return { as: 'f64', n, at: writer.add(timesMs) };
  }
  const base = least <= greatest ? least : 0;
  const span = least <= greatest ? greatest - least : 0;
  if (!(span < NAN_CODE.u32)) return { as: 'f64', n, at: writer.add(timesMs) };
  const isShort = span < NAN_CODE.u16;
  const nanCode = isShort ? NAN_CODE.u16 : NAN_CODE.u32;
  const codes = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const time = timesMs[i]!;
    codes[i] = time === time ? time - base : nanCode;
  }
  const at = writer.add(isShort ? new Uint16Array(codes) : codes);
  return { as: isShort ? 'u16' : 'u32', n, at, base, ...(nans > 0 ? { nan: true } : {}) };
}

/** Degrees on the 1e-7 grid as 4-byte integers. [P5] */
export function writeDegrees(writer: ColumnWriter, deg: Float64Array): ColumnSpec {
  const codes = new Int32Array(deg.length);
  let nans = 0;
  for (let i = 0; i < deg.length; i++) {
    const value = deg[i]!;
    if (value === value) codes[i] = Math.round(value * 1e7);
    else {
      codes[i] = NAN_I32;
      nans++;
    }
  }
  const at = writer.add(codes);
  return { as: 'i32', n: deg.length, at, scale: 1e7, ...(nans > 0 ? { nan: true } : {}) };
}

/**
 * Figures: 1 or 2 bytes each where all of them are decimals of at most 3 places in a narrow range (what sensors send), else the
 * 4 bytes of the f32. Bit-exact either way, but for -0, which may become 0. [P7]
 */
export function writeFigures(writer: ColumnWriter, values: Float32Array): ColumnSpec {
  const n = values.length;
  for (const scale of SCALES) {
    if (!fitsScale(values, scale)) continue;
    const scaled = scaledCodes(values, scale);
    if (scaled === undefined) continue;
    const { codes, nans, least, greatest } = scaled;
    // Codes that fit as they are need no second pass.
    const isDirect = nans === 0 && least >= 0 && greatest < NAN_CODE.u16;
    const base = isDirect ? 0 : least;
    const isByte = greatest - base < NAN_CODE.u8;
    if (!isDirect) moveToBase(codes, values, { base, nanCode: isByte ? NAN_CODE.u8 : NAN_CODE.u16 });
    const at = writer.add(isByte ? new Uint8Array(codes) : new Uint16Array(codes));
    return { as: isByte ? 'u8' : 'u16', n, at, base, scale, ...(nans > 0 ? { nan: true } : {}) };
  }
  return { as: 'f32', n, at: writer.add(values) };
}

/** Reads any column of numbers as f64. */
export function readF64(part: Uint8Array, start: number, spec: ColumnSpec): Float64Array {
  const codes = codesAt(part, start, spec);
  return codes instanceof Float64Array ? codes : decodeInPlace(new Float64Array(codes), spec);
}

/** Reads any column of numbers as f32. */
export function readF32(part: Uint8Array, start: number, spec: ColumnSpec): Float32Array {
  const codes = codesAt(part, start, spec);
  if (codes instanceof Float32Array) return codes;
  // Codes of 4 bytes do not fit an f32 before they are scaled.
  const isWide = spec.as === 'u32' || spec.as === 'i32' || spec.as === 'f64';
  if (isWide) return new Float32Array(decodeInPlace(new Float64Array(codes), spec));
  return decodeInPlace(new Float32Array(codes), spec);
}

/**
 * From codes to numbers. The engine copies between kinds of typed arrays natively; a loop over several kinds would be compiled
 * for none of them and take four times as long. The same holds for writing.
 */
function decodeInPlace<C extends Float64Array | Float32Array>(numbers: C, spec: ColumnSpec): C {
  const base = spec.base ?? 0;
  const scale = spec.scale ?? 1;
  if (spec.nan === true) return decodeWithNan(numbers, { base, scale, nanCode: nanCodeOf(spec) });
  if (scale !== 1) for (let i = 0; i < numbers.length; i++) numbers[i] = (base + numbers[i]!) / scale;
  else if (base !== 0) for (let i = 0; i < numbers.length; i++) numbers[i] = base + numbers[i]!;
  return numbers;
}

function decodeWithNan<C extends Float64Array | Float32Array>(
  numbers: C,
  { base, scale, nanCode }: { base: number; scale: number; nanCode: number },
): C {
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i]!;
    numbers[i] = code === nanCode ? Number.NaN : (base + code) / scale;
  }
  return numbers;
}

function nanCodeOf(spec: ColumnSpec): number {
  if (spec.as === 'u8' || spec.as === 'u16' || spec.as === 'u32') return NAN_CODE[spec.as];
  return spec.as === 'i32' ? NAN_I32 : Number.NaN;
}

function fitsScale(values: Float32Array, scale: number): boolean {
  const count = Math.min(values.length, PROBES);
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value === value && Math.fround(Math.round(value * scale) / scale) !== value) return false;
  }
  return true;
}

interface ScaledCodes {
  /** Whole multiples of 1/scale; 0 for NaN. */
  codes: Int32Array;
  nans: number;
  least: number;
  greatest: number;
}

/** Undefined when a value is no whole multiple of 1/scale or the range needs more than 2 bytes. */
function scaledCodes(values: Float32Array, scale: number): ScaledCodes | undefined {
  const codes = new Int32Array(values.length);
  let least = Infinity;
  let greatest = -Infinity;
  let nans = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const code = Math.floor(value * scale + 0.5);
    codes[i] = code;
    if (code < least) least = code;
    if (code > greatest) greatest = code;
    if (Math.fround(code / scale) === value) continue;
    if (value === value) return undefined;
    nans++;
  }
  if (least > greatest) return { codes, nans, least: 0, greatest: 0 };
  // Infinity passes as its own multiple, and larger multiples than 2^31 were cut when they were stored.
  const isStored = least >= -0x8000_0000 && greatest < 0x8000_0000;
  return isStored && greatest - least < NAN_CODE.u16 ? { codes, nans, least, greatest } : undefined;
}

function moveToBase(
  codes: Int32Array,
  values: Float32Array,
  { base, nanCode }: { base: number; nanCode: number },
): void {
  for (let i = 0; i < codes.length; i++) {
    const value = values[i]!;
    codes[i] = value === value ? codes[i]! - base : nanCode;
  }
}
