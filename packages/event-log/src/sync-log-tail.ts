import { ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DiskErrorCode } from './codes.ts';
import { toDiskError } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { listSegments } from './segment.ts';

/**
 * Makes everything that was flushed to the log so far survive a loss of power, from any thread: whoever keeps what the log says
 * durably and by offset does this first, since offsets of a tail that was lost are given out again. Only the last segment can
 * hold anything unsynced.
 */
export function syncLogTail(folder: string, fs: FileSystem = nodeFileSystem): Result<void, DiskErrorCode> {
  try {
    const last = listSegments(fs, folder).at(-1);
    if (last === undefined) return ok(undefined);
    const file = fs.openRead(last.path);
    try {
      fs.syncData(file);
    } finally {
      fs.close(file);
    }
    fs.syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    return toDiskError(error);
  }
}
