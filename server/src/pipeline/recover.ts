import {
  type CheckpointStore,
  type TelemetryLogWriter,
  TelemetryLogReader,
  type LoadedCheckpoint,
} from '@metropane/event-log';
import { ControlRoom } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import { replayInto, startOf } from './log-replay.ts';
import { decodeRoom } from './room-snapshot.ts';

/** The newest checkpoint of this fold version, or null: then the log is folded from its beginning. */
export function newestCheckpoint(store: CheckpointStore, foldVersion: number): LoadedCheckpoint | null {
  const loaded = store.loadNewest((header) => header.foldVersion === String(foldVersion));
  if (!loaded.ok) throw new Error(`checkpoints cannot be read: ${loaded.message}`);
  return loaded.value.checkpoint;
}

/**
 * The room as it was when the process before died: checkpoint, then the tail of the log (which ends with this start's own epoch
 * record). Returns how many records the tail had and the damaged stretches that were passed over.
 */
export function recoverRoom(options: {
  checkpoint: LoadedCheckpoint | null;
  log: TelemetryLogWriter;
  resolve: (seq: number) => JournalFact;
}): { room: ControlRoom; tailRecords: number; damages: string[] } {
  const { checkpoint, log, resolve } = options;
  const room = checkpoint === null ? new ControlRoom() : decodeRoom(checkpoint.body, null);
  const from = startOf(checkpoint?.header);
  const reader = new TelemetryLogReader({ folder: log.folder, ...(from ? { from } : {}) });
  const damages: string[] = [];
  let tailRecords = 0;
  for (;;) {
    const step = replayInto(room, reader, { upToOffset: log.flushedOffset, resolve });
    tailRecords += step.records;
    if (step.damage !== null) damages.push(step.damage);
    if (!step.hasMore) break;
  }
  reader.close();
  room.markAllDirty();
  return { room, tailRecords, damages };
}
