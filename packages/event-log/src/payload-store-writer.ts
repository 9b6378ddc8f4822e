/**
 * The one writer of a payload store: the bytes of messages as they came, under the log offsets of their readings, in compressed
 * blocks (payload-block.ts) in segments `<first offset>.seg`. It promises that what is found is right, not that all is found:
 * the newest messages wait in memory until `flush`, and a disk that refuses costs payloads, counted in `stats.lost`, never
 * readings. Memory is bounded by one block. One writer per folder.
 */
import { ok } from '@metropane/base';
import type { Clock, Result } from '@metropane/base';
import type { DiskErrorCode, LogOpenCode } from './codes.ts';
import { attempt, writeFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { frameBytes, writeFrame } from './frame.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { BLOCK_KIND, PayloadBlockBuilder } from './payload-block.ts';
import type { KeptPayload } from './payload-block.ts';
import type { BlockPlace } from './payload-index.ts';
import { repairPayloadStore, sealSegment } from './payload-store-repair.ts';
import type { PayloadRepair } from './payload-store-repair.ts';
import { createSegment } from './segment-creation.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';

/** Blocks of this many payload bytes unpack in under a millisecond; larger ones gain a tenth of the bytes. */
const DEFAULT_BLOCK_BYTES = 256 * 1024;
const DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;
/** So that age, which goes by whole segments, is kept to the hour. */
const DEFAULT_SEGMENT_AGE_MS = 3_600_000;
/** A longer message is not kept; the doors take 4 MiB at most. */
export const MAX_KEPT_PAYLOAD_BYTES = 16 * 1024 * 1024;

export interface PayloadStoreOptions {
  /** Created if missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Epoch of the log that the offsets belong to. */
  readonly epoch: number;
  /** Where this process's records begin in the log: nothing kept before may claim a place from there on. */
  readonly startOffset: number;
  readonly fs?: FileSystem;
  /** Payload bytes of a block, before compression. Default 256 KiB. */
  readonly blockBytes?: number;
  /** A segment that has reached this length or age is followed by a new one. Default 16 MiB and one hour. */
  readonly segmentBytes?: number;
  readonly segmentAgeMs?: number;
}

export interface PayloadStats {
  /** Messages and their bytes that this process has written, and what they take on disk. */
  readonly kept: number;
  readonly payloadBytes: number;
  readonly storedBytes: number;
  /** Messages whose payload could not be kept. */
  readonly lost: number;
}

interface OpenSegment {
  readonly file: FileRef;
  readonly createdAtMs: number;
  /** Where the next block begins in the file. */
  end: number;
  readonly blocks: BlockPlace[];
}

export class PayloadStoreWriter {
  readonly repair: PayloadRepair;
  readonly #fs: FileSystem;
  readonly #options: Required<Omit<PayloadStoreOptions, 'fs'>>;
  readonly #block: PayloadBlockBuilder;
  #segment: OpenSegment | null = null;
  #kept = 0;
  #payloadBytes = 0;
  #storedBytes = 0;
  #lost = 0;
  #failure: string | null = null;

  /** Repairs what is there (see `repairPayloadStore`). Errors: `newer-format`, disk codes (try again when the disk works). */
  static open(options: PayloadStoreOptions): Result<PayloadStoreWriter, LogOpenCode> {
    const fs = options.fs ?? nodeFileSystem;
    const repaired = repairPayloadStore(options.folder, options.startOffset, fs);
    return repaired.ok ? ok(new PayloadStoreWriter(options, fs, repaired.value)) : repaired;
  }

  private constructor(options: PayloadStoreOptions, fs: FileSystem, repair: PayloadRepair) {
    this.#fs = fs;
    this.#options = {
      blockBytes: DEFAULT_BLOCK_BYTES,
      segmentBytes: DEFAULT_SEGMENT_BYTES,
      segmentAgeMs: DEFAULT_SEGMENT_AGE_MS,
      ...options,
    };
    this.#block = new PayloadBlockBuilder(this.#options.blockBytes);
    this.repair = repair;
  }

  /** Why the last write did not work; null: it did. */
  get failure(): string | null {
    return this.#failure;
  }

  get stats(): PayloadStats {
    return {
      kept: this.#kept,
      payloadBytes: this.#payloadBytes,
      storedBytes: this.#storedBytes,
      lost: this.#lost,
    };
  }

  /** Takes one message, in log order; copies it. Writes when a block is full; a block that the disk refuses is given up. */
  add(message: KeptPayload): void {
    if (message.payload.length > MAX_KEPT_PAYLOAD_BYTES) {
      this.#lost += 1;
      return;
    }
    if (!this.#block.hasRoomFor(message) && !this.flush().ok) {
      this.#lost += this.#block.count;
      this.#block.clear();
    }
    this.#block.add(message);
  }

  /** Writes what waits; it then survives kill -9. A refusal keeps it waiting. */
  flush(): Result<null, DiskErrorCode> {
    if (this.#block.count === 0) return ok(null);
    const written = this.#writeBlock();
    this.#failure = written.ok ? null : `${written.code}: ${written.message}`;
    return written;
  }

  /** What waits for `flush` and has a reading at `offset`; null: nothing. */
  findWaiting(offset: number): KeptPayload | null {
    return this.#block.find(offset);
  }

  /** Flushes and seals. */
  close(): void {
    this.flush();
    this.#seal();
  }

  #writeBlock(): Result<null, DiskErrorCode> {
    const opened = this.#openSegment();
    if (!opened.ok) return opened;
    const segment = opened.value;
    const { fromOffset, toOffset, count, payloadBytes } = this.#block;
    const payload = this.#block.encode();
    const frame = Buffer.allocUnsafe(frameBytes(payload.length));
    writeFrame(frame, 0, { kind: BLOCK_KIND, payload });
    const written = attempt(() =>
      writeFully(this.#fs, segment.file, { bytes: frame, position: segment.end }),
    );
    if (!written.ok) {
      // If even this fails, the next block is written over the half one.
      attempt(() => this.#fs.truncate(segment.file, segment.end));
      return written;
    }
    segment.blocks.push({ fromOffset, toOffset, position: segment.end, length: payload.length });
    segment.end += frame.length;
    this.#kept += count;
    this.#payloadBytes += payloadBytes;
    this.#storedBytes += frame.length;
    this.#block.clear();
    return ok(null);
  }

  #openSegment(): Result<OpenSegment, DiskErrorCode> {
    const { clock, segmentBytes, segmentAgeMs, folder, epoch } = this.#options;
    const nowMs = clock.nowMs();
    const current = this.#segment;
    if (current !== null) {
      const isFull = current.end >= segmentBytes || nowMs - current.createdAtMs >= segmentAgeMs;
      if (!isFull) return ok(current);
      this.#seal();
    }
    const header = { firstOffset: this.#block.fromOffset, epoch, createdAtMs: nowMs };
    const created = createSegment(this.#fs, folder, { header });
    if (!created.ok) return created;
    this.#segment = { file: created.value, createdAtMs: nowMs, end: SEGMENT_HEADER_BYTES, blocks: [] };
    return ok(this.#segment);
  }

  /** A segment that cannot be sealed stays readable: readers then walk it. */
  #seal(): void {
    const segment = this.#segment;
    if (segment === null) return;
    this.#segment = null;
    if (segment.blocks.length > 0) attempt(() => sealSegment(this.#fs, segment.file, segment.blocks));
    attempt(() => this.#fs.close(segment.file));
  }
}
