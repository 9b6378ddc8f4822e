/**
 * Finds the message of a reading in a payload store, also while another thread writes it. One lookup reads one index (kept) and
 * one block, proves the block's checksum, and unpacks it: about a millisecond. Never answers with bytes that were not written.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { DamageCode, DiskErrorCode } from './codes.ts';
import { readFully, toDiskError } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameBytes, frameCrc } from './frame.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { BLOCK_KIND, findInBlock } from './payload-block.ts';
import type { KeptPayload } from './payload-block.ts';
import { readPayloadIndex, walkPayloadBlocks } from './payload-index.ts';
import type { BlockPlace } from './payload-index.ts';
import { listSegments } from './segment.ts';
import type { SegmentFile } from './segment.ts';

/** Indexes kept in memory, some 50 KB each. */
const KEPT_INDEXES = 32;

export class PayloadStoreReader {
  readonly #fs: FileSystem;
  readonly #folder: string;
  /** By path, the one used last at the end. */
  readonly #indexes = new Map<string, { blocks: BlockPlace[]; isSealed: boolean }>();

  constructor(options: { folder: string; fs?: FileSystem }) {
    this.#folder = options.folder;
    this.#fs = options.fs ?? nodeFileSystem;
  }

  /**
   * The message that brought the reading at `offset` (its place in log order); null: none is kept. Errors: disk codes, and a
   * damage code for a block that is not what was written.
   */
  at(offset: number): Result<KeptPayload | null, DiskErrorCode | DamageCode> {
    try {
      const segment = listSegments(this.#fs, this.#folder).findLast((each) => each.firstOffset <= offset);
      return segment === undefined ? ok(null) : this.#findIn(segment, offset);
    } catch (error) {
      const failed = toDiskError(error);
      // The folder, or a segment that retention removed after it was listed.
      return failed.code === 'missing' ? ok(null) : failed;
    }
  }

  #findIn(segment: SegmentFile, offset: number): Result<KeptPayload | null, DamageCode> {
    const file = this.#fs.openRead(segment.path);
    try {
      const block = blockAt(this.#blocksOf(segment.path, file), offset);
      return block === undefined ? ok(null) : this.#findInBlock(file, block, offset);
    } finally {
      this.#fs.close(file);
    }
  }

  #findInBlock(
    file: FileRef,
    { position, length }: BlockPlace,
    offset: number,
  ): Result<KeptPayload | null, DamageCode> {
    const frame = Buffer.allocUnsafeSlow(frameBytes(length));
    if (readFully(this.#fs, file, { target: frame, position }) < frame.length) return err('torn');
    const payload = frame.subarray(FRAME_HEADER_BYTES);
    if (frame.readUInt32LE(0) !== length || frame[4] !== BLOCK_KIND) return err('bad-length');
    if (frame[5] !== FRAME_VERSION) return err('unknown-version');
    if (frame.readUInt32LE(6) !== frameCrc(BLOCK_KIND, payload)) return err('bad-crc');
    return findInBlock(payload, offset);
  }

  #blocksOf(path: string, file: FileRef): readonly BlockPlace[] {
    const known = this.#indexes.get(path);
    if (known?.isSealed === true) return known.blocks;
    const index = readPayloadIndex(this.#fs, file);
    const blocks = index ?? known?.blocks ?? [];
    if (index === null) walkPayloadBlocks(this.#fs, file, blocks);
    this.#indexes.delete(path);
    this.#indexes.set(path, { blocks, isSealed: index !== null });
    const oldest = this.#indexes.keys().next().value;
    if (this.#indexes.size > KEPT_INDEXES && oldest !== undefined) this.#indexes.delete(oldest);
    return blocks;
  }
}

/** The block whose span holds `offset`; blocks lie in log order. */
function blockAt(blocks: readonly BlockPlace[], offset: number): BlockPlace | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.fromOffset <= offset) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block !== undefined && offset < block.toOffset ? block : undefined;
}
