/**
 * One record on disk, little endian: length u32 | kind u8 | version u8 | crc32 u32 | payload.
 * `length` counts payload bytes; the checksum covers kind, version and payload, so a frame of zeros is never valid.
 */
import { crc32 } from 'node:zlib';

export const FRAME_HEADER_BYTES = 10;
export const FRAME_VERSION = 1;
/** A longer payload is a bug of the writer; a longer claim in a file is damage. */
export const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;

/** Bytes that a record of this payload takes in the log. */
export function frameBytes(payloadLength: number): number {
  return FRAME_HEADER_BYTES + payloadLength;
}

// The checksum of the two bytes before the payload, by kind: saves joining them with the payload for every frame.
const CRC_SEED = Uint32Array.from({ length: 256 }, (_, kind) => crc32(Uint8Array.of(kind, FRAME_VERSION)));

/** Checksum of a frame of the current version. */
export function frameCrc(kind: number, payload: Uint8Array): number {
  return crc32(payload, CRC_SEED[kind]);
}

/** Writes one frame into `target` at `at`; the caller made room for `frameBytes(payload.length)`. */
export function writeFrame(target: Buffer, at: number, record: { kind: number; payload: Uint8Array }): void {
  target.writeUInt32LE(record.payload.length, at);
  target[at + 4] = record.kind;
  target[at + 5] = FRAME_VERSION;
  target.writeUInt32LE(frameCrc(record.kind, record.payload), at + 6);
  target.set(record.payload, at + FRAME_HEADER_BYTES);
}
