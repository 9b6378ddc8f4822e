/**
 * The one writer of a telemetry log. `append` only copies into memory; `flush` is one write of the whole batch and survives
 * kill -9; `sync` survives power loss. Call `sync` at most once a second and before anything that must not outlive its cause.
 *
 * A failing disk never leaves half a frame: the file is cut back to the last flushed record. The batch stays in memory and is
 * written when space returns. Only beyond `maxPendingBytes` are records left out of the log; their offsets are used up, so that
 * a position never means two records. `flush` reports the span once, when writing works again: the caller logs a `gap`.
 * After a failed sync the file is never trusted again (the kernel may have dropped the pages and would report success next
 * time): what was not yet synced is read back, checked, and written into a new segment; if that fails it is `suspect`.
 *
 * One writer per folder: the lock of the data folder sees to it.
 */
import { assert, ok } from '@metropane/base';
import type { Clock, Result } from '@metropane/base';
import type { DiskErrorCode, LogOpenCode } from './codes.ts';
import { writeDurableMark } from './durable-mark.ts';
import { attempt, toDiskError, writeFully } from './file-system.ts';
import type { FileRef, FileSystem } from './file-system.ts';
import { frameBytes, MAX_PAYLOAD_BYTES, writeFrame } from './frame.ts';
import { encodeEpochPayload, RECORD_KIND } from './log-record.ts';
import type { OffsetSpan } from './log-record.ts';
import { repairLogTail } from './log-tail.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { createSegment, rescueFrames } from './segment-creation.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';
import type { SegmentFile } from './segment.ts';
import type { FlushReceipt, LogRepair, TelemetryLogOptions, UnloggedSpan } from './telemetry-log-options.ts';

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
const DEFAULT_PENDING_BYTES = 16 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 256 * 1024;

export class TelemetryLogWriter {
  readonly folder: string;
  /** The epoch of this process start. */
  readonly epoch: number;
  readonly repair: LogRepair;
  /** Where this process's records begin: what anybody else keeps under an offset from here on is of a tail that was lost. */
  readonly startOffset: number;
  readonly #fs: FileSystem;
  readonly #clock: Clock;
  readonly #segmentBytes: number;
  readonly #maxPendingBytes: number;

  #file: FileRef | null = null;
  #segmentFirst = 0;
  /** A sync of the current file failed: a second one would lie. */
  #isUnsyncable = false;
  #pending = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);
  #pendingBytes = 0;
  #flushedOffset: number;
  #syncedOffset: number;
  #nextOffset: number;
  #unlogged: UnloggedSpan | null = null;
  #suspect: OffsetSpan | null = null;
  #failedMarks = 0;

  /**
   * Opens the log behind its last good record, repairing what a crash left, and logs and syncs the new epoch.
   * Errors: `newer-format` (nothing touched) and disk codes (nothing usable; try again when the disk works).
   */
  static openForAppend(options: TelemetryLogOptions): Result<TelemetryLogWriter, LogOpenCode> {
    const fs = options.fs ?? nodeFileSystem;
    try {
      fs.makeFolder(options.folder);
      const found = repairLogTail(fs, options.folder);
      if (!found.ok) return found;
      const tail = found.value;
      const after = options.continueAfter ?? { epoch: 0, offset: 0 };
      const isBehind = after.offset > tail.endOffset;
      const start = {
        offset: Math.max(tail.endOffset, after.offset),
        epoch: Math.max(tail.epoch, after.epoch) + 1,
        last: isBehind ? null : tail.last,
        repair: {
          cutBytes: tail.cutBytes,
          cutFromOffset: tail.cutFromOffset,
          damages: tail.damages,
          lost: isBehind ? { fromOffset: tail.endOffset, toOffset: after.offset } : null,
        },
      };
      const writer = new TelemetryLogWriter(options, fs, start);
      writer.append(RECORD_KIND.epoch, encodeEpochPayload(writer.epoch, options.clock.nowMs()));
      const flushed = writer.flush();
      const opened = flushed.ok ? writer.sync() : flushed;
      if (opened.ok) return ok(writer);
      writer.close();
      return opened;
    } catch (error) {
      return toDiskError(error);
    }
  }

  private constructor(
    options: TelemetryLogOptions,
    fs: FileSystem,
    start: { offset: number; epoch: number; last: SegmentFile | null; repair: LogRepair },
  ) {
    this.#fs = fs;
    this.folder = options.folder;
    this.#clock = options.clock;
    this.#segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.#maxPendingBytes = options.maxPendingBytes ?? DEFAULT_PENDING_BYTES;
    this.epoch = start.epoch;
    this.repair = start.repair;
    this.startOffset = start.offset;
    this.#flushedOffset = start.offset;
    this.#syncedOffset = start.offset;
    this.#nextOffset = start.offset;
    if (start.last !== null) {
      this.#file = fs.openWrite(start.last.path);
      this.#segmentFirst = start.last.firstOffset;
    }
  }

  /** Where the next record will begin. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Everything below has been written (or is a reported hole). */
  get flushedOffset(): number {
    return this.#flushedOffset;
  }

  /** Everything below has been synced. */
  get syncedOffset(): number {
    return this.#syncedOffset;
  }

  /** Bytes that wait for `flush`. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Records left out of the log so far in the present failure; null while everything is logged. */
  get unlogged(): UnloggedSpan | null {
    return this.#unlogged;
  }

  /** The last span whose sync failed and that could not be rewritten: perhaps gone after a power loss. Null: none so far. */
  get suspect(): OffsetSpan | null {
    return this.#suspect;
  }

  /** How often the durable mark could not be written. */
  get failedMarks(): number {
    return this.#failedMarks;
  }

