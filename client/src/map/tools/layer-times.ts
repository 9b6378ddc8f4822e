import type { LayerTable } from '@metropane/live-state';
import type { CityGround } from '../../live/city-ground.ts';

/** How old what a layer shows is. */
export interface LayerTimes {
  /** Entities that are there. */
  count: number;
  /** Event times, epoch milliseconds; null = no entity has one. */
  newestMs: number | null;
  oldestMs: number | null;
  /** Entities whose newest reading is older than two periods. */
  stale: number;
  /** Entities that never told a time. */
  silent: number;
}

const SECOND_MS = 1_000;
const ROADS_MS = 60 * SECOND_MS;
const VEHICLES_MS = 30 * SECOND_MS;
/** Of a layer for which the city gives no period. */
const UNKNOWN_MS = 300 * SECOND_MS;

/** O(rows). A layer that this page does not have has nobody. `isCounted`: of which rows; absent = all. */
export function layerTimes(
  table: LayerTable | undefined,
  {
    nowMs,
    periodMs,
    isCounted = () => true,
  }: { nowMs: number; periodMs: number; isCounted?: (row: number) => boolean },
): LayerTimes {
  const times: LayerTimes = { count: 0, newestMs: null, oldestMs: null, stale: 0, silent: 0 };
  for (let row = 0; row < (table?.rowCount ?? 0); row++) {
    if (table!.names[row] === undefined || !isCounted(row)) continue;
    times.count += 1;
    const eventMs = table!.eventTimeMs[row]!;
    if (Number.isNaN(eventMs)) {
      times.silent += 1;
      continue;
    }
    if (nowMs - eventMs > 2 * periodMs) times.stale += 1;
    times.newestMs = Math.max(eventMs, times.newestMs ?? eventMs);
    times.oldestMs = Math.min(eventMs, times.oldestMs ?? eventMs);
  }
  return times;
}

/** How often an entity of the layer is heard of, milliseconds: of stations the shortest period that the city gives. */
export function periodOf({ stations }: Pick<CityGround, 'stations'>, layerId: string): number {
  if (layerId === 'traffic') return ROADS_MS;
  if (layerId === 'transit') return VEHICLES_MS;
  let shortest = Infinity;
  for (const { domain, metrics } of stations)
    if (domain === layerId)
      for (const { expectedEveryMs } of Object.values(metrics ?? {}))
        shortest = Math.min(shortest, expectedEveryMs ?? Infinity);
  return shortest === Infinity ? UNKNOWN_MS : shortest;
}
