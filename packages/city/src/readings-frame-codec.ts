import { ByteTexts, checkTexts, type FrameTexts } from './frame-texts.ts';
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
  return new ReadingsFrameEncoder().encode(frame);
}

/** Writes frames into one buffer that is used again: who writes a frame a millisecond would make as much garbage as log. */
export class ReadingsFrameEncoder {
  #bytes = new Uint8Array(0);

  /** As `encodeReadingsFrame`; the bytes are valid until the next call. */
  encode(frame: ReadingsFrame): Uint8Array<ArrayBuffer> {
    const feed = utf8.encode(frame.feed);
    const strings = frame.texts.all();
    const joined = strings.join('');
    const counts: Counts = {
      feedBytes: feed.length,
      strings: strings.length,
      // Three bytes are the most that a UTF-16 unit becomes.
      textBytes: joined.length * 3,
      rows: frame.timeMs.length,
      readings: frame.value.length,
    };
    const atMost = layoutOf(counts);
    if (atMost.total > this.#bytes.length) this.#bytes = new Uint8Array(atMost.total);
    const text = utf8.encodeInto(joined, this.#bytes.subarray(atMost.text)).written;
    counts.textBytes = text;
    const layout = layoutOf(counts);
    const bytes = this.#bytes.subarray(0, layout.total);
    bytes.fill(0, 0, layout.text);
    bytes.fill(0, layout.text + text);
    writeHeader(bytes, frame.bindingRev, counts);
    writeColumns(bytes, layout, frame);
    writeStringEnds(new Uint32Array(bytes.buffer, layout.u32.stringEnd, strings.length), strings, text);
    bytes.set(feed, layout.feed);
    return bytes;
  }
}

function writeHeader({ buffer }: Uint8Array<ArrayBuffer>, bindingRev: number, counts: Counts): void {
  const header = new Uint32Array(buffer, 0, 8);
  header[0] = MAGIC;
  header[1] = VERSION;
  header[2] = bindingRev;
  header[3] = counts.feedBytes;
  header[4] = counts.strings;
  header[5] = counts.textBytes;
  header[6] = counts.rows;
  header[7] = counts.readings;
}

function writeColumns(
  bytes: Uint8Array<ArrayBuffer>,
  { f64, u32, flag }: Layout,
  frame: ReadingsFrame,
): void {
  const { buffer } = bytes;
  const rows = frame.timeMs.length;
  const readings = frame.value.length;
  new Float64Array(buffer, f64.timeMs, rows).set(frame.timeMs);
  new Float64Array(buffer, f64.arrivalMs, rows).set(frame.arrivalMs);
  new Float64Array(buffer, f64.lon, rows).set(frame.lon);
  new Float64Array(buffer, f64.lat, rows).set(frame.lat);
  new Float64Array(buffer, f64.value, readings).set(frame.value);
  new Uint32Array(buffer, u32.domain, rows).set(frame.domain);
  new Uint32Array(buffer, u32.entity, rows).set(frame.entity);
  new Uint32Array(buffer, u32.id, rows).set(frame.id);
  new Uint32Array(buffer, u32.readingEnd, rows).set(frame.readingEnd);
  new Uint32Array(buffer, u32.metric, readings).set(frame.metric);
  bytes.set(frame.flag, flag);
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
    texts: readTexts(aligned, layout, counts),
    places: null,
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

function readTexts(bytes: Uint8Array, layout: Layout, counts: Counts): FrameTexts {
  const ends = new Uint32Array(bytes.buffer, bytes.byteOffset + layout.u32.stringEnd, counts.strings);
  const text = bytes.subarray(layout.text, layout.text + counts.textBytes);
  const checked = checkTexts(text, ends);
  if ('fault' in checked) throw new FrameDecodeError('frame-text', checked.fault);
  return new ByteTexts(text, ends, checked.isAscii);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return fatalUtf8.decode(bytes);
  } catch (error) {
    throw new FrameDecodeError('frame-text', `text is not UTF-8: ${String(error)}`);
  }
}

function checkColumns(frame: ReadingsFrame): void {
  const strings = frame.texts.length;
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
