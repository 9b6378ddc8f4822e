import { TelemetryLogReader, type TelemetryLogWriter } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { DerivedEntry } from '../fold/derived.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import type { LoadedRoom } from './load-room.ts';
import { replayInto, startOf } from './log-replay.ts';

export interface RecoveredRoom {
  room: ControlRoom;
  /** Records of the tail. */
  tailRecords: number;
  /** Damaged stretches that were passed over. */
  damages: string[];
  /** What the tail told again. */
  derived: DerivedEntry[];
}

/** So much log at most is folded between two looks at what it told. */
const STEP_BYTES = 4 * 1024 * 1024;

/**
 * The room as it was when the process before died: checkpoint, then the tail of the log (which ends with this start's own epoch
 * record). Throws `FoldFault`.
 */
export function recoverRoom(options: {
  loaded: LoadedRoom;
  log: TelemetryLogWriter;
  resolve: (seq: number) => JournalFact;
  skips?: ReadonlySet<number>;
}): RecoveredRoom {
  const { loaded, log, resolve, skips } = options;
  const { room } = loaded;
  const from = startOf(loaded.header ?? undefined);
  const reader = new TelemetryLogReader({ folder: log.folder, ...(from ? { from } : {}) });
  const damages: string[] = [];
  const derived: DerivedEntry[] = [];
  let tailRecords = 0;
  try {
    for (;;) {
      const step = replayInto(room, reader, {
        upToOffset: log.flushedOffset,
        budgetBytes: STEP_BYTES,
        resolve,
        ...(skips ? { skips } : {}),
      });
      tailRecords += step.records;
      for (const entry of room.takeDerived()) derived.push(entry);
      if (step.damage !== null) damages.push(step.damage);
      if (!step.hasMore) break;
    }
  } finally {
    reader.close();
  }
  room.markAllDirty();
  return { room, tailRecords, damages, derived };
}
