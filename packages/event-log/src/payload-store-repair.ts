/**
 * Makes the folder of a payload store fit for a new process: torn tails are cut, what a crash left open is sealed, and whatever
 * claims a place at or beyond `startOffset` goes. That last is what makes a wrong payload impossible: a log that lost its tail
 * gives those offsets out again, to other readings. Hence the order at a start: open the log, repair with its `startOffset`, and
 * only then log a reading; a repair that came later could die before it was done, and the next would see a greater start.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { LogOpenCode } from './codes.ts';
import { attempt, toDiskError, writeFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { frameBytes, writeFrame } from './frame.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { BLOCK_HEAD_BYTES, BLOCK_KIND } from './payload-block.ts';
import { encodePayloadIndex, INDEX_KIND, readPayloadIndex } from './payload-index.ts';
import type { BlockPlace } from './payload-index.ts';
import { SegmentCursor } from './segment-cursor.ts';
import { listSegments, readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment.ts';
import type { SegmentFile } from './segment.ts';

export interface PayloadRepair {
  /** File bytes of torn blocks that were cut. */
  readonly cutBytes: number;
  /** Whole blocks that were dropped because they claim places that the log gives out again. */
  readonly droppedBlocks: number;
  /** Segments that could not be read or cut and were removed whole. */
  readonly removedSegments: number;
}

/**
 * Durable when it returns. Errors: `newer-format` (nothing touched), disk codes: what should go could not be made to go, and the
 * store must not be used with this log.
 */
export function repairPayloadStore(
  folder: string,
  startOffset: number,
  fs: FileSystem = nodeFileSystem,
): Result<PayloadRepair, LogOpenCode> {
  let cutBytes = 0;
  let droppedBlocks = 0;
  let removedSegments = 0;
  try {
    fs.makeFolder(folder);
    for (const segment of listSegments(fs, folder).reverse()) {
      const repaired = attempt(() => repairSegment(fs, segment, startOffset));
      if (!repaired.ok) {
        fs.remove(segment.path);
        removedSegments += 1;
        continue;
      }
      if (repaired.value === 'newer-format')
        return err('newer-format', `${segment.path} is of a later program`);
      cutBytes += repaired.value.cutBytes;
      droppedBlocks += repaired.value.droppedBlocks;
      // Segments end below where the next one begins: behind a whole one there is nothing to do.
      if (repaired.value.wasWhole) break;
    }
    fs.syncFolder(folder);
    return ok({ cutBytes, droppedBlocks, removedSegments });
  } catch (error) {
    return toDiskError(error);
  }
}

function repairSegment(
  fs: FileSystem,
  segment: SegmentFile,
  startOffset: number,
): { cutBytes: number; droppedBlocks: number; wasWhole: boolean } | 'newer-format' {
  const file = fs.openWrite(segment.path);
  try {
    const header = readSegmentHeader(fs, file);
    if (!header.ok && header.code === 'newer-format') return header.code;
    const index = readPayloadIndex(fs, file);
    const found = index ?? proveBlocks(fs, file);
    const blocks = found.filter((block) => block.toOffset <= startOffset);
    const droppedBlocks = found.length - blocks.length;
    if (index !== null && droppedBlocks === 0) return { cutBytes: 0, droppedBlocks, wasWhole: true };
    const cutBytes = index === null ? fs.size(file) - endOf(found) : 0;
    if (blocks.length === 0) {
      fs.remove(segment.path);
    } else {
      fs.truncate(file, endOf(blocks));
      fs.syncData(file);
      // A full disk has no room for an index: readers then walk the segment.
      attempt(() => sealSegment(fs, file, blocks));
    }
    return { cutBytes, droppedBlocks, wasWhole: false };
  } finally {
    fs.close(file);
  }
}

/** Ends a segment durably behind its last block with the index of all. Throws errno errors. */
export function sealSegment(fs: FileSystem, file: FileRef, blocks: readonly BlockPlace[]): void {
  const payload = encodePayloadIndex(blocks);
  const frame = Buffer.allocUnsafe(frameBytes(payload.length));
  writeFrame(frame, 0, { kind: INDEX_KIND, payload });
  const position = endOf(blocks);
  fs.truncate(file, position);
  writeFully(fs, file, { bytes: frame, position });
  fs.syncData(file);
}

function endOf(blocks: readonly BlockPlace[]): number {
  const last = blocks.at(-1);
  return last === undefined ? SEGMENT_HEADER_BYTES : last.position + frameBytes(last.length);
}

/** The blocks up to the first frame that is not as it was written. */
function proveBlocks(fs: FileSystem, file: FileRef): BlockPlace[] {
  const blocks: BlockPlace[] = [];
  const cursor = new SegmentCursor(fs, { file, firstOffset: 0 });
  const limit = fs.size(file) - SEGMENT_HEADER_BYTES;
  while (cursor.next(limit) === 'frame' && cursor.kind === BLOCK_KIND) {
    const head = Buffer.from(cursor.payload.buffer, cursor.payload.byteOffset, BLOCK_HEAD_BYTES);
    blocks.push({
      fromOffset: Number(head.readBigUInt64LE(0)),
      toOffset: Number(head.readBigUInt64LE(8)),
      position: SEGMENT_HEADER_BYTES + cursor.offset,
      length: cursor.payload.length,
    });
  }
  return blocks;
}
