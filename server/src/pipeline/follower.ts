import { type CheckpointStore, TelemetryLogReader } from '@metropane/event-log';
import { type ControlRoom, FOLD_VERSION } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import type { HistoryClient } from '../history/history-client.ts';
import type { HistoryStats } from '../history/history-messages.ts';
import { type HistoryRows, HistoryRowsBuilder } from '../history/history-rows.ts';
import type { FollowerStatus, Progress } from './follower-messages.ts';
import { loadRoom } from './load-room.ts';
import { replayInto, startOf } from './log-replay.ts';
import { encodeRoom } from './room-snapshot.ts';

/** One read is at most this long, so that a question is never kept waiting behind a whole backlog. */
const STEP_BYTES = 4 * 1024 * 1024;
export const CHECKPOINT_FORMAT = 1;

export interface FollowerParts {
  logFolder: string;
  checkpoints: CheckpointStore;
  history: HistoryClient;
  historyStats: HistoryStats;
  resolve: (seq: number) => JournalFact;
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
  #verified = 0;
  #mismatches = 0;
  #fault: string | null = null;
  #checkpointOffset: number | null = null;
  #stats: HistoryStats;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
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
  }

  get offset(): number {
    return this.#offset;
  }

  note(progress: Progress): void {
    if (progress.type === 'verify') this.#verifications.push(progress);
    else this.#allowedOffset = Math.max(this.#allowedOffset, progress.offset);
  }

  /** Folds the next stretch that may be read; false when there was nothing to do. */
  async step(): Promise<boolean> {
    const verification = this.#verifications[0];
    const upToOffset = Math.min(this.#allowedOffset, verification?.offset ?? Infinity);
    if (verification !== undefined && this.#offset >= verification.offset) {
      this.#verifications.shift();
      this.#verify(verification);
      return true;
    }
    if (this.#offset >= upToOffset) return false;
    const step = replayInto(this.room, this.#reader, {
      upToOffset,
      budgetBytes: STEP_BYTES,
      resolve: this.#parts.resolve,
    });
    this.#offset = step.offset;
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
    while (this.#offset < offset && (await this.step())) {
      // step() does the work; the loop ends when the log gives no more.
    }
    await this.flushRows();
  }

  async flushRows(): Promise<void> {
    if (this.#builder.length > 0) this.#blocks.push(this.#builder.take());
    await this.#sendBlocks();
  }

  /** History first, then the checkpoint: a checkpoint never knows rows that history could still lose. */
  async checkpoint(): Promise<number | null> {
    await this.flushRows();
    const offset = this.#offset;
    if (offset === this.#checkpointOffset || offset === 0) return this.#checkpointOffset;
    this.#stats = await this.#parts.history.flush(offset - 1);
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
    if (written.ok) this.#checkpointOffset = offset;
    else this.#fault ??= `no checkpoint could be written: ${written.message}`;
    return this.#checkpointOffset;
  }

  status(history: { status: 'ok' | 'down'; detail: string }): FollowerStatus {
    return {
      offset: this.#offset,
      behindBytes: Math.max(0, this.#allowedOffset - this.#offset),
      verified: this.#verified,
      mismatches: this.#mismatches,
      fault: this.#fault,
      checkpointOffset: this.#checkpointOffset,
      history: {
        ...history,
        files: this.#stats.files,
        rows: this.#stats.rows,
        coveredOffset: this.#stats.coveredOffset,
      },
    };
  }

  async #sendBlocks(): Promise<void> {
    for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) {
      this.#stats = await this.#parts.history.append(block);
    }
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
