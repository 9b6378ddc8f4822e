/**
 * The file-system port of the log and the checkpoints, so that crashes, torn writes and full disks can be played in process.
 * Calls are synchronous (the log's thread has nothing better to do than to finish its write) and throw errno errors
 * (`error.code` = ENOSPC, EIO, …); `toDiskError` turns those into typed reasons and rethrows everything else, which is a bug.
 * What an implementation promises: a returned `write` survives the death of the process, `syncData` survives power loss of the
 * bytes written so far, `syncFolder` that of names created, renamed or removed in that folder so far.
 */
import { err, ok } from '@metropane/base';
import type { Err, Result } from '@metropane/base';
import type { DiskErrorCode } from './codes.ts';

/** An open file. Belongs to the FileSystem that gave it. */
export type FileRef = number;

/** See the head of this file for what must survive which call. Offsets and lengths are bytes. */
export interface FileSystem {
  /** Opens an existing file for reading only. */
  openRead(path: string): FileRef;
  /** Opens an existing file for reading and writing. */
  openWrite(path: string): FileRef;
  /** Creates a file for reading and writing; EEXIST if the name is taken. */
  createFile(path: string): FileRef;
  close(file: FileRef): void;
  /** Fills `target` from `position`; returns how many bytes came, 0 at the end of the file. May be short. */
  read(file: FileRef, target: Uint8Array, position: number): number;
  /** Writes `bytes` at `position`; returns how many were taken. May be short. */
  write(file: FileRef, bytes: Uint8Array, position: number): number;
  truncate(file: FileRef, length: number): void;
  syncData(file: FileRef): void;
  syncFolder(folder: string): void;
  /** Length of an open file. */
  size(file: FileRef): number;
  /** Names in a folder, sorted by code unit. */
  list(folder: string): string[];
  /** Replaces `to` if it exists. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Creates a folder and its parents; nothing happens if it is there. */
  makeFolder(path: string): void;
}

const CODE_OF_ERRNO: Readonly<Record<string, DiskErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EIO: 'io-error',
  EROFS: 'read-only',
  EACCES: 'no-access',
  EPERM: 'no-access',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
  ENOENT: 'missing',
  EEXIST: 'exists',
};

/** The typed reason of an errno error. Rethrows what is not one: a bug must not look like a bad disk. */
export function toDiskError(error: unknown): Err<DiskErrorCode> {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  if (!/^E[A-Z0-9]+$/.test(error.code)) throw error;
  return err(CODE_OF_ERRNO[error.code] ?? 'disk-error', error.message);
}

/** Runs `step` and turns a disk error into a typed refusal. */
export function attempt<T>(step: () => T): Result<T, DiskErrorCode> {
  try {
    return ok(step());
  } catch (error) {
    return toDiskError(error);
  }
}

/** Writes every byte, however short the single writes are. Throws errno errors; bytes before the failure may be in the file. */
export function writeFully(
  fs: FileSystem,
  file: FileRef,
  part: { bytes: Uint8Array; position: number },
): void {
  let done = 0;
  while (done < part.bytes.length) {
    const rest = done === 0 ? part.bytes : part.bytes.subarray(done);
    const taken = fs.write(file, rest, part.position + done);
    // Zero taken without an error would loop for ever; a disk that does so is full.
    if (taken <= 0) throw Object.assign(new Error('ENOSPC: write took no bytes'), { code: 'ENOSPC' });
    done += taken;
  }
}

/** Reads until `target` is full or the file ends; returns how many bytes came. */
export function readFully(
  fs: FileSystem,
  file: FileRef,
  part: { target: Uint8Array; position: number },
): number {
  let done = 0;
  while (done < part.target.length) {
    const rest = done === 0 ? part.target : part.target.subarray(done);
    const came = fs.read(file, rest, part.position + done);
    if (came <= 0) break;
    done += came;
  }
  return done;
}
