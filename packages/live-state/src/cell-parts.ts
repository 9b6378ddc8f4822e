import { ABSENT } from './cell-index.ts';
import type { LayerTouch } from './cell-index.ts';
import type { LayerRows } from './layer-rows.ts';
import { hasValues } from './layer-rows.ts';
import type { LayerTable } from './layer-table.ts';
import type { CellNumber } from './map-cells.ts';

/**
 * What each cell's watchers must be told, so that whatever cells a screen holds, its rows are the state's rows in those cells. [L15]
 * A row that left a cell is removed by that cell's part and given whole by the part of the cell that it entered; a row that stayed, or
 * came back, gets what was touched. Values are read from the table as it is now: the last writer wins, so they are what any merge of the
 * publishes between would give, and a span of many publishes costs no more than one. [L17]
 */

type Lists = Record<keyof LayerRows, number[]>;

/** Which rows go into which cell's part. `cells`: the cell of each row of `table` now. Cells that nothing touched are not in it. */
export function rowsByCell(
  table: LayerTable,
  cells: Int32Array,
  touch: LayerTouch,
): Map<CellNumber, LayerRows> {
  const parts = new Map<CellNumber, Lists>();
  const partOf = (cell: CellNumber): Lists => {
    let part = parts.get(cell);
    if (part === undefined) parts.set(cell, (part = { removed: [], named: [], moved: [], measured: [] }));
    return part;
  };
  const before = new Map<number, CellNumber>();
  for (let i = 0; i < touch.left.rows.length; i++) before.set(touch.left.rows[i]!, touch.left.cells[i]!);
  for (const [row, was] of before) {
    const now = cells[row]!;
    if (was === now) continue;
    if (was !== ABSENT) partOf(was).removed.push(row);
    if (now !== ABSENT) addWhole(partOf(now), table, row);
  }
  const hasStayed = (row: number): boolean => (before.get(row) ?? cells[row]) === cells[row];
  for (const group of ['removed', 'named', 'moved', 'measured'] as const) {
    for (const row of touch[group]) {
      const cell = cells[row]!;
      if (cell === ABSENT || !hasStayed(row)) continue;
      // Named, then removed and filled again without a name: the removal is all that is left of it.
      if (group === 'named' && table.names[row] === undefined) continue;
      partOf(cell)[group].push(row);
    }
  }
  return new Map([...parts].map(([cell, lists]) => [cell, sortedRows(lists)]));
}

/** The touches of publishes one after another as one. `rowCount`: of the table now. */
export function mergeTouches(touches: readonly LayerTouch[], rowCount: number): LayerTouch {
  const flags = new Uint8Array(rowCount);
  const before = new Map<number, CellNumber>();
  for (const { left, ...groups } of touches) {
    for (const [group, flag] of FLAGS) for (const row of groups[group]) flags[row]! |= flag;
    for (let i = 0; i < left.rows.length; i++) {
      const row = left.rows[i]!;
      if (!before.has(row)) before.set(row, left.cells[i]!);
    }
  }
  const rowsWith = (flag: number): Uint32Array => {
    const rows: number[] = [];
    for (let row = 0; row < rowCount; row++) if ((flags[row]! & flag) !== 0) rows.push(row);
    return Uint32Array.from(rows);
  };
  const [removed, named, moved, measured] = FLAGS.map(([, flag]) => rowsWith(flag));
  return {
    removed: removed!,
    named: named!,
    moved: moved!,
    measured: measured!,
    left: { rows: Uint32Array.from(before.keys()), cells: Int32Array.from(before.values()) },
  };
}

const FLAGS = [
  ['removed', 1],
  ['named', 2],
  ['moved', 4],
  ['measured', 8],
] as const satisfies [keyof LayerRows, number][];

function addWhole(part: Lists, table: LayerTable, row: number): void {
  if (table.names[row] !== undefined) part.named.push(row);
  if (!Number.isNaN(table.lonDeg[row]!)) part.moved.push(row);
  if (hasValues(table, row)) part.measured.push(row);
}

function sortedRows({ removed, named, moved, measured }: Lists): LayerRows {
  return {
    removed: ascending(removed),
    named: ascending(named),
    moved: ascending(moved),
    measured: ascending(measured),
  };
}

/** Rows that a publish touched come in order already; those that crossed were put before them. */
function ascending(list: readonly number[]): Uint32Array {
  const rows = new Uint32Array(list);
  for (let i = 1; i < rows.length; i++) if (rows[i]! < rows[i - 1]!) return rows.sort();
  return rows;
}
