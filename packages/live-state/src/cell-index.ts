import { assert, grownColumn } from '@metropane/base';
import type { CityDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import type { LayerRows } from './layer-rows.ts';
import { hasValues } from './layer-rows.ts';
import type { LayerTable } from './layer-table.ts';
import type { CellNumber } from './map-cells.ts';
import { cellNumberAt, NO_PLACE } from './map-cells.ts';

/** The cell of a row that is not there. */
export const ABSENT: CellNumber = -2;

/** Which rows of a layer some publishes touched, and which of them are, or were in between, in another cell than before. */
export interface LayerTouch extends LayerRows {
  left: {
    rows: Uint32Array;
    /** The cell of each row before. */
    cells: Int32Array;
  };
}

/**
 * In which cell each row of a state is, kept up with its diffs. From a diff alone nobody can tell which rows left a cell: that is what
 * this remembers. Costs one search per placed row and publish.
 */
export class CellIndex {
  readonly #cells = new Map<string, Int32Array>();

  constructor(state: CityState) {
    for (const [layerId, table] of state.layers) {
      const cells = this.#reserved(layerId, table.rowCount);
      for (let row = 0; row < table.rowCount; row++) cells[row] = cellOfRow(table, row);
    }
  }

  /** The cell of each row of a layer, `ABSENT` for rows that are not there; longer than the table. */
  cellsOf(layerId: string): Int32Array {
    return this.#cells.get(layerId) ?? NO_CELLS;
  }

  /** Goes on to the state after `diff`, which has been applied to it; what it touched, by layer. */
  advance(state: CityState, diff: CityDiff): Map<string, LayerTouch> {
    const touched = new Map<string, LayerTouch>();
    for (const [layerId, { removed, named, moved, measured }] of diff.layers) {
      const table = state.layers.get(layerId);
      assert(table !== undefined, 'the diff has been applied', { layerId });
      const cells = this.#reserved(layerId, table.rowCount);
      const left = { rows: [] as number[], cells: [] as CellNumber[] };
      const look = (row: number): void => {
        const before = cells[row]!;
        const now = cellOfRow(table, row);
        if (now === before) return;
        left.rows.push(row);
        left.cells.push(before);
        cells[row] = now;
      };
      for (const rows of [removed, named.rows, moved.rows]) for (const row of rows) look(row);
      // Figures move nothing, but may be the first that is heard of a row.
      for (const row of measured.rows) if (cells[row] === ABSENT) look(row);
      touched.set(layerId, {
        removed,
        named: named.rows,
        moved: moved.rows,
        measured: measured.rows,
        left: { rows: Uint32Array.from(left.rows), cells: Int32Array.from(left.cells) },
      });
    }
    return touched;
  }

  #reserved(layerId: string, rowCount: number): Int32Array {
    const cells = this.#cells.get(layerId) ?? NO_CELLS;
    if (rowCount <= cells.length) return cells;
    const grown = grownColumn(cells, Math.max(rowCount, cells.length * 2)).fill(ABSENT, cells.length);
    this.#cells.set(layerId, grown);
    return grown;
  }
}

const NO_CELLS = new Int32Array(0);

function cellOfRow(table: LayerTable, row: number): CellNumber {
  const cell = cellNumberAt(table.lonDeg[row]!, table.latDeg[row]!);
  if (cell !== NO_PLACE) return cell;
  return table.names[row] !== undefined || hasValues(table, row) ? NO_PLACE : ABSENT;
}
