export type * from './records.ts';
export type { LayerSchema } from './layer-schema.ts';
export { appliedDiff, applyDiff, applySnapshot, copyState, relationOf } from './apply-diff.ts';
export {
  channelOf,
  channelOfPart,
  channelsOf,
  clearChannels,
  isCellChannel,
  joinParts,
  parseChannel,
  pickChannels,
  splitByChannel,
  withoutCoveredCells,
} from './channels.ts';
export type { Channel, ChannelPart, ChannelTarget, LayerPart, RecordsPart } from './channels.ts';
export { emptyDiff, isEmptyDiff } from './city-diff.ts';
export type { CityDiff, DiffSpan, RecordsDiff } from './city-diff.ts';
export { emptyState } from './city-state.ts';
export type { CityState } from './city-state.ts';
export { emptyLayerDiff, isEmptyLayerDiff, toGridDeg } from './layer-diff.ts';
export type { LayerDiff, PlaceColumns, ValueColumns } from './layer-diff.ts';
export { LayerDiffBuilder } from './layer-diff-builder.ts';
export { applyLayerDiff, makeLayerTable } from './layer-table.ts';
export type { LayerTable } from './layer-table.ts';
export { mergeDiffs } from './merge-diffs.ts';
export { isRecordTableName, keyOfRecord, RECORD_TABLE_NAMES } from './record-keys.ts';
export { snapshotOf, snapshotPartOf } from './snapshot-of.ts';
export { stateHash } from './state-hash.ts';
export { AlarmMarks } from './alarm-marks.ts';
export {
  isCalling,
  isMarkChannel,
  lookOf,
  MARK_METRICS,
  markLayerId,
  markLevelOf,
  marksOf,
  markTileOf,
} from './mark-levels.ts';
export type { AlarmLook, AlarmMark } from './mark-levels.ts';
export { CellIndex } from './cell-index.ts';
export type { LayerTouch } from './cell-index.ts';
export { mergeTouches, rowsByCell } from './cell-parts.ts';
export { layerDiffOf, layerSnapshot } from './layer-rows.ts';
export type { LayerRows } from './layer-rows.ts';
export { CELL_ZOOM, cellAt, cellCountOf, cellName, cellsOfSpan, cellSpanOf, parseCell } from './map-cells.ts';
export type { CellNumber, CellSpan, MapCell } from './map-cells.ts';
