import {
  type CheckpointStore,
  removeExpiredSegments,
  syncLogTail,
  TelemetryLogReader,
} from '@metropane/event-log';
import { type ControlRoom, FOLD_VERSION } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import type { HistoryClient } from '../history/history-client.ts';
import type { HistoryStats } from '../history/history-messages.ts';
import { type HistoryRows, HistoryRowsBuilder } from '../history/history-rows.ts';
import { DerivedCheck, type KeptEntry } from './derived-check.ts';
import type { FollowerStatus, Progress } from './follower-messages.ts';
import { FoldFault } from './fold-fault.ts';
import { loadRoom } from './load-room.ts';
import { replayInto, type ReplayStep, startOf } from './log-replay.ts';
import { encodeRoom } from './room-snapshot.ts';

/** One read is at most this long, so that a question is never kept waiting behind a whole backlog. */
const STEP_BYTES = 4 * 1024 * 1024;
/** Stretches that one `advance` folds at most. */
const ADVANCE_STEPS = 16;
/** How often a checkpoint looks whether the journal has what was derived, before it is left for the next time. */
const DERIVED_PATIENCE = 20;
/** So much log at most lies behind a checkpoint: what a restart has to fold again, whatever the rate. DESIGN 9.11. */
export const CHECKPOINT_EVERY_BYTES = 256 * 1024 * 1024;
/** So many rows (some 30 MB) history holds in memory at most; at 1,000 a second a checkpoint comes long before. */
const MAX_TAIL_ROWS = 500_000;
export const CHECKPOINT_FORMAT = 1;

/** How much of the log is kept behind what the checkpoints need. */
export interface LogRetention {
  maxAgeMs: number;
  maxBytes: number;
}

/**
 * Three days, so that what happened on a Friday evening can still be folded again on Monday; 8 GiB, which 1,000 readings a second
 * fill in about a day and a half and which every disk of a server has. Whichever is reached first; history keeps the readings.
 */
export const DEFAULT_LOG_RETENTION: LogRetention = { maxAgeMs: 3 * 86_400_000, maxBytes: 8 * 1024 ** 3 };

export interface FollowerParts {
  logFolder: string;
  checkpoints: CheckpointStore;
  history: Pick<HistoryClient, 'append' | 'flush'>;
  historyStats: HistoryStats;
  resolve: (seq: number) => JournalFact;
  /** What the journal has under a dedup key: the transitions that the first fold derived. */
  kept: KeptEntry;
  /** Offsets of records that every fold passes over. */
  skips?: ReadonlySet<number>;
  retention?: LogRetention;
  /** Log behind the last checkpoint after which the next is taken without being asked. Default `CHECKPOINT_EVERY_BYTES`. */
  checkpointEveryBytes?: number;
  /** Waits a moment for the journal: 50 ms. */
  pause: () => Promise<void>;
  /** Rows that history holds in memory at most. Default `MAX_TAIL_ROWS`. */
  maxTailRows?: number;
}

/**
 * A second fold that follows the log on disk: it feeds history with every accepted reading, takes checkpoints off the hot path,
 * and compares its state hash with the live one, so that "replay = live" is checked all day. It starts from a checkpoint that
 * history has already covered: rows between the two would otherwise never be written.
 */
