import type { ControlRoom } from '../fold/control-room.ts';

/**
 * Windows that end at or before this event time get no further live revision: watermark less the allowed lateness; of an
 * aggregate, the furthest-behind entity decides. -Infinity while nothing is known.
 */
export function finalBeforeMs(
  room: ControlRoom,
  query: { domain: string; entity?: string; metric: string },
): number {
  const { entities, windows, ledger, sourceOfEntity } = room;
  const ids =
    query.entity === undefined ? entities.rowsOf(query.domain) : [entities.find(query.domain, query.entity)];
  let least = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    if (id === undefined || entities.findSeries(id, query.metric) === undefined) continue;
    const lateness = ledger.config(entities.feedOf[id]!)?.allowedLatenessMs ?? 120_000;
    least = Math.min(least, windows.watermarkMs(sourceOfEntity[id]!) - lateness);
  }
  return least === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : least;
}
