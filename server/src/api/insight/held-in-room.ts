import type { IncidentRecord } from '@metropane/live-state';
import type { IncidentCursor, IncidentPage } from '../../pipeline/incident-list.ts';
import type { Room } from '../api-deps.ts';

const PAGE = 1_000;
/** A list serves everybody who asks within this: a page of figures asks for several. */
const FRESH_MS = 3_000;

interface Held {
  atMs: number;
  incidents: Promise<IncidentRecord[]>;
}
const held = new WeakMap<Room, Held>();

/** Every incident that the room still holds: all open ones and the newest closed, as of the last seconds. */
export function heldInRoom(room: Room): Promise<IncidentRecord[]> {
  const nowMs = room.clock.nowMs();
  const known = held.get(room);
  if (known !== undefined && nowMs - known.atMs >= 0 && nowMs - known.atMs < FRESH_MS) return known.incidents;
  const incidents = readAll(room);
  held.set(room, { atMs: nowMs, incidents });
  // A refusal is nobody else's answer.
  incidents.catch(() => held.delete(room));
  return incidents;
}

async function readAll({ pipeline }: Room): Promise<IncidentRecord[]> {
  const all = new Map<string, IncidentRecord>();
  let after: IncidentCursor | undefined;
  do {
    const page: IncidentPage = await pipeline.call<IncidentPage>({
      name: 'incidents',
      wanted: {},
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const incident of page.items) all.set(incident.id, incident);
    after = page.next;
  } while (after !== undefined);
  return [...all.values()];
}
