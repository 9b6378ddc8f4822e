import { ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DiskErrorCode } from './codes.ts';
import { attempt, readFully, writeFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { SegmentCursor } from './segment-cursor.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, segmentPath } from './segment.ts';
import type { SegmentHeader } from './segment.ts';

/**
 * Creates a segment that appears whole or not at all: written and synced under a temporary name, renamed, folder synced. `frames`
 * are its first records, if any. A segment of the same name is replaced: the caller owns every offset from `firstOffset` on.
 */
export function createSegment(
  fs: FileSystem,
  folder: string,
  content: { header: SegmentHeader; frames?: Uint8Array },
): Result<FileRef, DiskErrorCode> {
  const path = segmentPath(folder, content.header.firstOffset);
  const temporary = `${path}.tmp`;
  const created = attempt(() => fs.createFile(temporary));
  const isLeftover = !created.ok && created.code === 'exists';
  const opened = isLeftover ? attempt(() => fs.openWrite(temporary)) : created;
  if (!opened.ok) return opened;
  const file = opened.value;
  const made = attempt(() => {
    fs.truncate(file, 0);
    writeFully(fs, file, { bytes: encodeSegmentHeader(content.header), position: 0 });
    if (content.frames !== undefined) {
      writeFully(fs, file, { bytes: content.frames, position: SEGMENT_HEADER_BYTES });
    }
    fs.syncData(file);
    fs.rename(temporary, path);
    fs.syncFolder(folder);
  });
  if (made.ok) return ok(file);
  attempt(() => fs.close(file));
  return made;
}

/**
 * Reads the frames `[fromOffset, toOffset)` of an open segment and checks each: what a failed sync may have lost, but the page
 * cache often still has. Null if any byte of it is not as written.
 */
export function rescueFrames(
  fs: FileSystem,
  segment: { file: FileRef; firstOffset: number },
  span: { fromOffset: number; toOffset: number },
): Uint8Array | null {
  const read = attempt(() => {
    const cursor = new SegmentCursor(fs, segment);
    cursor.seek(span.fromOffset);
    let step = cursor.next(span.toOffset);
    while (step === 'frame') step = cursor.next(span.toOffset);
    if (step === 'bad') return null;
    const frames = Buffer.alloc(span.toOffset - span.fromOffset);
    const position = SEGMENT_HEADER_BYTES + span.fromOffset - segment.firstOffset;
    return readFully(fs, segment.file, { target: frames, position }) === frames.length ? frames : null;
  });
  return read.ok ? read.value : null;
}