export class Follower {
  readonly room: ControlRoom;
  readonly #parts: FollowerParts;
  readonly #reader: TelemetryLogReader;
  readonly #blocks: HistoryRows[] = [];
  #builder = new HistoryRowsBuilder();
  #offset: number;
  #allowedOffset = 0;
  readonly #verifications: Extract<Progress, { type: 'verify' }>[] = [];
  readonly #derived: DerivedCheck;
  #verified = 0;
  #mismatches = 0;
  /** What was wrong once and stays so until a restart. */
  #fault: string | null = null;
  /** What was wrong at the last checkpoint. */
  #checkpointFault: string | null = null;
  /** The fold broke: its room is of no more use, neither for checkpoints nor for rows. */
  #isHalted = false;
  #checkpointOffset: number | null = null;
  /** Where the last checkpoint was tried: one that fails is tried again as late as one that worked. */
  #triedOffset: number;
  #isFlushFailing = false;
  #stats: HistoryStats;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#derived = new DerivedCheck(parts.kept);
    this.#stats = parts.historyStats;
    const covered = parts.historyStats.coveredOffset;
    const loaded = loadRoom(
      parts.checkpoints,
      (reading) => {
        this.#builder.add(reading);
        if (this.#builder.isFull) this.#blocks.push(this.#builder.take());
      },
      (header) => header.offset <= covered + 1,
    );
    this.room = loaded.room;
    const from = startOf(loaded.header ?? undefined);
    this.#reader = new TelemetryLogReader({ folder: parts.logFolder, ...(from ? { from } : {}) });
    this.#offset = from?.offset ?? 0;
    this.#triedOffset = this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  /** History did not take its rows at the last checkpoint. */
  get isFlushFailing(): boolean {
    return this.#isFlushFailing;
  }

  note(progress: Progress): void {
    if (progress.type === 'verify') this.#verifications.push(progress);
    else if (progress.type === 'derived') this.#derived.note(progress.safeOffset, progress.isComparable);
    else this.#allowedOffset = Math.max(this.#allowedOffset, progress.offset);
  }

  /** Folds the next stretch that may be read; false when there was nothing to do. Throws when history does not take the rows. */
  async step(): Promise<boolean> {
    if (this.#isHalted) return false;
    const verification = this.#verifications[0];
    const upToOffset = Math.min(this.#allowedOffset, verification?.offset ?? Infinity);
    if (verification !== undefined && this.#offset >= verification.offset) {
      this.#verifications.shift();
      this.#verify(verification);
      return true;
    }
    if (this.#offset >= upToOffset) return false;
    const step = this.#replay(upToOffset);
    if (step === null) return false;
    this.#offset = step.offset;
    this.#derived.add(this.room.takeDerived(), step.offset);
    if (step.damage !== null) this.#fault ??= `the log is damaged: ${step.damage}`;
    await this.#sendBlocks();
    return step.records > 0 || step.hasMore;
  }

  /**
   * Folds until everything below `offset` is in, and hands all rows to history. `offset` was flushed: who asks has it from the
   * pipeline, whose own word to this thread may still be under way.
   */
  async catchUp(offset: number): Promise<void> {
    if (Number.isFinite(offset)) this.#allowedOffset = Math.max(this.#allowedOffset, offset);
    while (this.#offset < offset && (await this.step())) await this.#checkpointIfFar();
    await this.flushRows();
  }

  /** Folds what waits, but not so much at once that a question behind it waits long, and hands all rows to history. */
  async advance(): Promise<void> {
    for (let i = 0; i < ADVANCE_STEPS && (await this.step()); i++) await this.#checkpointIfFar();
    await this.flushRows();
  }

  async #checkpointIfFar(): Promise<void> {
    const everyBytes = this.#parts.checkpointEveryBytes ?? CHECKPOINT_EVERY_BYTES;
    if (this.#offset - this.#triedOffset >= everyBytes) await this.checkpoint();
  }

  async flushRows(): Promise<void> {
    if (this.#builder.length > 0) this.#blocks.push(this.#builder.take());
    await this.#sendBlocks();
  }

  /** History first, then the checkpoint: a checkpoint never knows rows that history could still lose. Then old log goes. */
  async checkpoint(): Promise<number | null> {
    if (this.#isHalted) return this.#checkpointOffset;
    this.#triedOffset = this.#offset;
    this.#isFlushFailing = true;
    await this.flushRows();
    this.#isFlushFailing = false;
    if (!(await this.#whenDerivedKept())) return this.#checkpointOffset;
    this.#isFlushFailing = true;
    const offset = this.#offset;
    const isNew = offset !== this.#checkpointOffset && offset !== 0;
    if (isNew) await this.#flushHistory(offset - 1);
    this.#isFlushFailing = false;
    if (!isNew) return this.#checkpointOffset;
    const written = this.#parts.checkpoints.write(
      {
        format: CHECKPOINT_FORMAT,
        foldVersion: String(FOLD_VERSION),
        configHash: this.room.configHash,
        epoch: this.room.epoch,
        offset,
        historyOffset: this.#stats.coveredOffset,
        stateHash: this.room.stateHash(),
      },
      encodeRoom(this.room),
    );
    this.#checkpointFault = written.ok ? null : `no checkpoint could be written: ${written.message}`;
    if (written.ok) {
      this.#checkpointOffset = offset;
      this.#removeOldLog();
    }
    return this.#checkpointOffset;
  }

  /** A start from a checkpoint never tells again what was derived before it: so that is in the journal first. */
  async #whenDerivedKept(): Promise<boolean> {
    for (let i = 0; i < DERIVED_PATIENCE; i++) {
      this.#derived.settle();
      if (this.#derived.isSettled) return true;
      await this.#parts.pause();
    }
    this.#checkpointFault = 'no checkpoint is taken: transitions of alarms are not in the journal yet';
    return false;
  }

  status(history: { status: 'ok' | 'down'; detail: string }): FollowerStatus {
    return {
      offset: this.#offset,
      behindBytes: Math.max(0, this.#allowedOffset - this.#offset),
      verified: this.#verified,
      mismatches: this.#mismatches,
      derivedMatched: this.#derived.matched,
      derivedMismatches: this.#derived.mismatches,
      fault: this.#fault ?? this.#derived.fault ?? this.#checkpointFault,
      checkpointOffset: this.#checkpointOffset,
      history: { ...this.#stats, ...history },
    };
  }

  /** Lets go of the log; the follower is of no more use. */
  close(): void {
    this.#reader.close();
  }

  /** A block leaves the queue only when history has it: what a failure kept back goes with the next attempt. */
  async #sendBlocks(): Promise<void> {
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      this.#stats = await this.#parts.history.append(block);
      this.#blocks.shift();
      if (this.#stats.tailRows >= (this.#parts.maxTailRows ?? MAX_TAIL_ROWS))
        await this.#flushHistory(block.offset[block.n - 1]!);
    }
  }

  /** The log first: offsets of a tail that a loss of power took are given out again, and history refuses rows at covered ones. */
  async #flushHistory(upToOffset: number): Promise<void> {
    const synced = syncLogTail(this.#parts.logFolder);
    if (!synced.ok) throw new Error(`the log cannot be synced: ${synced.message}`);
    this.#stats = await this.#parts.history.flush(upToOffset);
  }

  #replay(upToOffset: number): ReplayStep | null {
    const { resolve, skips } = this.#parts;
    try {
      const bounds = { upToOffset, budgetBytes: STEP_BYTES, resolve };
      return replayInto(this.room, this.#reader, skips === undefined ? bounds : { ...bounds, skips });
    } catch (error) {
      if (!(error instanceof FoldFault)) throw error;
      this.#isHalted = true;
      this.#fault ??= `the follower stopped at record ${error.offset}: ${error.message}`;
      return null;
    }
  }

  /** Only what no kept checkpoint needs; each of them has its rows in history already. */
  #removeOldLog(): void {
    const headers = this.#parts.checkpoints.headers();
    const oldest = headers.ok ? headers.value.at(-1) : undefined;
    if (oldest === undefined) return;
    const removed = removeExpiredSegments({
      folder: this.#parts.logFolder,
      keepFromOffset: Math.min(oldest.offset, this.#stats.coveredOffset + 1),
      nowMs: this.room.nowMs,
      ...(this.#parts.retention ?? DEFAULT_LOG_RETENTION),
    });
    if (!removed.ok) this.#checkpointFault = `old log could not be removed: ${removed.message}`;
  }

  #verify({ offset, stateHash }: { offset: number; stateHash: string }): void {
    if (offset !== this.#offset) return;
    const mine = this.room.stateHash();
    if (mine === stateHash) {
      this.#verified += 1;
      return;
    }
    this.#mismatches += 1;
    this.#fault ??= `replay differs from live at offset ${offset}: ${mine} instead of ${stateHash}`;
  }
}
