import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isRealm, type Realm } from '../access/principal.ts';

const PREFIX = 'exercise:';
const ENDED = '.ended.json';

/** What is known of a realm that is not open. */
export interface KeptRealm {
  realm: Realm;
  /** When its folder was made, or when it was ended. */
  sinceMs: number;
  isEnded: boolean;
}

/**
 * Where exercises lie: `<data>/realms/<id>/`, each laid out like a data folder of its own, so that ending one is removing a folder
 * and nothing of it can be left in the live log. An ended one leaves `<id>.ended.json`: it must not come back by itself.
 */
export class RealmFolders {
  readonly #root: string;

  /** Finishes what a crash left half ended. */
  constructor(dataDir: string) {
    this.#root = join(dataDir, 'realms');
    mkdirSync(this.#root, { recursive: true, mode: 0o700 });
    for (const { realm, isEnded } of this.list()) if (isEnded) this.wipe(realm);
  }

  folderOf(realm: Realm): string {
    return join(this.#root, idOf(realm));
  }

  /** Undefined: nothing was ever kept under this name. */
  find(realm: Realm): KeptRealm | undefined {
    const marker = this.#markerOf(realm);
    if (existsSync(marker)) {
      const { endedMs } = JSON.parse(readFileSync(marker, 'utf8')) as { endedMs: number };
      return { realm, sinceMs: endedMs, isEnded: true };
    }
    const folder = statSync(this.folderOf(realm), { throwIfNoEntry: false });
    return folder?.isDirectory() === true
      ? { realm, sinceMs: folder.birthtimeMs, isEnded: false }
      : undefined;
  }

  /** All that are kept or were ended, by name. */
  list(): KeptRealm[] {
    const names = new Set(readdirSync(this.#root).map((name) => name.replace(ENDED, '')));
    return [...names]
      .toSorted()
      .map((id) => `${PREFIX}${id}`)
      .filter(isRealm)
      .map((realm) => this.find(realm))
      .filter((found) => found !== undefined);
  }

  /** From here on it stays ended, whatever happens to the process. */
  markEnded(realm: Realm, endedMs: number): void {
    const temporary = join(this.#root, 'ending.tmp');
    writeFileSync(temporary, JSON.stringify({ endedMs }), { flush: true });
    renameSync(temporary, this.#markerOf(realm));
  }

  /** Removes everything of an ended realm but the mark. */
  wipe(realm: Realm): void {
    rmSync(this.folderOf(realm), { recursive: true, force: true });
  }

  /** An ended realm may be opened again. */
  forgetEnd(realm: Realm): void {
    rmSync(this.#markerOf(realm), { force: true });
  }

  #markerOf(realm: Realm): string {
    return `${this.folderOf(realm)}${ENDED}`;
  }
}

function idOf(realm: Realm): string {
  return realm.slice(PREFIX.length);
}
