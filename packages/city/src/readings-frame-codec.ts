import type { ReadingsFrame } from './readings-frame.ts';

/**
 * The binary form of a `ReadingsFrame`, version 1, little-endian; every column starts at a multiple of 8 bytes, so that a
 * decoder reads typed arrays in place:
 *   u32 magic "MPRF" · u16 version · u16 0 · u32 bindingRev · u32 feed bytes · u32 strings · u32 string bytes · u32 rows · u32 readings
 *   f64[rows] timeMs, arrivalMs, lon, lat · f64[readings] value
 *   u32[rows] domain, entity, id, readingEnd · u32[readings] metric · u32[strings] end of each string in the text
 *   u8[readings] flag · feed (UTF-8) · text (UTF-8)
 * There is no checksum: the log's segments carry one. Decoding checks everything that could make a reader fail or run away
 * (sizes, indexes, order, flags, UTF-8, finiteness), not whether the numbers are the ones written.
 */
const MAGIC = 0x4652504d;
const VERSION = 1;
const HEADER_BYTES = 32;
const IS_FLAG = new Uint8Array(256);
for (const flag of [1, 2, 3, 4, 9]) IS_FLAG[flag] = 1;

export type FrameDecodeCode =
  | 'frame-magic'
  | 'frame-version'
  | 'frame-size'
  | 'frame-index'
  | 'frame-text'
  | 'frame-value';

/** Bytes that are no frame of this version. `code` says which check refused them. */
export class FrameDecodeError extends Error {
  readonly code: FrameDecodeCode;

  constructor(code: FrameDecodeCode, message: string) {
    super(message);
    this.name = 'FrameDecodeError';
    this.code = code;
  }
}

interface Counts {
  feedBytes: number;
  strings: number;
  textBytes: number;
  rows: number;
  readings: number;
}

interface Layout {
  f64: { timeMs: number; arrivalMs: number; lon: number; lat: number; value: number };
  u32: {
    domain: number;
    entity: number;
    id: number;
    readingEnd: number;
    metric: number;
    stringEnd: number;
  };
  flag: number;
  feed: number;
  text: number;
  total: number;
}

const utf8 = new TextEncoder();
const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Writes `frame` as one buffer of its own. Strings must be well-formed Unicode: a lone surrogate becomes U+FFFD. */
export function encodeReadingsFrame(frame: ReadingsFrame): Uint8Array<ArrayBuffer> {
  const feed = utf8.encode(frame.feed);
  const text = utf8.encode(frame.strings.join(''));
  const layout = layoutOf({
    feedBytes: feed.length,
    strings: frame.strings.length,
    textBytes: text.length,
    rows: frame.timeMs.length,
    readings: frame.value.length,
  });
  const buffer = new ArrayBuffer(layout.total);
  const header = new Uint32Array(buffer, 0, 8);
  header[0] = MAGIC;
  header[1] = VERSION;
  header[2] = frame.bindingRev;
  header[3] = feed.length;
  header[4] = frame.strings.length;
  header[5] = text.length;
  header[6] = frame.timeMs.length;
  header[7] = frame.value.length;
  const { f64, u32 } = layout;
  new Float64Array(buffer, f64.timeMs).set(frame.timeMs);
  new Float64Array(buffer, f64.arrivalMs).set(frame.arrivalMs);
  new Float64Array(buffer, f64.lon).set(frame.lon);
  new Float64Array(buffer, f64.lat).set(frame.lat);
  new Float64Array(buffer, f64.value, frame.value.length).set(frame.value);
  new Uint32Array(buffer, u32.domain).set(frame.domain);
  new Uint32Array(buffer, u32.entity).set(frame.entity);
  new Uint32Array(buffer, u32.id).set(frame.id);
  new Uint32Array(buffer, u32.readingEnd).set(frame.readingEnd);
  new Uint32Array(buffer, u32.metric).set(frame.metric);
  writeStringEnds(new Uint32Array(buffer, u32.stringEnd, frame.strings.length), frame.strings, text.length);
  const bytes = new Uint8Array(buffer);
  bytes.set(frame.flag, layout.flag);
  bytes.set(feed, layout.feed);
  bytes.set(text, layout.text);
  return bytes;
}

/**
 * Reads a frame. The columns are views of `bytes` where its offset is a multiple of 8, else of one aligned copy: leave the
 * bytes alone while the frame is in use. Throws `FrameDecodeError` for anything that `encodeReadingsFrame` cannot have written.
 */
