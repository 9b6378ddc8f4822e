/**
 * Walks the frames of one open segment. The cursor is the record: after `next` answered 'frame', its fields are the frame, and
 * `payload` is a view into the cursor's buffer that the following `next` may overwrite. Reads whole chunks, never beyond the
 * limit that it was given, so it may follow a file that another thread is still writing.
 */
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameCrc, MAX_PAYLOAD_BYTES } from './frame.ts';
import type { DamageCode } from './codes.ts';
import { readFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import type { LogRecord } from './log-record.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';

const DEFAULT_CHUNK_BYTES = 1024 * 1024;

/** 'bad': see `fault` and `claimedEnd`; the cursor stays before the bad frame. */
export type CursorStep = 'frame' | 'end' | 'bad';

export class SegmentCursor implements LogRecord {
  kind = 0;
  payload: Uint8Array = new Uint8Array(0);
  offset: number;
  /** Where the next call looks. */
  endOffset: number;
  fault: DamageCode = 'torn';
  /** Where the bad frame would end if its length were true; -1 if that is nonsense. */
  claimedEnd = -1;

  readonly file: FileRef;
  readonly firstOffset: number;
  readonly #fs: FileSystem;
  #buffer: Buffer;
  /** The same bytes as a plain Uint8Array: `slice` of a Buffer's part would not copy, and payloads are there to be copied. */
  #bytes: Uint8Array;
  /** Offset of the buffer's first byte, and how many bytes are valid. */
  #bufferOffset: number;
  #buffered = 0;

  constructor(fs: FileSystem, segment: { file: FileRef; firstOffset: number }, buffer?: Buffer) {
    this.#fs = fs;
    this.file = segment.file;
    this.firstOffset = segment.firstOffset;
    this.offset = segment.firstOffset;
    this.endOffset = segment.firstOffset;
    this.#bufferOffset = segment.firstOffset;
    this.#buffer = buffer ?? Buffer.allocUnsafeSlow(DEFAULT_CHUNK_BYTES);
    this.#bytes = plain(this.#buffer);
  }

  /** The chunk buffer, to be handed to the cursor of the next segment. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  /** The next `next` looks at `offset`, which must be the start of a frame. */
  seek(offset: number): void {
    this.endOffset = offset;
  }

  /** Steps to the next frame that ends at or before `limit`. Throws errno errors of the read. */
  next(limit: number): CursorStep {
    const start = this.endOffset;
    const left = limit - start;
    if (left <= 0) return 'end';
    this.claimedEnd = -1;
    if (left < FRAME_HEADER_BYTES) return this.#bad('torn');
    if (!this.#holds(start, FRAME_HEADER_BYTES) && !this.#load(start, FRAME_HEADER_BYTES, limit)) {
      return this.#bad('missing-bytes');
    }
    const length = this.#buffer.readUInt32LE(start - this.#bufferOffset);
    if (length > MAX_PAYLOAD_BYTES) return this.#bad('bad-length');
    const size = FRAME_HEADER_BYTES + length;
    if (size > left) return this.#bad('torn');
    this.claimedEnd = start + size;
    if (!this.#holds(start, size) && !this.#load(start, size, limit)) return this.#bad('missing-bytes');
    const at = start - this.#bufferOffset;
    const buffer = this.#buffer;
    const kind = buffer[at + 4] ?? 0;
    const payload = this.#bytes.subarray(at + FRAME_HEADER_BYTES, at + size);
    if (buffer[at + 5] !== FRAME_VERSION) return this.#bad('unknown-version');
    if (frameCrc(kind, payload) !== buffer.readUInt32LE(at + 6)) return this.#bad('bad-crc');
    this.kind = kind;
    this.payload = payload;
    this.offset = start;
    this.endOffset = start + size;
    return 'frame';
  }

  /**
   * After 'bad': whether the bad frame's length can be trusted, i.e. a good frame (or the limit) follows it. Leaves the cursor
   * before the bad frame. Only then one record is lost instead of the rest of the segment.
   */
  isFollowedByFrame(limit: number): boolean {
    const { claimedEnd, endOffset, fault } = this;
    if (claimedEnd < 0) return false;
    if (claimedEnd === limit) return true;
    this.endOffset = claimedEnd;
    const follows = this.next(limit) === 'frame';
    this.endOffset = endOffset;
    this.claimedEnd = claimedEnd;
    this.fault = fault;
    return follows;
  }

  #bad(fault: DamageCode): 'bad' {
    this.fault = fault;
    return 'bad';
  }

  #holds(start: number, size: number): boolean {
    return start >= this.#bufferOffset && start + size <= this.#bufferOffset + this.#buffered;
  }

  /** Refills the buffer from `start`; false if the file ends before `size` bytes. */
  #load(start: number, size: number, limit: number): boolean {
    if (size > this.#buffer.length) {
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(size, this.#buffer.length * 2));
      this.#bytes = plain(this.#buffer);
    }
    const wanted = Math.min(this.#buffer.length, limit - start);
    const target = this.#buffer.subarray(0, wanted);
    const position = SEGMENT_HEADER_BYTES + start - this.firstOffset;
    this.#buffered = 0;
    this.#bufferOffset = start;
    this.#buffered = readFully(this.#fs, this.file, { target, position });
    return this.#buffered >= size;
  }
}

function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
