import type { LayerTable } from '@metropane/live-state';
import type { CitySegment } from '../live/city-ground.ts';

/** How a stretch of road flows, as drawn: 0 = no current value, then by speed over free-flow speed. */
export type TrafficLevel = 0 | 1 | 2 | 3 | 4;

/** A speed older than this says nothing about now; the stretch is drawn as "no value". */
export const SPEED_VALID_MS = 15 * 60_000;

export function trafficLevel(speedKmh: number, freeFlowKmh: number): TrafficLevel {
  if (Number.isNaN(speedKmh) || freeFlowKmh <= 0) return 0;
  const ratio = speedKmh / freeFlowKmh;
  if (ratio < 0.25) return 4;
  if (ratio < 0.45) return 3;
  if (ratio < 0.7) return 2;
  return 1;
}

/** Writes the level of every segment into `levels`; `rowOf` is the layer row per segment, -1 = none yet. */
export function fillTrafficLevels(
  levels: Uint8Array,
  {
    table,
    segments,
    rowOf,
    nowMs,
  }: { table: LayerTable; segments: readonly CitySegment[]; rowOf: Int32Array; nowMs: number },
): void {
  const speeds = table.metrics[Math.max(0, table.schema.metrics.indexOf('speedKmh'))];
  for (let i = 0; i < segments.length; i++) {
    const row = rowOf[i]!;
    const isCurrent = row >= 0 && nowMs - (table.eventTimeMs[row] ?? Number.NaN) <= SPEED_VALID_MS;
    levels[i] = isCurrent ? trafficLevel(speeds?.[row] ?? Number.NaN, segments[i]!.freeFlowKmh) : 0;
  }
}

/** The layer row of each segment by its entity id; -1 where the layer does not have it. */
export function segmentRows(segments: readonly CitySegment[], table: LayerTable): Int32Array {
  const rowByName = new Map<string, number>();
  for (let row = 0; row < table.rowCount; row++) {
    const name = table.names[row];
    if (name !== undefined) rowByName.set(name, row);
  }
  return Int32Array.from(segments, (segment) => rowByName.get(segment.id) ?? -1);
}
