import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One Parquet file of raw rows. `path` is relative to the history folder; times are event times, offsets log offsets. */
export interface HistoryFile {
  path: string;
  /** Arrival date (UTC, `YYYY-MM-DD`) and domain: the partition, by which files expire. */
  date: string;
  domain: string;
  fromOffset: number;
  toOffset: number;
  minMs: number;
  maxMs: number;
  rows: number;
  lateRows: number;
}

/**
 * Which files are history, and up to which log offset they are complete. Written as a whole by rename: a file that is not
 * named here does not exist for readers, so a half-written or half-compacted file is never read.
 */
export interface Manifest {
  version: 1;
  coveredOffset: number;
  files: HistoryFile[];
}

const NAME = 'manifest.json';

/** Reads the manifest; an absent one is empty. Throws on a damaged one: guessing would double or lose rows. */
export function readManifest(dir: string): Manifest {
  const path = join(dir, NAME);
  if (!existsSync(path)) return { version: 1, coveredOffset: -1, files: [] };
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (manifest.version !== 1)
    throw new Error(`${path}: version ${String(manifest.version)} is not known to this build`);
  return manifest;
}

/** Replaces the manifest durably. */
export function writeManifest(dir: string, manifest: Manifest): void {
  const path = join(dir, NAME);
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, JSON.stringify(manifest));
  syncPath(temporary);
  renameSync(temporary, path);
  syncPath(dirname(path));
}

function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
