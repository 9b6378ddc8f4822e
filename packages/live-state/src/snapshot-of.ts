import { assert } from '@metropane/base';
import type { Channel, ChannelPart } from './channels.ts';
import { channelsOf, joinParts, parseChannel } from './channels.ts';
import type { CityDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import { layerSnapshot } from './layer-rows.ts';
import { cellNumberAt, parseCell } from './map-cells.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/** The whole state as a diff from nothing: applied to `emptyState(epoch)` it gives the state again. Copies the columns. [L7] */
export function snapshotOf(state: CityState): CityDiff {
  const parts = channelsOf(state).map((channel) => snapshotPartOf(state, channel));
  return joinParts(
    { epoch: state.epoch, from: 0, seq: state.seq, atMs: state.atMs },
    parts.filter((part) => part !== undefined),
  );
}

/** All rows of one channel as a part from nothing; undefined when it has none. Looks at every row of the layer. [L14] */
export function snapshotPartOf(state: CityState, channel: Channel): ChannelPart | undefined {
  const target = parseChannel(channel);
  assert(target !== undefined, 'a channel has a known form', { channel });
  if (target.kind === 'layer') {
    const table = state.layers.get(target.layerId);
    if (table === undefined) return undefined;
    const cell = target.cell === undefined ? undefined : parseCell(target.cell);
    const diff = layerSnapshot(
      table,
      (row) => cell === undefined || cellNumberAt(table.lonDeg[row]!, table.latDeg[row]!) === cell,
    );
    return isEmptyLayerDiff(diff) ? undefined : { kind: 'layer', diff };
  }
  const rows = state.records[target.table] as Map<string, RecordTables[RecordTableName]>;
  if (rows.size === 0) return undefined;
  return { kind: 'records', table: target.table, diff: { upserts: new Map(rows), removed: new Set() } };
}
