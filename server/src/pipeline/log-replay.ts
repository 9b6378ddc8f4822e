import { assert } from '@metropane/base';
import { type Position, type TelemetryLogReader } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import { decodeLogEntry } from '../fold/log-entry-codec.ts';

export interface ReplayStep {
  records: number;
  /** Offset behind the last record folded. */
  offset: number;
  /** More is available below the asked offset. */
  hasMore: boolean;
  /** A damaged stretch that was passed over; the caller reports it. */
  damage: string | null;
}

/**
 * Folds what the log holds from the reader's position up to `upToOffset`: recovery, the follower and the oracle of
 * "replay = live" all go through here. Damage is passed over to the next readable record and reported, never hidden.
 */
export function replayInto(
  room: ControlRoom,
  reader: TelemetryLogReader,
  options: { upToOffset: number; budgetBytes?: number; resolve: (seq: number) => JournalFact },
): ReplayStep {
  let failure: unknown = null;
  const report = reader.readAvailable(
    options.upToOffset,
    (record) => {
      try {
        room.fold(decodeLogEntry(record, options.resolve), record.offset);
      } catch (error) {
        failure = error;
        return false;
      }
      return true;
    },
    options.budgetBytes ?? Infinity,
  );
  if (failure !== null) throw failure;
  if (!report.ok) throw new Error(`the log cannot be read: ${report.message}`);
  const { status, nextOffset, records, damage } = report.value;
  if (status !== 'damaged')
    return { records, offset: nextOffset, hasMore: status === 'paused', damage: null };
  assert(damage !== null, 'damage has a place', { nextOffset });
  reader.skipDamage();
  const text = `${damage.code} from ${damage.offset} to ${damage.resumeOffset}`;
  return { records, offset: reader.nextOffset, hasMore: true, damage: text };
}

/** Where a checkpoint says to go on. */
export function startOf(header: { epoch: number; offset: number } | undefined): Position | undefined {
  return header === undefined ? undefined : { epoch: header.epoch, offset: header.offset };
}
