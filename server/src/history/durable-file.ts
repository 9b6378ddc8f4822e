import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes what a file or a folder holds survive a loss of power. */
function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Gives a file that was written under another name beside it its own name: under that it is whole, also after a loss of power. */
export function renameDurably(temporary: string, path: string): void {
  syncPath(temporary);
  renameSync(temporary, path);
  syncPath(dirname(path));
}

/** Makes the folder and, durably, the entries that lead to it from `root`. */
export function makeFolder(root: string, folder: string): void {
  if (mkdirSync(folder, { recursive: true }) === undefined) return;
  for (let at = dirname(folder); at.length >= root.length; at = dirname(at)) syncPath(at);
}
