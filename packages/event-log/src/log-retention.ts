/**
 * Removes the oldest segments of a log by age and total size. Only whole segments, oldest first, never the last one, and never
 * one that reaches beyond `keepFromOffset`: what the oldest kept checkpoint still needs outlives every budget.
 */
import { ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DiskErrorCode } from './codes.ts';
import { toDiskError } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { listSegments, readSegmentHeader } from './segment.ts';
import type { SegmentFile } from './segment.ts';

export interface RetentionPolicy {
  readonly folder: string;
  readonly fs?: FileSystem;
  /** Records from here on are needed. */
  readonly keepFromOffset: number;
  readonly maxBytes: number;
  /** A segment is this old when its youngest record is: when its successor was created. */
  readonly maxAgeMs: number;
  readonly nowMs: number;
}

export interface RetentionReport {
  /** First offsets of what was removed. */
  readonly removed: readonly number[];
  readonly removedBytes: number;
  readonly keptBytes: number;
  readonly oldestOffset: number;
  /** How far the log is above `maxBytes` because a checkpoint (or the open segment) pins it. */
  readonly overBudgetBytes: number;
}

/** Applies the policy once. May run in any thread while another writes. */
export function removeExpiredSegments(policy: RetentionPolicy): Result<RetentionReport, DiskErrorCode> {
  const fs = policy.fs ?? nodeFileSystem;
  try {
    const segments = listSegments(fs, policy.folder).map((segment) => measure(fs, segment));
    const removed: number[] = [];
    let keptBytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    const allBytes = keptBytes;
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      if (next === undefined || next.firstOffset > policy.keepFromOffset) break;
      const isOld = next.createdAtMs !== null && next.createdAtMs < policy.nowMs - policy.maxAgeMs;
      if (!isOld && keptBytes <= policy.maxBytes) break;
      fs.remove(segment.path);
      keptBytes -= segment.bytes;
      removed.push(segment.firstOffset);
    }
    return ok({
      removed,
      removedBytes: allBytes - keptBytes,
      keptBytes,
      oldestOffset: segments[removed.length]?.firstOffset ?? 0,
      overBudgetBytes: Math.max(0, keptBytes - policy.maxBytes),
    });
  } catch (error) {
    return toDiskError(error);
  }
}

/** `createdAtMs` is null where the header is damaged: such a segment does not make its predecessor old. */
function measure(
  fs: FileSystem,
  segment: SegmentFile,
): SegmentFile & { bytes: number; createdAtMs: number | null } {
  const file = fs.openRead(segment.path);
  try {
    const header = readSegmentHeader(fs, file);
    return { ...segment, bytes: fs.size(file), createdAtMs: header.ok ? header.value.createdAtMs : null };
  } finally {
    fs.close(file);
  }
}
