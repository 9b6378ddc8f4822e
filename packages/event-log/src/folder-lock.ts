/**
 * One process per folder: an exclusive SQLite lock on LOCK is held for the life of the process, so the death of the process, even
 * by kill -9, frees it, and a stale lock file cannot exist.
 * The trap: the kernel drops such a lock when *any* descriptor of the file is closed in the process. Nobody else opens LOCK.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DataFolderCode } from './codes.ts';
import { toSqliteCode } from './sqlite-code.ts';

export interface FolderLock {
  /** Also happens when the process ends, however it ends. */
  readonly release: () => void;
}

/** Keeps every lock reachable: a collected connection closes its file, and the folder would be free while it is in use. */
const heldLocks = new Set<DatabaseSync>();

/** Takes a folder that is there. Errors carry one sentence for the operator: `locked` (another process has it), `disk-error`. */
export function lockFolder(path: string): Result<FolderLock, DataFolderCode> {
  let lock: DatabaseSync | undefined;
  try {
    const taken = (lock = new DatabaseSync(join(path, 'LOCK'), { timeout: 0 }));
    // A rollback journal, never WAL: only there does an exclusive transaction keep readers out as well.
    taken.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    heldLocks.add(taken);
    const release = (): void => {
      if (heldLocks.delete(taken)) taken.close();
    };
    return ok({ release });
  } catch (error) {
    lock?.close();
    const code = toSqliteCode(error);
    if (code === 'journal-locked') return err('locked', `data folder ${path} is in use by another process`);
    return err('disk-error', `cannot lock data folder ${path}: ${String(error)}`);
  }
}
