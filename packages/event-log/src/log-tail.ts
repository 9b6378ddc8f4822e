/**
 * Finds where a log ends and makes that end whole: a torn tail is cut at the first bad frame. Only the last segment is walked:
 * a segment is synced before its successor is created. Damage below the durable mark is reported and kept, never cut.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { LogOpenCode } from './codes.ts';
import { readDurableMark } from './durable-mark.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { decodeEpochPayload, RECORD_KIND } from './log-record.ts';
import type { Damage } from './log-record.ts';
import { SegmentCursor } from './segment-cursor.ts';
import { listSegments, readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment.ts';
import type { SegmentFile } from './segment.ts';

/** The end of a log as found and repaired. `last` is null where a new segment must begin at `endOffset`. */
export interface LogTail {
  readonly endOffset: number;
  /** Greatest epoch seen, 0 in an empty log. */
  readonly epoch: number;
  /** File bytes cut away, headers included, and the offset from which on records are gone. */
  readonly cutBytes: number;
  readonly cutFromOffset: number;
  readonly damages: readonly Damage[];
  readonly last: SegmentFile | null;
}

/** Reads and repairs the tail. Throws errno errors; `newer-format` leaves everything as it was. */
export function repairLogTail(fs: FileSystem, folder: string): Result<LogTail, LogOpenCode> {
  const durable = readDurableMark(fs, folder);
  // A segment may have been created by a process that died before it could make the name durable.
  fs.syncFolder(folder);
  const segments = listSegments(fs, folder);
  let cutBytes = 0;
  // A later start must not give out the offsets of a segment that vanished again.
  let leastEnd = durable;
  for (;;) {
    const last = segments.pop();
    if (last === undefined) {
      const damages: Damage[] =
        durable > 0 ? [{ code: 'missing-bytes', offset: 0, resumeOffset: leastEnd }] : [];
      return ok({ endOffset: leastEnd, epoch: 0, cutBytes, cutFromOffset: leastEnd, damages, last: null });
    }
    const repaired = repairSegment(fs, last, durable);
    if (!repaired.ok) return repaired;
    cutBytes += repaired.value.cutBytes;
    if (repaired.value.isEmptyShell) {
      leastEnd = Math.max(leastEnd, last.firstOffset);
      continue;
    }
    const { epoch, damages, validEnd, isSealed } = repaired.value;
    const endOffset = Math.max(validEnd, leastEnd);
    const isWhole = !isSealed && endOffset === validEnd;
    if (endOffset > validEnd && validEnd < durable) {
      damages.push({ code: 'missing-bytes', offset: validEnd, resumeOffset: endOffset });
    }
    return ok({
      endOffset,
      epoch,
      cutBytes,
      cutFromOffset: validEnd,
      damages,
      last: isWhole ? last : null,
    });
  }
}

interface SegmentRepair {
  cutBytes: number;
  /** No header, no record: the file of a creation that did not finish; removed. */
  isEmptyShell: boolean;
  epoch: number;
  validEnd: number;
  /** Damaged below the mark in a way that hides what follows: nothing may be appended to it. */
  isSealed: boolean;
  damages: Damage[];
}

function repairSegment(
  fs: FileSystem,
  segment: SegmentFile,
  durable: number,
): Result<SegmentRepair, LogOpenCode> {
  const file = fs.openWrite(segment.path);
  try {
    const size = fs.size(file);
    const header = readSegmentHeader(fs, file);
    if (!header.ok && header.code === 'newer-format') return err('newer-format', header.message);
    const first = segment.firstOffset;
    const damages: Damage[] = [];
    const fileEnd = first + Math.max(0, size - SEGMENT_HEADER_BYTES);
    const walk = walkFrames(fs, { file, firstOffset: first, fileEnd, durable });
    if (!header.ok) {
      if (walk.validEnd === first && durable <= first) {
        fs.remove(segment.path);
        return ok({
          cutBytes: size,
          isEmptyShell: true,
          epoch: 0,
          validEnd: first,
          isSealed: false,
          damages,
        });
      }
      damages.push({ code: 'bad-header', offset: first, resumeOffset: first });
    }
    damages.push(...walk.damages);
    const epoch = Math.max(walk.epoch, header.ok ? header.value.epoch : 0);
    const cutBytes = walk.isSealed ? 0 : fileEnd - walk.validEnd;
    if (cutBytes > 0) fs.truncate(file, SEGMENT_HEADER_BYTES + walk.validEnd - first);
    // What a killed process had flushed becomes durable before anything is said to lie behind it.
    fs.syncData(file);
    return ok({
      cutBytes,
      isEmptyShell: false,
      epoch,
      validEnd: walk.validEnd,
      isSealed: walk.isSealed,
      damages,
    });
  } finally {
    fs.close(file);
  }
}

interface FrameWalk {
  epoch: number;
  validEnd: number;
  isSealed: boolean;
  damages: Damage[];
}

function walkFrames(
  fs: FileSystem,
  segment: { file: FileRef; firstOffset: number; fileEnd: number; durable: number },
): FrameWalk {
  const { fileEnd, durable } = segment;
  const cursor = new SegmentCursor(fs, segment);
  const damages: Damage[] = [];
  let epoch = 0;
  for (;;) {
    const step = cursor.next(fileEnd);
    if (step === 'end') return { epoch, validEnd: fileEnd, isSealed: false, damages };
    if (step === 'frame') {
      if (cursor.kind === RECORD_KIND.epoch) {
        epoch = Math.max(epoch, decodeEpochPayload(cursor.payload)?.epoch ?? 0);
      }
      continue;
    }
    const bad = cursor.endOffset;
    if (bad >= durable) return { epoch, validEnd: bad, isSealed: false, damages };
    const isOneFrame = cursor.isFollowedByFrame(fileEnd);
    const resumeOffset = isOneFrame ? cursor.claimedEnd : fileEnd;
    damages.push({ code: cursor.fault, offset: bad, resumeOffset });
    if (!isOneFrame) return { epoch, validEnd: fileEnd, isSealed: true, damages };
    cursor.seek(resumeOffset);
  }
}
