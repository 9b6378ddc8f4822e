/**
 * A segment file: `<first offset, 20 digits>.seg`, a header of 40 bytes, then frames back to back. A byte of offset `o` lies at
 * file position `40 + o - firstOffset`. The name repeats the header's first offset: a damaged header loses no record.
 * Header, little endian: magic 8 | format u16 | 0 u16 | epoch u32 | first offset u64 | created at f64 ms | 0 u32 | crc32 u32.
 */
import { crc32 } from 'node:zlib';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { readFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';

export const SEGMENT_HEADER_BYTES = 40;
export const SEGMENT_FORMAT = 1;
const MAGIC = Buffer.from('MPLOGSEG', 'latin1');
const NAME = /^(\d{20})\.seg$/;

/** What a segment says of itself. `epoch` is that of its first record. */
export interface SegmentHeader {
  readonly firstOffset: number;
  readonly epoch: number;
  readonly createdAtMs: number;
}

/** A segment found in a folder. */
export interface SegmentFile {
  readonly path: string;
  readonly firstOffset: number;
}

/** Path of the segment that begins at `firstOffset`. */
export function segmentPath(folder: string, firstOffset: number): string {
  return `${folder}/${String(firstOffset).padStart(20, '0')}.seg`;
}

/** The segments of a folder in offset order; other names are left alone. Throws errno errors. */
export function listSegments(fs: FileSystem, folder: string): SegmentFile[] {
  const segments: SegmentFile[] = [];
  for (const name of fs.list(folder)) {
    const digits = NAME.exec(name)?.[1];
    if (digits !== undefined) segments.push({ path: `${folder}/${name}`, firstOffset: Number(digits) });
  }
  return segments.sort((a, b) => a.firstOffset - b.firstOffset);
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(bytes, 0);
  bytes.writeUInt16LE(SEGMENT_FORMAT, 8);
  bytes.writeUInt32LE(header.epoch, 12);
  bytes.writeBigUInt64LE(BigInt(header.firstOffset), 16);
  bytes.writeDoubleLE(header.createdAtMs, 24);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 36)), 36);
  return bytes;
}

/** `bad-header`: not a segment header or damaged. `newer-format`: intact, but of a later program. */
export function decodeSegmentHeader(bytes: Uint8Array): Result<SegmentHeader, 'bad-header' | 'newer-format'> {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (header.length < SEGMENT_HEADER_BYTES || !header.subarray(0, 8).equals(MAGIC)) return err('bad-header');
  if (header.readUInt32LE(36) !== crc32(header.subarray(0, 36))) return err('bad-header');
  const format = header.readUInt16LE(8);
  if (format > SEGMENT_FORMAT) {
    return err(
      'newer-format',
      `log segment has format ${format}, this program reads up to ${SEGMENT_FORMAT}`,
    );
  }
  return ok({
    firstOffset: Number(header.readBigUInt64LE(16)),
    epoch: header.readUInt32LE(12),
    createdAtMs: header.readDoubleLE(24),
  });
}

/** Reads the header of an open segment. Throws errno errors. */
export function readSegmentHeader(
  fs: FileSystem,
  file: FileRef,
): Result<SegmentHeader, 'bad-header' | 'newer-format'> {
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES);
  const came = readFully(fs, file, { target: bytes, position: 0 });
  return decodeSegmentHeader(bytes.subarray(0, came));
}
