/**
 * Reads the telemetry log in order, from any position, also behind a writer in another thread: `readAvailable(upTo)` never looks
 * beyond the offset that the writer reported as flushed. Records are views into one reused buffer.
 *
 * Nothing is skipped silently. Damage stops the reading and is returned with its offsets; `skipDamage` then goes on behind it:
 * at the next record if the damaged frame's length can be trusted, else at the next segment.
 */
import { assert, err, ok } from '@metropane/base';
import type { Err, Result } from '@metropane/base';
import type { DamageCode, DiskErrorCode, LogOpenCode } from './codes.ts';
import { attempt, toDiskError } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { decodeEpochPayload, RECORD_KIND } from './log-record.ts';
import type { Damage, LogRecord, Position } from './log-record.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { SegmentCursor } from './segment-cursor.ts';
import type { CursorStep } from './segment-cursor.ts';
import { listSegments, readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment.ts';
import type { SegmentFile } from './segment.ts';

export interface TelemetryLogReaderOptions {
  readonly folder: string;
  readonly fs?: FileSystem;
  /** Must be the start of a record, e.g. the position of a checkpoint. Default: the oldest record kept. */
  readonly from?: Position;
}

/** Return false to stop after this record. The record is valid only during the call. */
export type RecordVisitor = (record: LogRecord) => boolean | void;

/**
 * `caught-up`: everything up to the asked offset was shown. `paused`: the visitor or the budget stopped it. `damaged`: see
 * `damage`; call `skipDamage` to go on.
 */
export interface ReadReport {
  readonly status: 'caught-up' | 'paused' | 'damaged';
  readonly nextOffset: number;
  readonly records: number;
  readonly damage: Damage | null;
}

/** What to do after the frames of a segment ran out: look again, stop at the end, stop at damage. */
type Verdict = 'again' | 'caught-up' | 'damaged';

export class TelemetryLogReader {
  readonly #fs: FileSystem;
  readonly #folder: string;
  #cursor: SegmentCursor | null = null;
  #buffer: Buffer | undefined;
  /** First offset of the segment behind the current one, as last listed. */
  #nextFirst = Infinity;
  /** How far the current segment may be read in this call. */
  #limit = 0;
  #offset: number;
  #epoch: number;
  #damage: Damage | null = null;
  #failure: Err<DiskErrorCode> | null = null;
  #acceptedHeader = -1;

  constructor(options: TelemetryLogReaderOptions) {
    this.#fs = options.fs ?? nodeFileSystem;
    this.#folder = options.folder;
    this.#offset = options.from?.offset ?? -1;
    this.#epoch = options.from?.epoch ?? 0;
  }

  /** Where the next record is expected; -1 before the first read of a reader without `from`. */
  get nextOffset(): number {
    return this.#offset;
  }

  /** Epoch of the record shown last. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Shows every record that ends at or before `upToOffset` (Infinity: all there is, for a log that nobody writes).
   * `budgetBytes` bounds one call, checked after each record. Errors: disk codes (call again), `newer-format`.
   */
  readAvailable(
    upToOffset: number,
    visit: RecordVisitor,
    budgetBytes = Infinity,
  ): Result<ReadReport, LogOpenCode> {
    let records = 0;
    const report = (status: ReadReport['status']): Result<ReadReport, never> =>
      ok({ status, nextOffset: this.#offset, records, damage: this.#damage });
    if (this.#damage !== null) return report('damaged');
    if (this.#cursor !== null) this.#setLimit(this.#cursor, upToOffset);
    const stopAt = Math.max(0, this.#offset) + budgetBytes;
    while (this.#offset < upToOffset) {
      const opened = this.#cursor ?? this.#openSegment(upToOffset);
      if (opened === 'caught-up' || opened === 'damaged') return report(opened);
      if ('ok' in opened) return opened;
      const step = this.#step(opened);
      if (step === 'frame') {
        records += 1;
        if (visit(opened) === false || this.#offset >= stopAt) return report('paused');
        continue;
      }
      const verdict = step === 'failed' ? this.#judgeFailure() : this.#judgeEnd(opened, step, upToOffset);
      if (typeof verdict === 'object') return verdict;
      if (verdict !== 'again') return report(verdict);
    }
    return report('caught-up');
  }

  /** Goes on behind the damage last reported. */
  skipDamage(): void {
    const damage = this.#damage;
    assert(damage !== null, 'there is no damage to skip');
    this.#damage = null;
    if (damage.code === 'bad-header') {
      this.#acceptedHeader = damage.offset;
      return;
    }
    this.#offset = damage.resumeOffset;
    this.close();
  }

  /** Lets go of the open file; a later read opens it again. */
  close(): void {
    const cursor = this.#cursor;
    if (cursor === null) return;
    this.#buffer = cursor.buffer;
    this.#cursor = null;
    attempt(() => this.#fs.close(cursor.file));
  }

  #step(cursor: SegmentCursor): CursorStep | 'failed' {
    let step: CursorStep;
    try {
      step = cursor.next(this.#limit);
    } catch (error) {
      this.#failure = toDiskError(error);
      return 'failed';
    }
    if (step !== 'frame') return step;
    this.#offset = cursor.endOffset;
    if (cursor.kind === RECORD_KIND.epoch) {
      this.#epoch = Math.max(this.#epoch, decodeEpochPayload(cursor.payload)?.epoch ?? 0);
    }
    return 'frame';
  }

  /** A read that the disk refused: a bad sector is damage, anything else may work at the next call. */
  #judgeFailure(): Err<DiskErrorCode> | Verdict {
    const failure = this.#failure;
    assert(failure !== null, 'a failed step says why');
    if (failure.code !== 'io-error') return failure;
    return this.#report('unreadable', Math.min(this.#nextFirst, Math.max(this.#limit, this.#offset)));
  }

  /** No good frame at the reader's offset: is there a newer segment, is this the end, or is something wrong? */
  #judgeEnd(cursor: SegmentCursor, step: 'end' | 'bad', upToOffset: number): Err<DiskErrorCode> | Verdict {
    const limitBefore = this.#limit;
    const located = attempt(() => this.#locate());
    if (!located.ok) return located;
    this.#nextFirst = located.value.nextFirst;
    if (located.value.current?.firstOffset !== cursor.firstOffset) {
      this.close();
      return 'again';
    }
    this.#setLimit(cursor, upToOffset);
    if (this.#limit !== limitBefore) return 'again';
    if (step === 'bad') return this.#judgeBadFrame(cursor);
    if (this.#nextFirst !== Infinity) return this.#report('hole', this.#nextFirst);
    return upToOffset === Infinity ? 'caught-up' : this.#report('missing-bytes', upToOffset);
  }

  #judgeBadFrame(cursor: SegmentCursor): Err<DiskErrorCode> | Verdict {
    const fault = cursor.fault;
    const followed = attempt(() => cursor.isFollowedByFrame(this.#limit));
    if (!followed.ok) return followed;
    const behindSegment = this.#nextFirst === Infinity ? this.#limit : this.#nextFirst;
    return this.#report(fault, followed.value ? cursor.claimedEnd : behindSegment);
  }

  #openSegment(
    upToOffset: number,
  ): SegmentCursor | Err<LogOpenCode> | Extract<Verdict, 'caught-up' | 'damaged'> {
    const located = attempt(() => this.#locate());
    if (!located.ok) return located;
    const { current, nextFirst } = located.value;
    this.#nextFirst = nextFirst;
    if (current === null) {
      if (nextFirst !== Infinity) return this.#report('removed', nextFirst);
      if (upToOffset === Infinity) return 'caught-up';
      return this.#report('missing-bytes', upToOffset);
    }
    if (this.#offset < 0) this.#offset = current.firstOffset;
    const opened = attempt(() => this.#fs.openRead(current.path));
    if (!opened.ok) return opened;
    const cursor = new SegmentCursor(
      this.#fs,
      { file: opened.value, firstOffset: current.firstOffset },
      this.#buffer,
    );
    this.#cursor = cursor;
    this.#setLimit(cursor, upToOffset);
    cursor.seek(this.#offset);
    return this.#readHeader(cursor) ?? cursor;
  }

  /** Takes the epoch from the header; answers something only if the header is bad. */
  #readHeader(cursor: SegmentCursor): Err<LogOpenCode> | 'damaged' | null {
    const read = attempt(() => readSegmentHeader(this.#fs, cursor.file));
    // A bad sector under the header is a bad header; anything else may work at the next call.
    if (!read.ok && read.code !== 'io-error') {
      this.close();
      return read;
    }
    const header = read.ok ? read.value : err('bad-header');
    if (header.ok && header.value.firstOffset === cursor.firstOffset) {
      this.#epoch = Math.max(this.#epoch, header.value.epoch);
      return null;
    }
    if (!header.ok && header.code === 'newer-format') {
      this.close();
      return err('newer-format', header.message);
    }
    if (this.#acceptedHeader === cursor.firstOffset) return null;
    const first = cursor.firstOffset;
    this.#damage = { code: 'bad-header', offset: first, resumeOffset: first };
    return 'damaged';
  }

  #setLimit(cursor: SegmentCursor, upToOffset: number): void {
    // A file that cannot even be measured is read up to the asked offset; the read then tells what is wrong.
    const size = attempt(() => this.#fs.size(cursor.file));
    const fileEnd = size.ok ? cursor.firstOffset + size.value - SEGMENT_HEADER_BYTES : upToOffset;
    this.#limit = Math.min(upToOffset, this.#nextFirst, fileEnd);
  }

  /** The segment that holds the reader's offset, and where the one behind it begins. Throws errno errors. */
  #locate(): { current: SegmentFile | null; nextFirst: number } {
    const segments = listSegments(this.#fs, this.#folder);
    const wanted = this.#offset < 0 ? (segments[0]?.firstOffset ?? 0) : this.#offset;
    let current: SegmentFile | null = null;
    for (const segment of segments) {
      if (segment.firstOffset > wanted) return { current, nextFirst: segment.firstOffset };
      current = segment;
    }
    return { current, nextFirst: Infinity };
  }

  #report(code: DamageCode, resumeOffset: number): 'damaged' {
    this.#damage = { code, offset: Math.max(0, this.#offset), resumeOffset };
    return 'damaged';
  }
}
