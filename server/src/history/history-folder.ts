import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Manifest, readManifest, writeManifest } from './file-manifest.ts';

/** Where DuckDB puts what does not fit into its memory. */
export const SPILL_FOLDER = 'spill';

/**
 * The files of history as the manifest names them. A change of the manifest is the moment at which a flush, a merge or an expiry
 * happens: before it the new files do not exist for readers, after it the old ones do not.
 */
export class HistoryFolder {
  readonly dir: string;
  #manifest: Manifest;

  private constructor(dir: string) {
    this.dir = dir;
    this.#manifest = readManifest(dir);
  }

  /** Opens the folder and removes what an unfinished flush, merge or expiry left behind. */
  static open(dir: string): HistoryFolder {
    mkdirSync(dir, { recursive: true });
    const folder = new HistoryFolder(dir);
    rmSync(join(dir, SPILL_FOLDER), { recursive: true, force: true });
    folder.#removeUnlisted();
    return folder;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /**
   * Replaces the manifest and removes files that it no longer names; no question may be under way. On disk first: a manifest
   * that could not be written must not be believed, or its rows would count twice.
   */
  adopt(manifest: Manifest): void {
    writeManifest(this.dir, manifest);
    const kept = new Set(pathsOf(manifest));
    const dropped = pathsOf(this.#manifest).filter((path) => !kept.has(path));
    this.#manifest = manifest;
    for (const path of dropped) rmSync(join(this.dir, path), { force: true });
  }

  #removeUnlisted(): void {
    const listed = new Set(pathsOf(this.#manifest));
    for (const entry of readdirSync(this.dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.parquet(\.tmp)?$/.test(entry.name)) continue;
      const path = relative(this.dir, join(entry.parentPath, entry.name));
      if (!listed.has(path)) rmSync(join(this.dir, path));
    }
  }
}

function pathsOf({ files, panes }: Manifest): string[] {
  return [...files, ...panes].map((file) => file.path);
}
