import { dirname } from 'node:path';
import type { StoredFile } from './file-manifest.ts';

/** So many files of one size class become one of the next. */
const FAN_IN = 4;
const SMALLEST_CLASS_BYTES = 64 * 1024;
/** Larger ones are not merged again: sorting one takes seconds, and a question reads little of it anyway. */
export const MAX_MERGED_ROWS = 8_000_000;
/** A partition that nothing was added to for so long is merged to the end. */
const CLOSED_AFTER_MS = 2 * 3_600_000;

/**
 * The files of one partition to merge next, or null. A file of every flush would make 2,880 a day; merging all of them over and over
 * would rewrite a day hundreds of times: by size classes each row is rewritten about once per class. Small merges come first.
 */
export function nextMerge<F extends StoredFile>(files: readonly F[], nowMs: number): F[] | null {
  const merges: F[][] = [];
  for (const partition of Map.groupBy(files, (file) => dirname(file.path)).values()) {
    const open = partition.filter((file) => file.rows <= MAX_MERGED_ROWS / 2);
    const isClosed = partition.every((file) => nowMs - file.storedMs > CLOSED_AFTER_MS);
    const groups = isClosed ? [open] : Map.groupBy(open, (file) => sizeClass(file.bytes)).values();
    for (const group of groups) {
      const merge = fitting(group);
      if (merge.length >= (isClosed ? 2 : FAN_IN)) merges.push(merge);
    }
  }
  return merges.toSorted((a, b) => rowsOf(a) - rowsOf(b))[0] ?? null;
}

/** The oldest first, as many as make one file. */
function fitting<F extends StoredFile>(group: F[]): F[] {
  const merge: F[] = [];
  let rows = 0;
  for (const file of group.toSorted((a, b) => a.fromOffset - b.fromOffset)) {
    if (rows + file.rows > MAX_MERGED_ROWS) break;
    rows += file.rows;
    merge.push(file);
  }
  return merge;
}

function sizeClass(bytes: number): number {
  return Math.max(0, Math.ceil(Math.log(bytes / SMALLEST_CLASS_BYTES) / Math.log(FAN_IN)));
}

function rowsOf(files: readonly StoredFile[]): number {
  return files.reduce((sum, file) => sum + file.rows, 0);
}
