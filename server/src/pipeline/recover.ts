import { TelemetryLogReader, type TelemetryLogWriter } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import type { LoadedRoom } from './load-room.ts';
import { replayInto, startOf } from './log-replay.ts';

/**
 * The room as it was when the process before died: checkpoint, then the tail of the log (which ends with this start's own epoch
 * record). Throws `FoldFault`. Returns how many records the tail had and the damaged stretches that were passed over.
 */
export function recoverRoom(options: {
  loaded: LoadedRoom;
  log: TelemetryLogWriter;
  resolve: (seq: number) => JournalFact;
  skips?: ReadonlySet<number>;
}): { room: ControlRoom; tailRecords: number; damages: string[] } {
  const { loaded, log, resolve, skips } = options;
  const { room } = loaded;
  const from = startOf(loaded.header ?? undefined);
  const reader = new TelemetryLogReader({ folder: log.folder, ...(from ? { from } : {}) });
  const damages: string[] = [];
  let tailRecords = 0;
  try {
    for (;;) {
      const step = replayInto(room, reader, {
        upToOffset: log.flushedOffset,
        resolve,
        ...(skips ? { skips } : {}),
      });
      tailRecords += step.records;
      if (step.damage !== null) damages.push(step.damage);
      if (!step.hasMore) break;
    }
  } finally {
    reader.close();
  }
  room.markAllDirty();
  return { room, tailRecords, damages };
}
