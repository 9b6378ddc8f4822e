/**
 * A block of the payload store: some thousand messages as they came, compressed together. On disk it is one frame of kind
 * `BLOCK_KIND` (frame.ts), whose checksum covers every byte. Its payload, little endian:
 *   from offset u64 | to offset u64 | messages u32 | content bytes u32 | zstd of the content
 * Content: text bytes u32 | 0 u32 | f64[n] arrival ms | u32[n] gap before the place, readings, topic, feed, payload end |
 *   text (JSON `[topics, feeds]`) | payloads.
 * Columns and not records: neighbours look alike, which halves what zstd leaves.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { assert, err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { TextList } from './text-list.ts';

export const BLOCK_KIND = 32;
export const BLOCK_HEAD_BYTES = 24;
/** Columns are sized once; a block of tiny messages ends here instead of at its bytes. */
export const MAX_BLOCK_MESSAGES = 16_384;
/** More than the largest message and its neighbours; a longer claim in a file is damage. */
export const MAX_CONTENT_BYTES = 24 * 1024 * 1024;
const U32_COLUMNS = 5;
const MAX_GAP = 0xffff_ffff;
// Higher levels cost four times the time for 5 % fewer bytes of city messages.
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** One message and the places of its readings in log order, `[fromOffset, toOffset)`: reading `i` of it lies at `fromOffset + i`. */
export interface KeptPayload {
  readonly topic: string;
  /** Id of the feed that decoded it. */
  readonly feed: string;
  readonly payload: Uint8Array;
  /** Wall clock at the door, milliseconds since 1970. */
  readonly arrivalMs: number;
  readonly fromOffset: number;
  readonly toOffset: number;
}

/** Collects messages for one block. The memory stays for the next. */
export class PayloadBlockBuilder {
  count = 0;
  payloadBytes = 0;
  readonly #from = new Float64Array(MAX_BLOCK_MESSAGES);
  readonly #to = new Float64Array(MAX_BLOCK_MESSAGES);
  readonly #arrivalMs = new Float64Array(MAX_BLOCK_MESSAGES);
  readonly #topic = new Uint32Array(MAX_BLOCK_MESSAGES);
  readonly #feed = new Uint32Array(MAX_BLOCK_MESSAGES);
  readonly #end = new Uint32Array(MAX_BLOCK_MESSAGES);
  readonly #topics = new TextList();
  readonly #feeds = new TextList();
  readonly #usualBytes: number;
  #payloads: Uint8Array;

  constructor(usualBytes: number) {
    this.#usualBytes = usualBytes;
    this.#payloads = new Uint8Array(usualBytes);
  }

  get fromOffset(): number {
    return this.#from[0]!;
  }

  get toOffset(): number {
    return this.#to[this.count - 1]!;
  }

  /** Whether the next message still belongs here; an empty block takes any. */
  hasRoomFor({ payload, fromOffset }: KeptPayload): boolean {
    if (this.count === 0) return true;
    return (
      this.count < MAX_BLOCK_MESSAGES &&
      this.payloadBytes + payload.length <= this.#usualBytes &&
      fromOffset - this.toOffset <= MAX_GAP
    );
  }

