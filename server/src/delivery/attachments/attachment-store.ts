import { hash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of one room's attachments together; beyond it nothing more is taken. */
const MAX_TOTAL_BYTES = 20 * 1024 ** 3;
const NAME = /^[0-9a-f]{64}$/;

/** No more attachments are taken: the bound of all of them is reached. */
export class AttachmentsFull extends Error {}

/**
 * Files beside the journal, named by the SHA-256 of their bytes, so that one picture sent twice is kept once. `put` resolves when file
 * and folder are on the disk: only then may the journal speak of it.
 */
export class AttachmentStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  #bytes: Promise<number> | null = null;

  constructor(folder: string, maxBytes = MAX_TOTAL_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** The name under which the bytes are kept. Throws `AttachmentsFull`. */
  async put(bytes: Uint8Array): Promise<string> {
    const name = hash('sha256', bytes);
    if ((await this.#size(name)) === bytes.length) return name;
    const total = await this.bytes();
    if (total + bytes.length > this.#maxBytes)
      throw new AttachmentsFull(`attachments have ${total} bytes, at most ${this.#maxBytes}`);
    this.#bytes = Promise.resolve(total + bytes.length);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const passing = join(this.#folder, `${randomUUID()}.part`);
    try {
      const file = await open(passing, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(passing, join(this.#folder, name));
    } catch (error) {
      this.#bytes = null;
      await rm(passing, { force: true });
      throw error;
    }
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return name;
  }

  /** The bytes of a file, or null when it is not there. */
  async read(name: string): Promise<{ stream: ReadStream; bytes: number } | null> {
    const bytes = NAME.test(name) ? await this.#size(name) : null;
    return bytes === null ? null : { stream: createReadStream(join(this.#folder, name)), bytes };
  }

  /** Bytes of all files together. */
  async bytes(): Promise<number> {
    this.#bytes ??= this.#count();
    return this.#bytes;
  }

  /** Removes what no entry speaks of and what was never written to its end; younger files than `olderThanMs` may be under way. */
  async clean(known: ReadonlySet<string>, olderThanMs: number): Promise<string[]> {
    const gone: string[] = [];
    for (const name of await this.#names()) {
      if (known.has(name)) continue;
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found === null || found.mtimeMs > olderThanMs) continue;
      await rm(path, { force: true });
      gone.push(name);
    }
    this.#bytes = null;
    return gone;
  }

  /** Whether there is anything at all. */
  async isEmpty(): Promise<boolean> {
    return (await this.#names()).length === 0;
  }

  async #count(): Promise<number> {
    let bytes = 0;
    for (const name of await this.#names()) bytes += (await this.#size(name)) ?? 0;
    return bytes;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async #size(name: string): Promise<number | null> {
    try {
      return (await stat(join(this.#folder, name))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
