/**
 * Where the blocks of a payload segment lie. A sealed segment ends with its index: a frame of kind `INDEX_KIND` (24 bytes per
 * block: from u64 | to u64 | position u32 | length u32) whose last 8 bytes tell its own length, so that one read from the end
 * finds it. A segment without one (still written, or left by a crash) is walked by the heads of its blocks.
 * What it says is only a hint: the block itself is proven by its checksum before a byte of it is shown.
 */
import { FRAME_HEADER_BYTES, frameBytes, frameCrc, MAX_PAYLOAD_BYTES } from './frame.ts';
import { readFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { BLOCK_HEAD_BYTES, BLOCK_KIND } from './payload-block.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';

export const INDEX_KIND = 33;
const ENTRY_BYTES = 24;
const TRAILER_BYTES = 8;
const MAGIC = 0x5849_504d;

/** One block: the places that it spans, where its frame begins in the file, and how long the frame's payload is. */
export interface BlockPlace {
  readonly fromOffset: number;
  readonly toOffset: number;
  readonly position: number;
  readonly length: number;
}

/** The payload of the frame that seals a segment. */
export function encodePayloadIndex(blocks: readonly BlockPlace[]): Uint8Array {
  const bytes = Buffer.alloc(blocks.length * ENTRY_BYTES + TRAILER_BYTES);
  for (const [i, block] of blocks.entries()) {
    bytes.writeBigUInt64LE(BigInt(block.fromOffset), i * ENTRY_BYTES);
    bytes.writeBigUInt64LE(BigInt(block.toOffset), i * ENTRY_BYTES + 8);
    bytes.writeUInt32LE(block.position, i * ENTRY_BYTES + 16);
    bytes.writeUInt32LE(block.length, i * ENTRY_BYTES + 20);
  }
  bytes.writeUInt32LE(bytes.length, bytes.length - 8);
  bytes.writeUInt32LE(MAGIC, bytes.length - 4);
  return bytes;
}

/** The index at the end of a sealed segment; null: there is none, or it is damaged. Throws errno errors. */
export function readPayloadIndex(fs: FileSystem, file: FileRef): BlockPlace[] | null {
  const size = fs.size(file);
  const trailer = Buffer.alloc(TRAILER_BYTES);
  if (size < SEGMENT_HEADER_BYTES + frameBytes(TRAILER_BYTES)) return null;
  readFully(fs, file, { target: trailer, position: size - TRAILER_BYTES });
  const length = trailer.readUInt32LE(0);
  const position = size - frameBytes(length);
  if (trailer.readUInt32LE(4) !== MAGIC || length % ENTRY_BYTES !== TRAILER_BYTES) return null;
  if (position < SEGMENT_HEADER_BYTES) return null;
  const frame = Buffer.alloc(frameBytes(length));
  readFully(fs, file, { target: frame, position });
  const payload = frame.subarray(FRAME_HEADER_BYTES);
  if (frame[4] !== INDEX_KIND || frame.readUInt32LE(6) !== frameCrc(INDEX_KIND, payload)) return null;
  return Array.from({ length: (length - TRAILER_BYTES) / ENTRY_BYTES }, (_, i) => ({
    fromOffset: Number(payload.readBigUInt64LE(i * ENTRY_BYTES)),
    toOffset: Number(payload.readBigUInt64LE(i * ENTRY_BYTES + 8)),
    position: payload.readUInt32LE(i * ENTRY_BYTES + 16),
    length: payload.readUInt32LE(i * ENTRY_BYTES + 20),
  }));
}

/**
 * Adds to `blocks` what lies whole behind the last of them, reading heads only: for a segment without an index. Stops at what is
 * no block: the end, or a frame that is just being written. Throws errno errors.
 */
export function walkPayloadBlocks(fs: FileSystem, file: FileRef, blocks: BlockPlace[]): void {
  const size = fs.size(file);
  const head = Buffer.alloc(FRAME_HEADER_BYTES + BLOCK_HEAD_BYTES);
  const last = blocks.at(-1);
  let position = last === undefined ? SEGMENT_HEADER_BYTES : last.position + frameBytes(last.length);
  while (readFully(fs, file, { target: head, position }) === head.length) {
    const length = head.readUInt32LE(0);
    const end = position + frameBytes(length);
    if (head[4] !== BLOCK_KIND || length < BLOCK_HEAD_BYTES || length > MAX_PAYLOAD_BYTES || end > size) {
      return;
    }
    const fromOffset = Number(head.readBigUInt64LE(FRAME_HEADER_BYTES));
    const toOffset = Number(head.readBigUInt64LE(FRAME_HEADER_BYTES + 8));
    blocks.push({ fromOffset, toOffset, position, length });
    position = end;
  }
}