  /** Copies the message in. Its places lie behind those of the one before. */
  add({ topic, feed, payload, arrivalMs, fromOffset, toOffset }: KeptPayload): void {
    const at = this.count;
    const after = at === 0 ? fromOffset : this.toOffset;
    assert(fromOffset >= after && toOffset > fromOffset, 'payloads come in log order, each with a reading', {
      fromOffset,
      toOffset,
      after,
    });
    const end = this.payloadBytes + payload.length;
    if (end > this.#payloads.length) this.#grow(end);
    this.#payloads.set(payload, this.payloadBytes);
    this.#from[at] = fromOffset;
    this.#to[at] = toOffset;
    this.#arrivalMs[at] = arrivalMs;
    this.#topic[at] = this.#topics.numberOf(topic);
    this.#feed[at] = this.#feeds.numberOf(feed);
    this.#end[at] = end;
    this.payloadBytes = end;
    this.count = at + 1;
  }

  /** The message whose readings include the one at `offset`; a copy. */
  find(offset: number): KeptPayload | null {
    const at = indexOfPlace(this.#from.subarray(0, this.count), this.#to, offset);
    if (at === null) return null;
    return {
      topic: this.#topics.texts[this.#topic[at]!]!,
      feed: this.#feeds.texts[this.#feed[at]!]!,
      payload: this.#payloads.slice(at === 0 ? 0 : this.#end[at - 1]!, this.#end[at]!),
      arrivalMs: this.#arrivalMs[at]!,
      fromOffset: this.#from[at]!,
      toOffset: this.#to[at]!,
    };
  }

  /** The block as the payload of its frame. The builder keeps its messages until `clear`. */
  encode(): Uint8Array {
    const content = this.#content();
    const compressed = zstdCompressSync(content, ZSTD);
    const block = Buffer.allocUnsafe(BLOCK_HEAD_BYTES + compressed.length);
    block.writeBigUInt64LE(BigInt(this.fromOffset), 0);
    block.writeBigUInt64LE(BigInt(this.toOffset), 8);
    block.writeUInt32LE(this.count, 16);
    block.writeUInt32LE(content.length, 20);
    compressed.copy(block, BLOCK_HEAD_BYTES);
    return block;
  }

  clear(): void {
    this.count = 0;
    this.payloadBytes = 0;
    this.#topics.clear();
    this.#feeds.clear();
    if (this.#payloads.length > this.#usualBytes) this.#payloads = new Uint8Array(this.#usualBytes);
  }

  #content(): Uint8Array {
    const n = this.count;
    const text = Buffer.from(JSON.stringify([this.#topics.texts, this.#feeds.texts]));
    const columns = columnsBytes(n);
    const content = new Uint8Array(columns + text.length + this.payloadBytes);
    new DataView(content.buffer).setUint32(0, text.length, true);
    new Float64Array(content.buffer, 8, n).set(this.#arrivalMs.subarray(0, n));
    const [gap, readings, topic, feed, end] = u32Columns(content.buffer, n);
    let after = this.fromOffset;
    for (let i = 0; i < n; i++) {
      gap[i] = this.#from[i]! - after;
      after = this.#to[i]!;
      readings[i] = after - this.#from[i]!;
    }
    topic.set(this.#topic.subarray(0, n));
    feed.set(this.#feed.subarray(0, n));
    end.set(this.#end.subarray(0, n));
    content.set(text, columns);
    content.set(this.#payloads.subarray(0, this.payloadBytes), columns + text.length);
    return content;
  }

  #grow(bytes: number): void {
    const bigger = new Uint8Array(bytes);
    bigger.set(this.#payloads.subarray(0, this.payloadBytes));
    this.#payloads = bigger;
  }
}

/**
 * The message of a block whose readings include the one at `offset`; null: none. `block` is the payload of a frame whose checksum
 * was right. `bad-length`: not what `encode` writes all the same.
 */
export function findInBlock(block: Uint8Array, offset: number): Result<KeptPayload | null, 'bad-length'> {
  const head = Buffer.from(block.buffer, block.byteOffset, block.length);
  if (head.length < BLOCK_HEAD_BYTES) return err('bad-length');
  const n = head.readUInt32LE(16);
  const contentBytes = head.readUInt32LE(20);
  if (n > MAX_BLOCK_MESSAGES || contentBytes > MAX_CONTENT_BYTES) return err('bad-length');
  const content = new Uint8Array(contentBytes);
  const unpacked = zstdDecompressSync(head.subarray(BLOCK_HEAD_BYTES), { maxOutputLength: contentBytes });
  if (unpacked.length !== contentBytes || contentBytes < columnsBytes(n)) return err('bad-length');
  content.set(unpacked);
  const [gap, readings, topic, feed, end] = u32Columns(content.buffer, n);
  let from = Number(head.readBigUInt64LE(0));
  for (let i = 0; i < n; i++) {
    from += gap[i]!;
    const to = from + readings[i]!;
    if (offset < from) return ok(null);
    if (offset < to) {
      const textBytes = new DataView(content.buffer).getUint32(0, true);
      const payloads = columnsBytes(n) + textBytes;
      const text = Buffer.from(content.buffer, columnsBytes(n), textBytes).toString();
      const [topics, feeds] = JSON.parse(text) as [string[], string[]];
      return ok({
        topic: topics[topic[i]!]!,
        feed: feeds[feed[i]!]!,
        payload: content.slice(payloads + (i === 0 ? 0 : end[i - 1]!), payloads + end[i]!),
        arrivalMs: new Float64Array(content.buffer, 8, n)[i]!,
        fromOffset: from,
        toOffset: to,
      });
    }
    from = to;
  }
  return ok(null);
}

function columnsBytes(n: number): number {
  return 8 + n * (8 + 4 * U32_COLUMNS);
}

/** Gap, readings, topic, feed, payload end. */
function u32Columns(
  buffer: ArrayBufferLike,
  n: number,
): readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const column = (index: number) => new Uint32Array(buffer, 8 + 8 * n + 4 * n * index, n);
  return [column(0), column(1), column(2), column(3), column(4)];
}

/** The one index `i` with `from[i] <= offset < to[i]`; `from` ascends. */
function indexOfPlace(from: Float64Array, to: Float64Array, offset: number): number | null {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (from[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  const at = low - 1;
  return at >= 0 && offset < to[at]! ? at : null;
}
