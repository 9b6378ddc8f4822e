/**
 * The folder where one server keeps everything: `VERSION LOCK log/ raw/ journal.db checkpoints/ history/ dead/ secrets/` (0700).
 * One process per folder (folder-lock.ts).
 */
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DataFolderCode } from './codes.ts';
import { attempt, toDiskError, writeFully } from './file-system.ts';
import { lockFolder } from './folder-lock.ts';
import { nodeFileSystem } from './node-file-system.ts';

/** Layout version that this program writes. An older one is migrated, a newer one refused. */
export const DATA_FOLDER_VERSION = 1;

/** The places in a data folder that this process now owns. */
export interface DataFolder {
  readonly path: string;
  readonly log: string;
  readonly raw: string;
  readonly journal: string;
  readonly checkpoints: string;
  readonly history: string;
  readonly dead: string;
  readonly secrets: string;
  /** The version found, before this program wrote its own. */
  readonly foundVersion: number;
  /** Gives the folder back. Also happens when the process ends, however it ends. */
  release(): void;
}

/**
 * Takes the folder, creating what is missing. Errors carry one sentence for the operator: `locked` (another process has it),
 * `newer-version` and `bad-version` (nothing was changed), `not-a-folder`, disk codes.
 */
export function openDataFolder(path: string): Result<DataFolder, DataFolderCode> {
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing !== undefined && !existing.isDirectory()) {
      return err('not-a-folder', `data folder ${path} is not a folder`);
    }
    const version = readVersion(path);
    if (!version.ok) return version;
    mkdirSync(path, { recursive: true });
    const lock = lockFolder(path);
    if (!lock.ok) return lock;
    const prepared = attempt(() => prepareFolder(path, version.value));
    if (!prepared.ok) {
      lock.value.release();
      return prepared;
    }
    return ok({ ...prepared.value, release: lock.value.release });
  } catch (error) {
    return toDiskError(error);
  }
}

/** 0 for a folder that has none yet. */
function readVersion(path: string): Result<number, DataFolderCode> {
  const read = attempt(() => readFileSync(join(path, 'VERSION'), 'utf8'));
  if (!read.ok) return read.code === 'missing' ? ok(0) : read;
  const text = read.value.trim();
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    return err(
      'bad-version',
      `${join(path, 'VERSION')} should hold a number, it holds ${JSON.stringify(text.slice(0, 40))}`,
    );
  }
  const version = Number(text);
  if (version > DATA_FOLDER_VERSION) {
    return err(
      'newer-version',
      `data folder ${path} has version ${version}, this program knows up to ${DATA_FOLDER_VERSION}: start the newer program`,
    );
  }
  return ok(version);
}

function prepareFolder(path: string, foundVersion: number): Omit<DataFolder, 'release'> {
  const inside = (name: string) => join(path, name);
  const folders = ['log', 'raw', 'checkpoints', 'history', 'dead'];
  for (const name of folders) mkdirSync(inside(name), { recursive: true });
  mkdirSync(inside('secrets'), { recursive: true, mode: 0o700 });
  chmodSync(inside('secrets'), 0o700);
  if (foundVersion !== DATA_FOLDER_VERSION) writeVersion(path);
  return {
    path,
    log: inside('log'),
    raw: inside('raw'),
    journal: inside('journal.db'),
    checkpoints: inside('checkpoints'),
    history: inside('history'),
    dead: inside('dead'),
    secrets: inside('secrets'),
    foundVersion,
  };
}

function writeVersion(path: string): void {
  const temporary = join(path, 'VERSION.tmp');
  const created = attempt(() => nodeFileSystem.createFile(temporary));
  const file = created.ok ? created.value : nodeFileSystem.openWrite(temporary);
  try {
    nodeFileSystem.truncate(file, 0);
    writeFully(nodeFileSystem, file, { bytes: Buffer.from(`${DATA_FOLDER_VERSION}\n`), position: 0 });
    nodeFileSystem.syncData(file);
  } finally {
    nodeFileSystem.close(file);
  }
  nodeFileSystem.rename(temporary, join(path, 'VERSION'));
  nodeFileSystem.syncFolder(path);
}