  /**
   * Queues one record and returns its offset. Copies `payload`. Never fails: with a full queue it flushes, and when the disk
   * refuses, the record joins `unlogged`.
   */
  append(kind: number, payload: Uint8Array): number {
    assert(kind > 0 && kind < 256, 'record kind must be 1..255', { kind });
    assert(payload.length <= MAX_PAYLOAD_BYTES, 'record payload too long', { length: payload.length });
    const offset = this.#nextOffset;
    const size = frameBytes(payload.length);
    this.#nextOffset = offset + size;
    if (this.#unlogged !== null || !this.#hasRoom(size)) {
      this.#unlogged = {
        fromOffset: this.#unlogged?.fromOffset ?? offset,
        toOffset: this.#nextOffset,
        records: (this.#unlogged?.records ?? 0) + 1,
      };
      return offset;
    }
    writeFrame(this.#pending, this.#pendingBytes, { kind, payload });
    this.#pendingBytes += size;
    return offset;
  }

  /** Writes what is queued. A refusal keeps it queued; call again later. Nothing queued: no disk access. */
  flush(): Result<FlushReceipt, DiskErrorCode> {
    if (this.#pendingBytes > 0) {
      const written = this.#writePending();
      if (!written.ok) return written;
    }
    if (this.#unlogged === null) return ok({ flushedOffset: this.#flushedOffset, unlogged: null });
    // The hole shows as a jump between two segments, so readers see it even if the caller dies before it logs the gap.
    const span = this.#unlogged;
    const rolled = this.#roll(span.toOffset);
    if (!rolled.ok) return rolled;
    this.#unlogged = null;
    this.#flushedOffset = span.toOffset;
    return ok({ flushedOffset: span.toOffset, unlogged: span });
  }

  /** Makes everything flushed survive a power loss. Nothing new since the last sync: no disk access. */
  sync(): Result<{ syncedOffset: number }, DiskErrorCode> {
    if (this.#syncedOffset === this.#flushedOffset) return ok({ syncedOffset: this.#syncedOffset });
    const synced = this.#isUnsyncable ? this.#replaceUnsyncable() : this.#syncFile();
    if (!synced.ok) return synced;
    this.#syncedOffset = this.#flushedOffset;
    if (!writeDurableMark(this.#fs, this.folder, this.#syncedOffset)) this.#failedMarks += 1;
    return ok({ syncedOffset: this.#syncedOffset });
  }

  /** Closes the file without flushing: a clean stop calls `flush` and `sync` first. */
  close(): void {
    if (this.#file !== null) attempt(() => this.#fs.close(this.#file ?? 0));
    this.#file = null;
  }

  /** Makes room for a frame in the queue, flushing if the queue is at its bound. */
  #hasRoom(size: number): boolean {
    if (this.#pendingBytes > 0 && this.#pendingBytes + size > this.#maxPendingBytes) {
      const written = this.#writePending();
      if (!written.ok) return false;
    }
    const needed = this.#pendingBytes + size;
    if (needed > this.#pending.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#pending.length * 2));
      this.#pending.copy(grown, 0, 0, this.#pendingBytes);
      this.#pending = grown;
    }
    return true;
  }

  #writePending(): Result<null, DiskErrorCode> {
    const isFull = this.#flushedOffset - this.#segmentFirst >= this.#segmentBytes;
    if (this.#file === null || this.#isUnsyncable || isFull) {
      const rolled = this.#roll(this.#flushedOffset);
      if (!rolled.ok) return rolled;
    }
    const file = this.#file;
    assert(file !== null, 'a log segment is open after a roll');
    const bytes = this.#pending.subarray(0, this.#pendingBytes);
    const position = SEGMENT_HEADER_BYTES + this.#flushedOffset - this.#segmentFirst;
    const written = attempt(() => writeFully(this.#fs, file, { bytes, position }));
    if (written.ok) {
      this.#flushedOffset += this.#pendingBytes;
      this.#pendingBytes = 0;
      return ok(null);
    }
    // If even this fails, the half frame stays until the next flush, which writes the same batch over it.
    attempt(() => this.#fs.truncate(file, position));
    return written;
  }

  #syncFile(): Result<null, DiskErrorCode> {
    const file = this.#file;
    if (file === null) return ok(null);
    const synced = attempt(() => this.#fs.syncData(file));
    if (synced.ok) return ok(null);
    this.#isUnsyncable = true;
    return synced;
  }

  /** Begins a segment at the last synced offset, holding what the failed sync put in doubt. */
  #replaceUnsyncable(): Result<null, DiskErrorCode> {
    const span = { fromOffset: this.#syncedOffset, toOffset: this.#flushedOffset };
    const segment = { file: this.#file ?? 0, firstOffset: this.#segmentFirst };
    const frames = rescueFrames(this.#fs, segment, span);
    if (frames !== null) return this.#begin(span.fromOffset, frames);
    this.#suspect = span;
    return this.#begin(span.toOffset);
  }

  /** Ends the current segment durably and begins one at `firstOffset`. */
  #roll(firstOffset: number): Result<null, DiskErrorCode> {
    if (this.#file !== null) {
      const synced = this.sync();
      if (!synced.ok) return synced;
    }
    return this.#begin(firstOffset);
  }

  #begin(firstOffset: number, frames?: Uint8Array): Result<null, DiskErrorCode> {
    const header = { firstOffset, epoch: this.epoch, createdAtMs: this.#clock.nowMs() };
    const created = createSegment(this.#fs, this.folder, { header, frames });
    if (!created.ok) return created;
    this.close();
    this.#file = created.value;
    this.#segmentFirst = firstOffset;
    this.#isUnsyncable = false;
    return ok(null);
  }
}
