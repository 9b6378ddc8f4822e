import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably } from './durable-file.ts';

/** What every file of history tells of itself. `path` is relative to the history folder; times are event times. */
export interface StoredFile {
  path: string;
  domain: string;
  fromOffset: number;
  toOffset: number;
  minMs: number;
  maxMs: number;
  rows: number;
  bytes: number;
  /**
   * When its youngest row was stored, by the clock of this machine: what its age is counted from. Not the arrival: archives that
   * are read years later may tell their own.
   */
  storedMs: number;
}

/** One Parquet file of raw rows. */
export interface HistoryFile extends StoredFile {
  /** Arrival date (UTC, `YYYY-MM-DD`): with the domain the partition, which expires as a whole. */
  date: string;
  lateRows: number;
  /**
   * Rows that are part of no number (duplicates, conflicts, nulls). Absent: written by a build that kept none, without the column
   * `outcome`.
   */
  outsideRows?: number;
  /** Merged from a file without that column: what else came at its time is not known. */
  isUntold?: true;
}

/** One Parquet file of panes: settled windows whose raw rows are gone (ADR 5). `minMs`: first start; `maxMs`: last end. */
export interface PaneFile extends StoredFile {
  /** Month (`YYYY-MM`) of the partitions of raw rows that they were computed from. */
  month: string;
}

/**
 * Which files are history, and up to which log offset they are complete. Written as a whole by rename: a file that is not
 * named here does not exist for readers, so a half-written or half-compacted file is never read.
 */
export interface Manifest {
  version: 2;
  coveredOffset: number;
  files: HistoryFile[];
  panes: PaneFile[];
  /** Event times of which, by domain, even panes were removed by age. */
  gone: Record<string, { fromMs: number; toMs: number }>;
}

const NAME = 'manifest.json';

/** Reads the manifest; an absent one is empty. Throws on a damaged one: guessing would double or lose rows. */
export function readManifest(dir: string): Manifest {
  const path = join(dir, NAME);
  if (!existsSync(path)) return { version: 2, coveredOffset: -1, files: [], panes: [], gone: {} };
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest | ManifestOfVersion1;
  if (manifest.version === 2) return manifest;
  if (manifest.version === 1) return fromVersion1(dir, manifest);
  throw new Error(
    `${path}: version ${String((manifest as { version: unknown }).version)} is not known to this build`,
  );
}

/** Replaces the manifest durably. */
export function writeManifest(dir: string, manifest: Manifest): void {
  const path = join(dir, NAME);
  writeFileSync(`${path}.tmp`, JSON.stringify(manifest));
  renameDurably(`${path}.tmp`, path);
}

/** Those of the files that can hold what a question is about. Of panes `maxMs` is exclusive: one too many costs nothing. */
export function filesFor<F extends StoredFile>(
  files: readonly F[],
  { domain, fromMs, toMs }: { domain: string; fromMs: number; toMs: number },
): F[] {
  return files.filter((file) => file.domain === domain && file.maxMs >= fromMs && file.minMs < toMs);
}

interface ManifestOfVersion1 {
  version: 1;
  coveredOffset: number;
  files: Omit<HistoryFile, 'bytes' | 'storedMs'>[];
}

/** Its files did not tell their size and when they were written; the file system does. */
function fromVersion1(dir: string, { coveredOffset, files }: ManifestOfVersion1): Manifest {
  const told = files.map((file) => {
    const { size, mtimeMs } = statSync(join(dir, file.path));
    return { ...file, bytes: size, storedMs: Math.floor(mtimeMs) };
  });
  return { version: 2, coveredOffset, files: told, panes: [], gone: {} };
}
