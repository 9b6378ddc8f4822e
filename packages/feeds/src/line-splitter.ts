import { MAX_MESSAGE_BYTES } from './feed-decoder.ts';

const LF = 0x0a;
const CR = 0x0d;

/** One line of a file without its line end. `number` counts from 1. */
export interface FileLine {
  number: number;
  bytes: Uint8Array;
  /** Longer than a message may be; `bytes` holds only its start. */
  isOversize: boolean;
}

/** Cuts a byte stream into lines (LF or CRLF; the last one needs none). Holds at most one message's length of unfinished line. */
export class LineSplitter {
  #rest: Uint8Array = new Uint8Array(0);
  #isOversize = false;
  #number = 0;

  /** The lines that `chunk` completes. Their bytes may be views of `chunk`: use them before it changes. */
  push(chunk: Uint8Array): FileLine[] {
    const lines: FileLine[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, start)) {
      lines.push(this.#finish(chunk.subarray(start, at)));
      start = at + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, if the file did not end with a line end. */
  end(): FileLine[] {
    if (this.#rest.length === 0 && !this.#isOversize) return [];
    return [this.#finish(new Uint8Array(0))];
  }

  #finish(tail: Uint8Array): FileLine {
    this.#number++;
    if (this.#rest.length > 0) {
      this.#keep(tail);
      tail = this.#rest;
    }
    const isOversize = this.#isOversize || tail.length > MAX_MESSAGE_BYTES;
    this.#rest = new Uint8Array(0);
    this.#isOversize = false;
    const end = tail.length > 0 && tail[tail.length - 1] === CR ? tail.length - 1 : tail.length;
    return { number: this.#number, bytes: tail.subarray(0, Math.min(end, MAX_MESSAGE_BYTES)), isOversize };
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#isOversize) return;
    const length = Math.min(this.#rest.length + bytes.length, MAX_MESSAGE_BYTES + 1);
    const joined = new Uint8Array(length);
    joined.set(this.#rest);
    joined.set(bytes.subarray(0, length - this.#rest.length), this.#rest.length);
    this.#isOversize = this.#rest.length + bytes.length > MAX_MESSAGE_BYTES;
    this.#rest = joined;
  }
}
