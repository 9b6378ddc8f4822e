import type { LayerTable } from '@metropane/live-state';

/** The greatest event time of a layer's rows; null when no row has one. */
export function newestEventMs(table: LayerTable | undefined): number | null {
  let newest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < (table?.rowCount ?? 0); row++)
    newest = Math.max(newest, table!.eventTimeMs[row] || newest);
  return newest === Number.NEGATIVE_INFINITY ? null : newest;
}
