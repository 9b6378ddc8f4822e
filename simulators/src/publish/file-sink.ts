import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { SimMessage } from '../message.ts';
import { toMessageLine } from './message-line.ts';

const CHUNK_CHARS = 262_144;

/** Writes messages as JSON lines and hashes what it writes: equal hashes mean equal streams. Throws what the disk says. */
export class FileSink {
  readonly #stream: WriteStream;
  readonly #hash = createHash('sha256');
  #text = '';
  #failure: Error | undefined;
  count = 0;

  constructor(path: string) {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => (this.#failure = error));
  }

  /** Appends one message; returns a promise only when the disk is behind. */
  write(message: SimMessage): Promise<void> | undefined {
    this.#text += toMessageLine(message);
    this.count += 1;
    return this.#text.length >= CHUNK_CHARS ? this.#flush() : undefined;
  }

  /** Closes the file; the SHA-256 of its bytes, as 64 hexadecimal digits. */
  async close(): Promise<string> {
    await this.#flush();
    const closed = once(this.#stream, 'close');
    this.#stream.end();
    await closed;
    if (this.#failure) throw this.#failure;
    return this.#hash.digest('hex');
  }

  async #flush(): Promise<void> {
    if (this.#failure) throw this.#failure;
    const text = this.#text;
    this.#text = '';
    this.#hash.update(text);
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
    if (this.#failure) throw this.#failure;
  }
}
