import { assert } from '@metropane/base';
import type { CityDiff, RecordsDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import { mergeLayerDiffs } from './merge-layer-diffs.ts';
import { RECORD_TABLE_NAMES } from './record-keys.ts';
import type { RecordTableName } from './records.ts';

/**
 * One diff that does what `a` and then `b` do: apply(apply(s, a), b) = apply(s, merge(a, b)). [L1]
 * `b` starts where `a` ends or earlier (an overlap is harmless, a gap is a bug and throws). Untouched rows and columns are shared.
 */
export function mergeDiffs(a: CityDiff, b: CityDiff): CityDiff {
  assert(a.epoch === b.epoch, 'diffs of one epoch are merged', { a: a.epoch, b: b.epoch });
  assert(b.from <= a.seq && a.seq <= b.seq && a.from <= b.from, 'the second diff continues the first', {
    a: [a.from, a.seq],
    b: [b.from, b.seq],
  });
  const merged = emptyDiff({ epoch: a.epoch, from: a.from, seq: b.seq, atMs: b.atMs });
  const records = merged.records as Record<RecordTableName, RecordsDiff<unknown>>;
  for (const table of RECORD_TABLE_NAMES) {
    const one = a.records[table] as RecordsDiff<unknown> | undefined;
    const two = b.records[table] as RecordsDiff<unknown> | undefined;
    if (one !== undefined || two !== undefined) records[table] = mergeRecords(one, two);
  }
  for (const [layerId, layer] of a.layers) {
    const later = b.layers.get(layerId);
    merged.layers.set(layerId, later === undefined ? layer : mergeLayerDiffs(layer, later));
  }
  for (const [layerId, layer] of b.layers) {
    if (!merged.layers.has(layerId)) merged.layers.set(layerId, layer);
  }
  return merged;
}

function mergeRecords<Row>(
  a: RecordsDiff<Row> | undefined,
  b: RecordsDiff<Row> | undefined,
): RecordsDiff<Row> {
  if (a === undefined || b === undefined) return (a ?? b)!;
  const upserts = new Map(a.upserts);
  const removed = new Set(a.removed);
  for (const key of b.removed) {
    upserts.delete(key);
    removed.add(key);
  }
  for (const [key, row] of b.upserts) {
    upserts.set(key, row);
    removed.delete(key);
  }
  return { upserts, removed };
}
