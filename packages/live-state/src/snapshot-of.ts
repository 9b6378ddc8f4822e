import { assert } from '@metropane/base';
import type { Channel, ChannelPart } from './channels.ts';
import { channelsOf, joinParts, parseChannel } from './channels.ts';
import type { CityDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import type { LayerDiff } from './layer-diff.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import type { LayerTable } from './layer-table.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/** The whole state as a diff from nothing: applied to `emptyState(epoch)` it gives the state again. Copies the columns. [L7] */
export function snapshotOf(state: CityState): CityDiff {
  const parts = channelsOf(state).map((channel) => snapshotPartOf(state, channel));
  return joinParts(
    { epoch: state.epoch, from: 0, seq: state.seq, atMs: state.atMs },
    parts.filter((part) => part !== undefined),
  );
}

/** All rows of one channel as a part from nothing; undefined when it has none. */
export function snapshotPartOf(state: CityState, channel: Channel): ChannelPart | undefined {
  const target = parseChannel(channel);
  assert(target !== undefined, 'a channel has a known form', { channel });
  if (target.kind === 'layer') {
    const table = state.layers.get(target.layerId);
    if (table === undefined) return undefined;
    const diff = layerSnapshot(table);
    return isEmptyLayerDiff(diff) ? undefined : { kind: 'layer', diff };
  }
  const rows = state.records[target.table] as Map<string, RecordTables[RecordTableName]>;
  if (rows.size === 0) return undefined;
  return { kind: 'records', table: target.table, diff: { upserts: new Map(rows), removed: new Set() } };
}

function layerSnapshot(table: LayerTable): LayerDiff {
  const names: string[] = [];
  const namedRows: number[] = [];
  const movedRows: number[] = [];
  const measuredRows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const name = table.names[row];
    if (name !== undefined) {
      namedRows.push(row);
      names.push(name);
    }
    if (!Number.isNaN(table.lonDeg[row]!)) movedRows.push(row);
    if (hasValues(table, row)) measuredRows.push(row);
  }
  return {
    schema: table.schema,
    removed: new Uint32Array(0),
    named: { rows: Uint32Array.from(namedRows), names },
    moved: {
      rows: Uint32Array.from(movedRows),
      lonDeg: Float64Array.from(movedRows, (row) => table.lonDeg[row]!),
      latDeg: Float64Array.from(movedRows, (row) => table.latDeg[row]!),
    },
    measured: {
      rows: Uint32Array.from(measuredRows),
      eventTimeMs: Float64Array.from(measuredRows, (row) => table.eventTimeMs[row]!),
      metrics: table.metrics.map((column) => Float32Array.from(measuredRows, (row) => column[row]!)),
    },
  };
}

function hasValues(table: LayerTable, row: number): boolean {
  if (!Number.isNaN(table.eventTimeMs[row]!)) return true;
  return table.metrics.some((column) => !Number.isNaN(column[row]!));
}
