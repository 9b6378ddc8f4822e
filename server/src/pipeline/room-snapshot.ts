import { deserialize, serialize } from 'node:v8';
import { ControlRoom, type ReadingSink, type RoomSnapshot } from '../fold/control-room.ts';

/** A room as bytes for a checkpoint. */
export function encodeRoom(room: ControlRoom): Uint8Array {
  return serialize(room.snapshot());
}

/** A room from checkpoint bytes; the caller has checked the fold version and the checksum. */
export function decodeRoom(bytes: Uint8Array, sink: ReadingSink | null): ControlRoom {
  const room = new ControlRoom(sink);
  room.restore(deserialize(bytes) as RoomSnapshot);
  return room;
}