export function decodeReadingsFrame(bytes: Uint8Array): ReadingsFrame {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  if (aligned.length < HEADER_BYTES)
    throw new FrameDecodeError('frame-size', `${aligned.length} bytes hold no header`);
  const header = new Uint32Array(buffer, byteOffset, 8);
  if (header[0] !== MAGIC) throw new FrameDecodeError('frame-magic', 'not a readings frame');
  if (header[1] !== VERSION)
    throw new FrameDecodeError('frame-version', `expected version ${VERSION}, got ${header[1]}`);
  const counts: Counts = {
    feedBytes: header[3]!,
    strings: header[4]!,
    textBytes: header[5]!,
    rows: header[6]!,
    readings: header[7]!,
  };
  const layout = layoutOf(counts);
  if (layout.total !== aligned.length) {
    throw new FrameDecodeError(
      'frame-size',
      `the header asks for ${layout.total} bytes, got ${aligned.length}`,
    );
  }
  const { f64, u32 } = layout;
  const { rows, readings } = counts;
  const frame: ReadingsFrame = {
    feed: decodeText(aligned.subarray(layout.feed, layout.feed + counts.feedBytes)),
    bindingRev: header[2]!,
    strings: readStrings(aligned, layout, counts),
    domain: new Uint32Array(buffer, byteOffset + u32.domain, rows),
    entity: new Uint32Array(buffer, byteOffset + u32.entity, rows),
    timeMs: new Float64Array(buffer, byteOffset + f64.timeMs, rows),
    arrivalMs: new Float64Array(buffer, byteOffset + f64.arrivalMs, rows),
    id: new Uint32Array(buffer, byteOffset + u32.id, rows),
    lon: new Float64Array(buffer, byteOffset + f64.lon, rows),
    lat: new Float64Array(buffer, byteOffset + f64.lat, rows),
    readingEnd: new Uint32Array(buffer, byteOffset + u32.readingEnd, rows),
    metric: new Uint32Array(buffer, byteOffset + u32.metric, readings),
    value: new Float64Array(buffer, byteOffset + f64.value, readings),
    flag: aligned.subarray(layout.flag, layout.flag + readings),
  };
  checkColumns(frame);
  return frame;
}

function layoutOf(counts: Counts): Layout {
  let at = HEADER_BYTES;
  const column = (bytes: number): number => {
    const start = at;
    at += Math.ceil(bytes / 8) * 8;
    return start;
  };
  const { rows, readings } = counts;
  const f64 = {
    timeMs: column(rows * 8),
    arrivalMs: column(rows * 8),
    lon: column(rows * 8),
    lat: column(rows * 8),
    value: column(readings * 8),
  };
  const u32 = {
    domain: column(rows * 4),
    entity: column(rows * 4),
    id: column(rows * 4),
    readingEnd: column(rows * 4),
    metric: column(readings * 4),
    stringEnd: column(counts.strings * 4),
  };
  return {
    f64,
    u32,
    flag: column(readings),
    feed: column(counts.feedBytes),
    text: column(counts.textBytes),
    total: at,
  };
}

function writeStringEnds(ends: Uint32Array, strings: readonly string[], textBytes: number): void {
  let chars = 0;
  for (let index = 0; index < strings.length; index++) ends[index] = chars += strings[index]!.length;
  if (chars === textBytes) return;
  let end = 0;
  for (let index = 0; index < strings.length; index++)
    ends[index] = end += utf8.encode(strings[index]).length;
}

function readStrings(bytes: Uint8Array, layout: Layout, counts: Counts): string[] {
  const ends = new Uint32Array(bytes.buffer, bytes.byteOffset + layout.u32.stringEnd, counts.strings);
  const text = bytes.subarray(layout.text, layout.text + counts.textBytes);
  const strings: string[] = [];
  let start = 0;
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index]!;
    if (end < start || end > text.length) {
      throw new FrameDecodeError(
        'frame-text',
        `string ${index} spans ${start}..${end} of ${text.length} bytes`,
      );
    }
    strings.push(readString(text, start, end));
    start = end;
  }
  if (start !== text.length || strings[0] !== '') {
    throw new FrameDecodeError('frame-text', 'the string table does not start with "" and cover its text');
  }
  return strings;
}

/** One flat string. Slicing one big decoded text would be quicker and would keep that text alive as long as any id of it. */
function readString(text: Uint8Array, start: number, end: number): string {
  if (end - start > 48) return decodeText(text.subarray(start, end));
  for (let at = start; at < end; at++) if (text[at]! >= 0x80) return decodeText(text.subarray(start, end));
  return String.fromCharCode.apply(null, text.subarray(start, end) as unknown as number[]);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return fatalUtf8.decode(bytes);
  } catch (error) {
    throw new FrameDecodeError('frame-text', `text is not UTF-8: ${String(error)}`);
  }
}

function checkColumns(frame: ReadingsFrame): void {
  const strings = frame.strings.length;
  let end = 0;
  for (let row = 0; row < frame.timeMs.length; row++) {
    if (frame.domain[row]! >= strings || frame.entity[row]! >= strings || frame.id[row]! >= strings) {
      throw new FrameDecodeError('frame-index', `row ${row} names a string beyond ${strings}`);
    }
    if (frame.readingEnd[row]! < end)
      throw new FrameDecodeError('frame-index', `row ${row} ends before it starts`);
    end = frame.readingEnd[row]!;
    if (!Number.isFinite(frame.timeMs[row]!) || !Number.isFinite(frame.arrivalMs[row]!)) {
      throw new FrameDecodeError('frame-value', `row ${row} has no finite time`);
    }
    if (isInfinite(frame.lon[row]!) || isInfinite(frame.lat[row]!)) {
      throw new FrameDecodeError('frame-value', `row ${row} lies nowhere`);
    }
  }
  if (end !== frame.value.length) {
    throw new FrameDecodeError('frame-index', `rows own ${end} of ${frame.value.length} readings`);
  }
  for (let at = 0; at < frame.value.length; at++) {
    if (frame.metric[at]! >= strings)
      throw new FrameDecodeError('frame-index', `reading ${at} names no metric`);
    if (IS_FLAG[frame.flag[at]!] === 0)
      throw new FrameDecodeError('frame-value', `reading ${at}: flag ${frame.flag[at]}`);
    if (isInfinite(frame.value[at]!)) throw new FrameDecodeError('frame-value', `reading ${at} is infinite`);
  }
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity;
}
