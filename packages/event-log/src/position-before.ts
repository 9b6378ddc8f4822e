import { ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DiskErrorCode } from './codes.ts';
import { toDiskError } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import type { Position } from './log-record.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { listSegments, readSegmentHeader } from './segment.ts';

/**
 * Where to begin reading for what was written from `atMs` on (the clock of the writer): the newest segment that was begun before it.
 * Null: the oldest record that is kept.
 */
export function positionBefore(
  folder: string,
  atMs: number,
  fs: FileSystem = nodeFileSystem,
): Result<Position | null, DiskErrorCode> {
  try {
    for (const { path, firstOffset } of listSegments(fs, folder).toReversed()) {
      const file = fs.openRead(path);
      try {
        const header = readSegmentHeader(fs, file);
        if (header.ok && header.value.createdAtMs <= atMs)
          return ok({ epoch: header.value.epoch, offset: firstOffset });
      } finally {
        fs.close(file);
      }
    }
    return ok(null);
  } catch (error) {
    return toDiskError(error);
  }
}
