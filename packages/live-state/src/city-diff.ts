import type { LayerDiff } from './layer-diff.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/** Changes of one record table. A row is replaced whole; a key is never in both. */
export interface RecordsDiff<Row> {
  upserts: Map<string, Row>;
  removed: Set<string>;
}

/**
 * What changed after publish `from` up to and including publish `seq`. Last writer wins per key, so a diff may be applied twice
 * and any run of diffs may be merged into one: apply(apply(s, a), b) = apply(s, merge(a, b)).
 * A diff is never changed once made: merged diffs and states may share its rows and columns.
 */
export interface CityDiff {
  epoch: number;
  from: number;
  seq: number;
  /** Processing time of publish `seq`, epoch milliseconds. */
  atMs: number;
  records: { [T in RecordTableName]?: RecordsDiff<RecordTables[T]> };
  /** Keyed by layer id. */
  layers: Map<string, LayerDiff>;
}

/** Where a diff starts and ends. */
export type DiffSpan = Pick<CityDiff, 'epoch' | 'from' | 'seq' | 'atMs'>;

/** A diff over `span` that changes nothing. */
export function emptyDiff(span: DiffSpan): CityDiff {
  return {
    epoch: span.epoch,
    from: span.from,
    seq: span.seq,
    atMs: span.atMs,
    records: {},
    layers: new Map(),
  };
}

/** True when the diff changes nothing; it still moves `seq`. [L6] */
export function isEmptyDiff(diff: CityDiff): boolean {
  for (const table of Object.values(diff.records)) {
    if (table.upserts.size > 0 || table.removed.size > 0) return false;
  }
  for (const layer of diff.layers.values()) {
    if (!isEmptyLayerDiff(layer)) return false;
  }
  return true;
}
