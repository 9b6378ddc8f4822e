import type { WallRecord } from '@metropane/live-state';
import type { WallRoom, WallRoomConfig } from '../fold/walls/wall-room.ts';

/** What the screens of a room are told of it: who froze it or sent what is the journal's, not a screen's. */
export function wallRecord(room: WallRoom, config: WallRoomConfig): WallRecord {
  const { id, scene, sinceMs, untilMs, index, held, sent, frozen } = room;
  return {
    id,
    scene,
    sinceMs,
    untilMs,
    playlist: config.playlist,
    index,
    heldBy: held?.incidentId ?? null,
    sentUntilMs: sent?.untilMs ?? null,
    incidentId: held?.incidentId ?? sent?.incidentId ?? null,
    isFrozen: frozen !== null,
  };
}
