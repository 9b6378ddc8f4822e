/**
 * A checkpoint on disk, little endian: magic 8 | format u32 | header length u32 | body length u64 | header crc32 u32 |
 * body crc32 u32 | header (JSON, UTF-8) | body. The header checksum covers the 24 bytes before it too, so no length is believed
 * before it is proven. `stateHash` in the header is the caller's own, stronger proof of the decoded body.
 */
import { crc32 } from 'node:zlib';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { CheckpointFault } from './codes.ts';
import { readFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';

export const CHECKPOINT_FORMAT = 1;
const MAGIC = Buffer.from('MPCHKPNT', 'latin1');
const PREFIX_BYTES = 32;
const MAX_HEADER_BYTES = 1024 * 1024;

/** Which moment of which fold a checkpoint is. `format` is that of the body, chosen by the caller. */
export interface CheckpointHeader {
  readonly format: number;
  readonly foldVersion: string;
  readonly configHash: string;
  readonly epoch: number;
  /** End of the last record folded in. */
  readonly offset: number;
  /** Up to where history has acknowledged. */
  readonly historyOffset: number;
  /** Hex. */
  readonly stateHash: string;
}

/** The bytes that come before the body. */
export function encodeCheckpointHead(header: CheckpointHeader, body: readonly Uint8Array[]): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(PREFIX_BYTES + json.length);
  MAGIC.copy(head, 0);
  head.writeUInt32LE(CHECKPOINT_FORMAT, 8);
  head.writeUInt32LE(json.length, 12);
  head.writeBigUInt64LE(
    body.reduce((sum, part) => sum + BigInt(part.length), 0n),
    16,
  );
  json.copy(head, PREFIX_BYTES);
  head.writeUInt32LE(crc32(json, crc32(head.subarray(0, 24))), 24);
  head.writeUInt32LE(
    body.reduce((crc, part) => crc32(part, crc), 0),
    28,
  );
  return head;
}

/** What the head of a file says, and where its body lies. */
export interface CheckpointHead {
  readonly header: CheckpointHeader;
  readonly bodyPosition: number;
  readonly bodyBytes: number;
  readonly bodyCrc: number;
}

/** Reads and proves the head of an open file. Throws errno errors. */
export function readCheckpointHead(fs: FileSystem, file: FileRef): Result<CheckpointHead, CheckpointFault> {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  if (readFully(fs, file, { target: prefix, position: 0 }) < PREFIX_BYTES) return err('torn');
  const jsonBytes = prefix.readUInt32LE(12);
  if (!prefix.subarray(0, 8).equals(MAGIC) || jsonBytes > MAX_HEADER_BYTES) return err('bad-header');
  const json = Buffer.alloc(jsonBytes);
  if (readFully(fs, file, { target: json, position: PREFIX_BYTES }) < jsonBytes) return err('torn');
  if (crc32(json, crc32(prefix.subarray(0, 24))) !== prefix.readUInt32LE(24)) return err('bad-header');
  const format = prefix.readUInt32LE(8);
  if (format > CHECKPOINT_FORMAT) return err('newer-format', `checkpoint has format ${format}`);
  const bodyPosition = PREFIX_BYTES + jsonBytes;
  const bodyBytes = Number(prefix.readBigUInt64LE(16));
  if (fs.size(file) !== bodyPosition + bodyBytes) return err('torn');
  // The checksum has proven that these are the bytes that `encodeCheckpointHead` made of a CheckpointHeader.
  const header = JSON.parse(json.toString()) as CheckpointHeader;
  return ok({ header, bodyPosition, bodyBytes, bodyCrc: prefix.readUInt32LE(28) });
}

/** Reads and proves the body. Throws errno errors. */
export function readCheckpointBody(
  fs: FileSystem,
  file: FileRef,
  head: CheckpointHead,
): Result<Uint8Array, CheckpointFault> {
  const body = new Uint8Array(head.bodyBytes);
  const came = readFully(fs, file, { target: body, position: head.bodyPosition });
  if (came < head.bodyBytes) return err('torn');
  return crc32(body) === head.bodyCrc ? ok(body) : err('bad-checksum');
}
