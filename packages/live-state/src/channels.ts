import { assert } from '@metropane/base';
import type { CityDiff, DiffSpan, RecordsDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import type { LayerDiff } from './layer-diff.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import { clearRow } from './layer-table.ts';
import type { LayerTable } from './layer-table.ts';
import type { CellNumber, MapCell } from './map-cells.ts';
import { cellNumberAt, parseCell } from './map-cells.ts';
import { unionLayerDiffs } from './merge-layer-diffs.ts';
import { isRecordTableName, RECORD_TABLE_NAMES } from './record-keys.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/**
 * What a screen subscribes to: one record table (`records:incident`), one layer (`layer:traffic`), or what of a layer lies in one map
 * cell (`layer:transit@15/26096/15397`, `layer:transit@none`).
 */
export type Channel = `records:${RecordTableName}` | `layer:${string}`;

/** A channel taken apart. */
export type ChannelTarget =
  | { kind: 'records'; table: RecordTableName }
  | { kind: 'layer'; layerId: string; cell?: MapCell };

/** The changes of one channel: what travels, and is encoded, as one piece. */
export type ChannelPart = RecordsPart | LayerPart;
export interface RecordsPart {
  kind: 'records';
  table: RecordTableName;
  diff: RecordsDiff<RecordTables[RecordTableName]>;
}
export interface LayerPart {
  kind: 'layer';
  diff: LayerDiff;
}

/** A domain is a layer of its own name; what the view makes of several begins with a tilde, which no domain may. */
const LAYER_CHANNEL = /^layer:(~?[a-z0-9-]{1,32})(?:@(.*))?$/;

/** The channel of a record table, of a layer or of one cell of a layer. */
export function channelOf(target: ChannelTarget): Channel {
  if (target.kind === 'records') return `records:${target.table}`;
  return target.cell === undefined ? `layer:${target.layerId}` : `layer:${target.layerId}@${target.cell}`;
}

/** True for the name of a channel that is one cell of a layer. */
export function isCellChannel(channel: Channel): boolean {
  return channel.includes('@');
}

/** Reads a channel name; undefined when it names neither a record table nor a possible layer or cell of one. */
export function parseChannel(name: string): ChannelTarget | undefined {
  const [, layerId, cell] = LAYER_CHANNEL.exec(name) ?? [];
  if (layerId !== undefined) {
    if (cell === undefined) return { kind: 'layer', layerId };
    return parseCell(cell) === undefined ? undefined : { kind: 'layer', layerId, cell: cell as MapCell };
  }
  if (!name.startsWith('records:')) return undefined;
  const table = name.slice('records:'.length);
  return isRecordTableName(table) ? { kind: 'records', table } : undefined;
}

/** The channel that a part belongs to. */
export function channelOfPart(part: ChannelPart): Channel {
  return part.kind === 'records' ? `records:${part.table}` : `layer:${part.diff.schema.id}`;
}

/** The parts of a diff that change something, by channel; together they are the diff. [L8] */
export function splitByChannel(diff: CityDiff): Map<Channel, ChannelPart> {
  const parts = new Map<Channel, ChannelPart>();
  for (const table of RECORD_TABLE_NAMES) {
    const changes = diff.records[table];
    if (changes === undefined || (changes.upserts.size === 0 && changes.removed.size === 0)) continue;
    parts.set(`records:${table}`, { kind: 'records', table, diff: changes as RecordsPart['diff'] });
  }
  for (const [layerId, layer] of diff.layers) {
    if (!isEmptyLayerDiff(layer)) parts.set(`layer:${layerId}`, { kind: 'layer', diff: layer });
  }
  return parts;
}

/**
 * The diff over `span` made of `parts`, at most one per channel. The inverse of `splitByChannel`. [L8]
 * Parts of several cells of a layer become one diff of the layer: a row that one cell removes and another fills has moved. [L15]
 */
export function joinParts(span: DiffSpan, parts: Iterable<ChannelPart>): CityDiff {
  const diff = emptyDiff(span);
  const layers = new Map<string, LayerDiff[]>();
  for (const part of parts) {
    if (part.kind === 'records') {
      (diff.records as Record<RecordTableName, unknown>)[part.table] = part.diff;
      continue;
    }
    const ofLayer = layers.get(part.diff.schema.id);
    if (ofLayer === undefined) layers.set(part.diff.schema.id, [part.diff]);
    else ofLayer.push(part.diff);
  }
  for (const [layerId, diffs] of layers) diff.layers.set(layerId, unionLayerDiffs(diffs));
  return diff;
}

/**
 * The same span with only the named channels in it; shares the parts. [L8] Of a cell it knows nothing: which rows left a cell is not in
 * the diff but in the state before it, see `CellIndex`.
 */
export function pickChannels(diff: CityDiff, channels: Iterable<Channel>): CityDiff {
  const picked = emptyDiff(diff);
  for (const channel of channels) {
    const target = parseChannel(channel);
    assert(target !== undefined, 'a channel has a known form', { channel });
    if (target.kind === 'layer') {
      assert(target.cell === undefined, 'cells are not picked from a diff', { channel });
      const layer = diff.layers.get(target.layerId);
      if (layer !== undefined) picked.layers.set(target.layerId, layer);
    } else {
      const changes = diff.records[target.table];
      if (changes !== undefined) (picked.records as Record<RecordTableName, unknown>)[target.table] = changes;
    }
  }
  return picked;
}

/** Every channel that the state has rows or a layer for. */
export function channelsOf(state: CityState): Channel[] {
  const layers = [...state.layers.keys()].map((layerId): Channel => `layer:${layerId}`);
  return [...RECORD_TABLE_NAMES.map((table): Channel => `records:${table}`), ...layers];
}

/** The channels without the cells of layers that are among them as a whole. */
export function withoutCoveredCells(channels: Iterable<Channel>): Channel[] {
  const all = [...new Set(channels)];
  const whole = new Set(all.filter((channel) => !isCellChannel(channel)));
  return all.filter((channel) => {
    const at = channel.indexOf('@');
    return at < 0 || !whole.has(channel.slice(0, at) as Channel);
  });
}

/** Empties channels of a state, in place: a table, a layer, or the rows of a layer that lie in these cells. [L16] */
export function clearChannels(state: CityState, channels: Iterable<Channel>): void {
  const cellsOf = new Map<string, Set<CellNumber>>();
  for (const channel of channels) {
    const target = parseChannel(channel);
    assert(target !== undefined, 'a channel has a known form', { channel });
    if (target.kind === 'records') state.records[target.table].clear();
    else if (target.cell === undefined) state.layers.delete(target.layerId);
    else {
      const cells = cellsOf.get(target.layerId) ?? new Set();
      cellsOf.set(target.layerId, cells.add(parseCell(target.cell)!));
    }
  }
  for (const [layerId, cells] of cellsOf) {
    const table = state.layers.get(layerId);
    if (table !== undefined) clearCells(table, cells);
  }
}

function clearCells(table: LayerTable, cells: ReadonlySet<CellNumber>): void {
  for (let row = 0; row < table.rowCount; row++) {
    if (cells.has(cellNumberAt(table.lonDeg[row]!, table.latDeg[row]!))) clearRow(table, row);
  }
  table.namesVersion += 1;
}
