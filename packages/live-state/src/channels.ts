import { assert } from '@metropane/base';
import type { CityDiff, DiffSpan, RecordsDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import type { LayerDiff } from './layer-diff.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import { isRecordTableName, RECORD_TABLE_NAMES } from './record-keys.ts';
import type { RecordTableName, RecordTables } from './records.ts';

/** What a screen subscribes to: one record table or one layer, e.g. `records:incident`, `layer:traffic`. */
export type Channel = `records:${RecordTableName}` | `layer:${string}`;

/** A channel taken apart. */
export type ChannelTarget = { kind: 'records'; table: RecordTableName } | { kind: 'layer'; layerId: string };

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

const LAYER_CHANNEL = /^layer:([a-z0-9-]{1,32})$/;

/** The channel of a record table or of a layer. */
export function channelOf(target: ChannelTarget): Channel {
  return target.kind === 'records' ? `records:${target.table}` : `layer:${target.layerId}`;
}

/** Reads a channel name; undefined when it names neither a record table nor a possible layer. */
export function parseChannel(name: string): ChannelTarget | undefined {
  const layerId = LAYER_CHANNEL.exec(name)?.[1];
  if (layerId !== undefined) return { kind: 'layer', layerId };
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

/** The diff over `span` made of `parts`, at most one per channel. The inverse of `splitByChannel`. [L8] */
export function joinParts(span: DiffSpan, parts: Iterable<ChannelPart>): CityDiff {
  const diff = emptyDiff(span);
  for (const part of parts) {
    if (part.kind === 'layer') {
      diff.layers.set(part.diff.schema.id, part.diff);
    } else {
      (diff.records as Record<RecordTableName, unknown>)[part.table] = part.diff;
    }
  }
  return diff;
}

/** The same span with only the named channels in it; shares the parts. [L8] */
export function pickChannels(diff: CityDiff, channels: Iterable<Channel>): CityDiff {
  const picked = emptyDiff(diff);
  for (const channel of channels) {
    const target = parseChannel(channel);
    assert(target !== undefined, 'a channel has a known form', { channel });
    if (target.kind === 'layer') {
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

/** Empties one channel of a state, in place. */
export function clearChannel(state: CityState, channel: Channel): void {
  const target = parseChannel(channel);
  assert(target !== undefined, 'a channel has a known form', { channel });
  if (target.kind === 'layer') state.layers.delete(target.layerId);
  else state.records[target.table].clear();
}
