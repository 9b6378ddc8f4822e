/**
 * Keeps the newest checkpoints of a fold. A checkpoint appears whole or not at all: temporary file, fsync, rename, fsync of the
 * folder. Loading proves every byte and falls back to the one before when something is damaged, says so, and renames the damaged
 * file to `.bad` for people to look at. What the fold cannot use (another version) is passed over but not renamed.
 *
 * The trap: after a power loss a checkpoint may know more than an unsynced log. Sync the log up to `offset` before `write`, or
 * give the writer of the log the checkpoint's position as `continueAfter`.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { encodeCheckpointHead, readCheckpointBody, readCheckpointHead } from './checkpoint-file.ts';
import type { CheckpointHeader } from './checkpoint-file.ts';
import type { CheckpointFault, DiskErrorCode } from './codes.ts';
import { attempt, toDiskError, writeFully } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { nodeFileSystem } from './node-file-system.ts';

export interface CheckpointStoreOptions {
  /** Created if missing. */
  readonly folder: string;
  readonly fs?: FileSystem;
  /** How many are kept; also how many damaged files. Default 3. */
  readonly keep?: number;
}

/** A checkpoint file that was passed over. */
export interface SkippedCheckpoint {
  readonly file: string;
  readonly code: CheckpointFault;
  readonly message: string;
  /** Whether it now carries the name `.bad`. */
  readonly isQuarantined: boolean;
}

export interface LoadedCheckpoint {
  readonly header: CheckpointHeader;
  readonly body: Uint8Array;
}

/** What loading found, newest first: `checkpoint` is null where the log must be folded from its beginning. */
export interface CheckpointLoad {
  readonly checkpoint: LoadedCheckpoint | null;
  readonly skipped: readonly SkippedCheckpoint[];
}

const NAME = /^(\d{10})-(\d{20})\.ckpt$/;

export class CheckpointStore {
  readonly #fs: FileSystem;
  readonly #folder: string;
  readonly #keep: number;

  /** Opens the folder. Several threads may load from it; only one may write. */
  static open(options: CheckpointStoreOptions): Result<CheckpointStore, DiskErrorCode> {
    const store = new CheckpointStore(options);
    return attempt(() => {
      store.#fs.makeFolder(options.folder);
      return store;
    });
  }

  private constructor(options: CheckpointStoreOptions) {
    this.#fs = options.fs ?? nodeFileSystem;
    this.#folder = options.folder;
    this.#keep = options.keep ?? 3;
  }

  /** Stores one durably, then removes what is beyond `keep`. The body may come in parts. After an error the old ones stand. */
  write(
    header: CheckpointHeader,
    body: Uint8Array | readonly Uint8Array[],
  ): Result<{ file: string; bytes: number }, DiskErrorCode> {
    const parts = body instanceof Uint8Array ? [body] : body;
    const file = checkpointName(header);
    const temporary = `${this.#folder}/${file}.tmp`;
    const written = attempt(() => {
      const bytes = this.#writeTemporary(temporary, [encodeCheckpointHead(header, parts), ...parts]);
      this.#fs.rename(temporary, `${this.#folder}/${file}`);
      this.#fs.syncFolder(this.#folder);
      return { file, bytes };
    });
    if (!written.ok) {
      attempt(() => this.#fs.remove(temporary));
      return written;
    }
    // The checkpoint stands; what cannot be removed now is removed after the next one.
    attempt(() => {
      this.#removeBeyond(this.#checkpoints(), this.#keep);
      // Only here, never in `open`: a thread that only loads must not take away a file that is being written.
      this.#removeBeyond(this.#namesWith('.tmp'), 0);
    });
    return written;
  }

  /**
   * The newest whole checkpoint that `isUsable` accepts (it sees the proven header before the body is read). Errors: the folder
   * cannot be listed. A refused one is skipped with code `refused`.
   */
  loadNewest(
    isUsable: (header: CheckpointHeader) => boolean = () => true,
  ): Result<CheckpointLoad, DiskErrorCode> {
    const listed = attempt(() => this.#checkpoints());
    if (!listed.ok) return listed;
    const skipped: SkippedCheckpoint[] = [];
    for (const name of listed.value) {
      const loaded = this.#load(name, isUsable);
      if (loaded.ok) return ok({ checkpoint: loaded.value, skipped });
      const { code, message } = loaded;
      skipped.push({ file: name, code, message, isQuarantined: this.#quarantine(name, code) });
    }
    return ok({ checkpoint: null, skipped });
  }

  /** Headers of the kept checkpoints, newest first; damaged ones are left out. */
  headers(): Result<CheckpointHeader[], DiskErrorCode> {
    return attempt(() =>
      this.#checkpoints().flatMap((name) => {
        const head = this.#withFile(name, (file) => readCheckpointHead(this.#fs, file));
        return head.ok ? [head.value.header] : [];
      }),
    );
  }

  #load(
    name: string,
    isUsable: (header: CheckpointHeader) => boolean,
  ): Result<LoadedCheckpoint, CheckpointFault> {
    try {
      return this.#withFile<Result<LoadedCheckpoint, CheckpointFault>>(name, (file) => {
        const head = readCheckpointHead(this.#fs, file);
        if (!head.ok) return head;
        if (!isUsable(head.value.header)) return err('refused');
        const body = readCheckpointBody(this.#fs, file, head.value);
        return body.ok ? ok({ header: head.value.header, body: body.value }) : body;
      });
    } catch (error) {
      return toDiskError(error);
    }
  }

  #withFile<T>(name: string, use: (file: number) => T): T {
    const file = this.#fs.openRead(`${this.#folder}/${name}`);
    try {
      return use(file);
    } finally {
      this.#fs.close(file);
    }
  }

  #writeTemporary(path: string, parts: readonly Uint8Array[]): number {
    const created = attempt(() => this.#fs.createFile(path));
    const file = created.ok ? created.value : this.#fs.openWrite(path);
    try {
      this.#fs.truncate(file, 0);
      let position = 0;
      for (const bytes of parts) {
        writeFully(this.#fs, file, { bytes, position });
        position += bytes.length;
      }
      this.#fs.syncData(file);
      return position;
    } finally {
      this.#fs.close(file);
    }
  }

  /** Names of the checkpoints, newest position first. */
  #checkpoints(): string[] {
    return this.#fs
      .list(this.#folder)
      .filter((name) => NAME.test(name))
      .reverse();
  }

  #namesWith(ending: string): string[] {
    return this.#fs.list(this.#folder).filter((name) => name.endsWith(ending));
  }

  #removeBeyond(names: readonly string[], keep: number): void {
    for (const name of names.slice(keep)) this.#fs.remove(`${this.#folder}/${name}`);
  }

  #quarantine(name: string, code: CheckpointFault): boolean {
    const isDamaged = code === 'torn' || code === 'bad-header' || code === 'bad-checksum';
    if (!isDamaged) return false;
    return attempt(() => {
      this.#fs.rename(`${this.#folder}/${name}`, `${this.#folder}/${name}.bad`);
      this.#removeBeyond(this.#namesWith('.bad').reverse(), this.#keep);
    }).ok;
  }
}

function checkpointName(header: CheckpointHeader): string {
  return `${String(header.epoch).padStart(10, '0')}-${String(header.offset).padStart(20, '0')}.ckpt`;
}
