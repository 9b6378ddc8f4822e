import { assert, grownColumn } from '@metropane/base';
import type { LayerDiff } from './layer-diff.ts';
import type { LayerSchema } from './layer-schema.ts';

/**
 * One layer of the state as columns, indexed by row id. Columns are longer than `rowCount`: read rows `[0, rowCount)` only.
 * A row is there when it has a name; an absent row has no name and NaN everywhere.
 * Columns are replaced when they grow: hold the table, not its columns.
 */
export interface LayerTable {
  schema: LayerSchema;
  /** One more than the greatest row id ever used. */
  rowCount: number;
  /** Entity id per row; undefined = the row is not there. */
  names: (string | undefined)[];
  /** Raised whenever names may have changed: who looks rows up by name looks again then. Not part of what is shown. */
  namesVersion: number;
  lonDeg: Float64Array;
  latDeg: Float64Array;
  eventTimeMs: Float64Array;
  /** One per metric of the schema, in its order. */
  metrics: Float32Array[];
}

const FIRST_CAPACITY = 64;
/** A row id beyond this is a bug, not a city: 16 M rows of one layer. */
const MAX_ROWS = 1 << 24;

/** A layer without rows. */
export function makeLayerTable(schema: LayerSchema): LayerTable {
  return {
    schema,
    rowCount: 0,
    names: [],
    namesVersion: 0,
    lonDeg: new Float64Array(0),
    latDeg: new Float64Array(0),
    eventTimeMs: new Float64Array(0),
    metrics: schema.metrics.map(() => new Float32Array(0)),
  };
}

/** A table that shares nothing with `table`. */
export function copyLayerTable(table: LayerTable): LayerTable {
  return {
    schema: table.schema,
    rowCount: table.rowCount,
    names: table.names.slice(),
    namesVersion: table.namesVersion,
    lonDeg: table.lonDeg.slice(),
    latDeg: table.latDeg.slice(),
    eventTimeMs: table.eventTimeMs.slice(),
    metrics: table.metrics.map((column) => column.slice()),
  };
}

/** Changes `table` in place: first the removals, then names, places and values. [L4] O(rows of the diff). */
export function applyLayerDiff(table: LayerTable, diff: LayerDiff): void {
  assertSameSchema(table.schema, diff.schema);
  const { removed, named, moved, measured } = diff;
  const last = Math.max(lastRow(removed), lastRow(named.rows), lastRow(moved.rows), lastRow(measured.rows));
  reserveRows(table, last + 1);
  if (removed.length + named.rows.length > 0) table.namesVersion += 1;
  for (let i = 0; i < removed.length; i++) clearRow(table, removed[i]!);
  for (let i = 0; i < named.rows.length; i++) table.names[named.rows[i]!] = named.names[i];
  scatter(table.lonDeg, moved.rows, moved.lonDeg);
  scatter(table.latDeg, moved.rows, moved.latDeg);
  scatter(table.eventTimeMs, measured.rows, measured.eventTimeMs);
  for (let m = 0; m < table.metrics.length; m++) {
    scatter(table.metrics[m]!, measured.rows, measured.metrics[m]!);
  }
}

/** Throws unless both describe the same columns: within an epoch a layer's metrics do not change. [L10] */
export function assertSameSchema(a: LayerSchema, b: LayerSchema): void {
  if (a === b) return;
  const isSame =
    a.id === b.id && a.metrics.length === b.metrics.length && a.metrics.every((m, i) => m === b.metrics[i]);
  assert(isSame, 'a layer keeps its metrics within an epoch', { before: a, after: b });
}

function lastRow(rows: Uint32Array): number {
  return rows.length === 0 ? -1 : rows[rows.length - 1]!;
}

function scatter(column: Float64Array | Float32Array, rows: Uint32Array, values: ArrayLike<number>): void {
  for (let i = 0; i < rows.length; i++) column[rows[i]!] = values[i]!;
}

/** The row is not there any more. */
export function clearRow(table: LayerTable, row: number): void {
  table.names[row] = undefined;
  table.lonDeg[row] = Number.NaN;
  table.latDeg[row] = Number.NaN;
  table.eventTimeMs[row] = Number.NaN;
  for (const column of table.metrics) column[row] = Number.NaN;
}

function reserveRows(table: LayerTable, count: number): void {
  if (count <= table.rowCount) return;
  assert(count <= MAX_ROWS, 'a layer row id is dense', { layer: table.schema.id, row: count - 1 });
  const from = table.rowCount;
  if (count > table.lonDeg.length) {
    const capacity = Math.max(count, table.lonDeg.length * 2, FIRST_CAPACITY);
    table.lonDeg = grownColumn(table.lonDeg, capacity).fill(Number.NaN, from);
    table.latDeg = grownColumn(table.latDeg, capacity).fill(Number.NaN, from);
    table.eventTimeMs = grownColumn(table.eventTimeMs, capacity).fill(Number.NaN, from);
    table.metrics = table.metrics.map((column) => grownColumn(column, capacity).fill(Number.NaN, from));
  }
  for (let row = from; row < count; row++) table.names.push(undefined);
  table.rowCount = count;
}
