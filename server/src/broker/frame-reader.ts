/**
 * Cuts a byte stream into MQTT frames without copying those that arrive whole. A frame that is split over chunks is gathered
 * in one buffer that doubles with what has really arrived: announcing 256 MB allocates nothing.
 * The trap: handlers get a view of the receive buffer, gathered frames in a buffer that is used again; copy what is kept.
 */
export type FrameFault = 'oversize' | 'malformed';

/** Where a frame lies. One object is used for all frames of a reader: read it during the call. */
export interface FrameView {
  bytes: Buffer;
  /** First byte of the fixed header. */
  start: number;
  /** First byte after the fixed header. */
  body: number;
  /** One past the frame. */
  end: number;
}

export type FrameHandler = (frame: Readonly<FrameView>) => void;

const MIN_GATHER_BYTES = 1_024;
const EMPTY = Buffer.alloc(0);

export class FrameReader {
  /** Frames longer than this, header included, are a fault. May change between frames. */
  maxFrameBytes: number;
  readonly #onFrame: FrameHandler;
  readonly #frame: FrameView = { bytes: EMPTY, start: 0, body: 0, end: 0 };
  #gather: Buffer = EMPTY;
  #gathered = 0;
  /** Bytes that wait because the handler paused the reader. */
  #waiting: Buffer = EMPTY;
  #isPaused = false;

  constructor(maxFrameBytes: number, onFrame: FrameHandler) {
    this.maxFrameBytes = maxFrameBytes;
    this.#onFrame = onFrame;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** After the current frame no handler is called until `resume`; the caller stops the socket. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Goes on with what waits. Answers like `push`. */
  resume(): FrameFault | undefined {
    this.#isPaused = false;
    const waiting = this.#waiting;
    this.#waiting = EMPTY;
    return waiting.length === 0 ? undefined : this.push(waiting);
  }

  /** Takes a chunk of any size. A fault ends the stream: nothing may be pushed after it. */
  push(chunk: Buffer): FrameFault | undefined {
    if (this.#isPaused) {
      this.#waiting = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk]);
      return undefined;
    }
    let at = 0;
    if (this.#gathered > 0) {
      const taken = this.#gatherFrom(chunk);
      if (typeof taken === 'string') return taken;
      at = taken;
    }
    while (at < chunk.length && !this.#isPaused) {
      const body = bodyOffset(chunk, at, chunk.length);
      if (body === -1) return 'malformed';
      const end = body === 0 ? 0 : body + remainingLength(chunk, at, body);
      if (end - at > this.maxFrameBytes) return 'oversize';
      if (body === 0 || end > chunk.length) {
        this.#append(chunk, at, chunk.length);
        return undefined;
      }
      this.#hand(chunk, { start: at, body, end });
      at = end;
    }
    if (at < chunk.length) this.#waiting = chunk.subarray(at);
    return undefined;
  }

  /** Completes the gathered frame from the front of `chunk`; the number of bytes used, or a fault. */
  #gatherFrom(chunk: Buffer): number | FrameFault {
    let at = 0;
    let body = bodyOffset(this.#gather, 0, this.#gathered);
    while (body === 0 && at < chunk.length) {
      this.#append(chunk, at, at + 1);
      at += 1;
      body = bodyOffset(this.#gather, 0, this.#gathered);
    }
    if (body === -1) return 'malformed';
    if (body === 0) return at;
    const total = body + remainingLength(this.#gather, 0, body);
    if (total > this.maxFrameBytes) return 'oversize';
    const taken = Math.min(total - this.#gathered, chunk.length - at);
    this.#append(chunk, at, at + taken);
    at += taken;
    if (this.#gathered === total) {
      this.#gathered = 0;
      this.#hand(this.#gather, { start: 0, body, end: total });
      // A rare large frame must not pin its buffer to an idle connection.
      if (this.#gather.length > 64 * MIN_GATHER_BYTES) this.#gather = EMPTY;
    }
    return at;
  }

  #hand(bytes: Buffer, { start, body, end }: { start: number; body: number; end: number }): void {
    const frame = this.#frame;
    frame.bytes = bytes;
    frame.start = start;
    frame.body = body;
    frame.end = end;
    this.#onFrame(frame);
    // An idle connection must not pin the receive buffer of its last frame.
    frame.bytes = EMPTY;
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const needed = this.#gathered + end - start;
    if (needed > this.#gather.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.max(MIN_GATHER_BYTES, needed, this.#gather.length * 2));
      this.#gather.copy(bigger, 0, 0, this.#gathered);
      this.#gather = bigger;
    }
    chunk.copy(this.#gather, this.#gathered, start, end);
    this.#gathered = needed;
  }
}

/** Where the body of the frame at `start` begins; 0 = the header is not complete yet, -1 = no MQTT header [MQTT-2.2.3]. */
function bodyOffset(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) return at + 1;
    if (at === start + 4) return -1;
  }
  return 0;
}

function remainingLength(bytes: Uint8Array, start: number, body: number): number {
  let length = 0;
  for (let at = body - 1; at > start; at -= 1) length = length * 128 + ((bytes[at] ?? 0) & 0x7f);
  return length;
}
