import type { LayerTable } from './layer-table.ts';
import { RECORD_TABLE_NAMES } from './record-keys.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/**
 * Everything that screens show, at one publish number: keyed JSON rows (`records`) and columnar layers (`layers`).
 * `(epoch, seq)` says which state it is: `seq` counts publishes within one process start, 0 is "nothing yet".
 * Changed only by `applyDiff` and `applySnapshot`; a reader never writes into it.
 */
export interface CityState {
  epoch: number;
  seq: number;
  /** Processing time of publish `seq`, epoch milliseconds; 0 in an empty state. */
  atMs: number;
  records: { [T in RecordTableName]: Map<string, RecordTables[T]> };
  /** Keyed by layer id. */
  layers: Map<string, LayerTable>;
}

/** The state before the first publish of `epoch`: no rows, seq 0. */
export function emptyState(epoch = 0): CityState {
  const records = Object.fromEntries(RECORD_TABLE_NAMES.map((table) => [table, new Map()]));
  return { epoch, seq: 0, atMs: 0, records: records as CityState['records'], layers: new Map() };
}
