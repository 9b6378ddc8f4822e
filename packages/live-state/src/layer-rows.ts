import type { LayerDiff } from './layer-diff.ts';
import type { LayerTable } from './layer-table.ts';

/** Which rows of a table a diff is made of, by group; ascending and distinct. */
export interface LayerRows {
  removed: Uint32Array;
  named: Uint32Array;
  moved: Uint32Array;
  measured: Uint32Array;
}

/** The diff that gives these rows the values that the table has now. Copies the values. */
export function layerDiffOf(table: LayerTable, { removed, named, moved, measured }: LayerRows): LayerDiff {
  const names: string[] = [];
  for (let i = 0; i < named.length; i++) names.push(table.names[named[i]!]!);
  return {
    schema: table.schema,
    removed,
    named: { rows: named, names },
    moved: {
      rows: moved,
      lonDeg: gathered(new Float64Array(moved.length), moved, table.lonDeg),
      latDeg: gathered(new Float64Array(moved.length), moved, table.latDeg),
    },
    measured: {
      rows: measured,
      eventTimeMs: gathered(new Float64Array(measured.length), measured, table.eventTimeMs),
      metrics: table.metrics.map((column) => gathered(new Float32Array(measured.length), measured, column)),
    },
  };
}

/** Not `from` with a function: through the iterator it takes ten times as long, and cells are many and small. */
function gathered<C extends Float64Array | Float32Array>(into: C, rows: Uint32Array, column: C): C {
  for (let i = 0; i < rows.length; i++) into[i] = column[rows[i]!]!;
  return into;
}

/** All that the table has of the rows for which `isWanted`, as a diff from nothing. */
export function layerSnapshot(table: LayerTable, isWanted: (row: number) => boolean): LayerDiff {
  const named: number[] = [];
  const moved: number[] = [];
  const measured: number[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWanted(row)) continue;
    if (table.names[row] !== undefined) named.push(row);
    if (!Number.isNaN(table.lonDeg[row]!)) moved.push(row);
    if (hasValues(table, row)) measured.push(row);
  }
  return layerDiffOf(table, {
    removed: new Uint32Array(0),
    named: new Uint32Array(named),
    moved: new Uint32Array(moved),
    measured: new Uint32Array(measured),
  });
}

/** True when the row has an event time or a figure. */
export function hasValues(table: LayerTable, row: number): boolean {
  if (!Number.isNaN(table.eventTimeMs[row]!)) return true;
  return table.metrics.some((column) => !Number.isNaN(column[row]!));
}
