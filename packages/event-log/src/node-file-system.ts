import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { FileSystem } from './file-system.ts';

/** The real disk. `syncFolder` does nothing on Windows, where folders cannot be opened and NTFS journals names itself. */
export const nodeFileSystem: FileSystem = {
  openRead: (path) => openSync(path, 'r'),
  openWrite: (path) => openSync(path, 'r+'),
  createFile: (path) => openSync(path, 'wx+', 0o600),
  close: (file) => closeSync(file),
  read: (file, target, position) => readSync(file, target, 0, target.length, position),
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position),
  truncate: (file, length) => ftruncateSync(file, length),
  syncData: (file) => fdatasyncSync(file),
  syncFolder,
  size: (file) => fstatSync(file).size,
  list: (folder) => readdirSync(folder).sort(),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
};

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
