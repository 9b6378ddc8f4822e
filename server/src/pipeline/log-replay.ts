import { assert } from '@metropane/base';
import { type LogRecord, type Position, RECORD_KIND, type TelemetryLogReader } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import { feedOfEntry, type JournalFact, type LogEntry } from '../fold/log-entry.ts';
import { decodeLogEntry } from '../fold/log-entry-codec.ts';
import { isDerivedKind } from './derived-writer.ts';
import { FoldFault } from './fold-fault.ts';

export interface ReplayStep {
  records: number;
  /** Offset behind the last record folded. */
  offset: number;
  /** More is available below the asked offset. */
  hasMore: boolean;
  /** A damaged stretch that was passed over; the caller reports it. */
  damage: string | null;
}

export interface ReplayOptions {
  upToOffset: number;
  budgetBytes?: number;
  resolve: (seq: number) => JournalFact;
  /** Offsets of records that broke the fold twice: every replay passes over the same ones. */
  skips?: ReadonlySet<number>;
}

/**
 * Folds what the log holds from the reader's position up to `upToOffset`: recovery, the follower and the oracle of
 * "replay = live" all go through here. Damage is passed over to the next readable record and reported, never hidden.
 * Throws `FoldFault` for a record that the fold cannot take; the room is then half changed and of no more use.
 */
export function replayInto(
  room: ControlRoom,
  reader: TelemetryLogReader,
  options: ReplayOptions,
): ReplayStep {
  let failure: FoldFault | null = null;
  const report = reader.readAvailable(
    options.upToOffset,
    (record) => {
      failure = foldRecord(room, record, options);
      return failure === null;
    },
    options.budgetBytes ?? Infinity,
  );
  if (failure !== null) throw failure as FoldFault;
  if (!report.ok) throw new Error(`the log cannot be read: ${report.message}`);
  const { status, nextOffset, records, damage } = report.value;
  if (status !== 'damaged')
    return { records, offset: nextOffset, hasMore: status === 'paused', damage: null };
  assert(damage !== null, 'damage has a place', { nextOffset });
  reader.skipDamage();
  const text = `${damage.code} from ${damage.offset} to ${damage.resumeOffset}`;
  return { records, offset: reader.nextOffset, hasMore: true, damage: text };
}

function foldRecord(
  room: ControlRoom,
  record: LogRecord,
  { resolve, skips }: ReplayOptions,
): FoldFault | null {
  if (skips?.has(record.offset) === true) {
    // Its entry counts as folded, or the next ref would bring it back.
    if (record.kind === RECORD_KIND.ref) room.lastJournalSeq = Math.max(room.lastJournalSeq, refSeq(record));
    return null;
  }
  let entry: LogEntry | null = null;
  try {
    entry = decodeLogEntry(record, resolve);
    if (entry.kind === 'journal') foldMissing(room, entry.seq, { offset: record.offset, resolve });
    room.fold(entry, record.offset);
    return null;
  } catch (error) {
    return new FoldFault({ offset: record.offset, feed: entry === null ? '' : feedOfEntry(entry) }, error);
  }
}

/**
 * Entries whose refs the log lost (a damaged stretch, a full disk, segments that were removed): the journal still has them, and
 * here they fold in their order, before the first ref behind them.
 */
function foldMissing(
  room: ControlRoom,
  seq: number,
  { offset, resolve }: { offset: number; resolve: (seq: number) => JournalFact },
): void {
  for (let missing = room.lastJournalSeq + 1; missing < seq; missing++) {
    const entry = resolve(missing);
    // What an earlier fold told has no ref: this one tells it again.
    if (isDerivedKind(entry.kind)) continue;
    room.fold({ kind: 'journal', seq: missing, entry }, offset);
  }
}

function refSeq({ payload }: LogRecord): number {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getFloat64(0, true);
}

/** Where a checkpoint says to go on. */
export function startOf(header: { epoch: number; offset: number } | undefined): Position | undefined {
  return header === undefined ? undefined : { epoch: header.epoch, offset: header.offset };
}
