import type { CheckpointHeader, CheckpointStore } from '@metropane/event-log';
import { ControlRoom, FOLD_VERSION, type ReadingSink } from '../fold/control-room.ts';
import { decodeRoom } from './room-snapshot.ts';

/** A room to go on from, and where its log goes on; without a header the log is folded from its beginning. */
export interface LoadedRoom {
  room: ControlRoom;
  header: CheckpointHeader | null;
  /** Checkpoints of this fold version that could not be used, for a person. */
  passedOver: string[];
}

/**
 * The newest checkpoint of this fold version that `isUsable` accepts and that decodes. One that does not is passed over for an
 * older one and in the end for the log itself: a bad checkpoint costs time, never the start.
 */
export function loadRoom(
  store: CheckpointStore,
  sink: ReadingSink | null,
  isUsable: (header: CheckpointHeader) => boolean = () => true,
): LoadedRoom {
  const failed = new Set<number>();
  const passedOver: string[] = [];
  for (;;) {
    const loaded = store.loadNewest(
      (header) =>
        header.foldVersion === String(FOLD_VERSION) && !failed.has(header.offset) && isUsable(header),
    );
    if (!loaded.ok) throw new Error(`checkpoints cannot be read: ${loaded.message}`);
    for (const skipped of loaded.value.skipped) {
      if (skipped.code !== 'refused') passedOver.push(`${skipped.file}: ${skipped.message}`);
    }
    const { checkpoint } = loaded.value;
    if (checkpoint === null) return { room: new ControlRoom(sink), header: null, passedOver };
    try {
      return { room: decodeRoom(checkpoint.body, sink), header: checkpoint.header, passedOver };
    } catch (error) {
      failed.add(checkpoint.header.offset);
      passedOver.push(
        `checkpoint at ${checkpoint.header.offset}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
