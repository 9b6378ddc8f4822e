import type { Clock } from '@metropane/base';
import type { FileSystem } from './file-system.ts';
import type { Damage, OffsetSpan, Position } from './log-record.ts';

/** How a telemetry log is opened for writing. */
export interface TelemetryLogOptions {
  /** Created if missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly fs?: FileSystem;
  /** A segment that has reached this length is followed by a new one. Default 64 MiB. */
  readonly segmentBytes?: number;
  /** How much may wait in memory while the disk refuses. Default 16 MiB. */
  readonly maxPendingBytes?: number;
  /** The newest position that anything else remembers (a checkpoint): a log that lost its files continues behind it. */
  readonly continueAfter?: Position;
}

/** What opening found. `cutBytes` > 0 or a damage or `lostFrom` is to be logged as a `gap` by the caller. */
export interface LogRepair {
  readonly cutBytes: number;
  readonly cutFromOffset: number;
  readonly damages: readonly Damage[];
  /** Records known elsewhere (`continueAfter`) that the log no longer has; null in a healthy log. */
  readonly lost: OffsetSpan | null;
}

/** Records that were folded but never logged. */
export interface UnloggedSpan extends OffsetSpan {
  readonly records: number;
}

export interface FlushReceipt {
  /** Everything below may be read by a follower. */
  readonly flushedOffset: number;
  /** Set once, on the first flush that works again after records had to be left out. */
  readonly unlogged: UnloggedSpan | null;
}
