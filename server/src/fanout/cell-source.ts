import {
  CellIndex,
  cellName,
  channelOf,
  layerDiffOf,
  layerSnapshot,
  mergeTouches,
  parseCell,
  parseChannel,
  rowsByCell,
} from '@metropane/live-state';
import type {
  Channel,
  CityDiff,
  CityState,
  LayerDiff,
  LayerRows,
  LayerTable,
  LayerTouch,
} from '@metropane/live-state';

/** The rows of one cell that some publishes touched, not yet copied out of the table. */
export interface CellRows {
  table: LayerTable;
  rows: LayerRows;
}

/** What of each layer a publish touched. */
export type Touches = ReadonlyMap<string, LayerTouch>;

/**
 * Which rows go to the watchers of which map cell. Knows in which cell every row of the state is, and nothing of bytes: cells that nobody
 * watches cost one search per moved row, and are neither copied nor encoded.
 */
export class CellSource {
  readonly #state: Readonly<CityState>;
  readonly #index: CellIndex;

  /** `state` is read whenever something is asked, and changed by its owner only. */
  constructor(state: Readonly<CityState>) {
    this.#state = state;
    this.#index = new CellIndex(state);
  }

  /** Call once per diff, after it was applied to the state. */
  publish(diff: CityDiff): Touches {
    return this.#index.advance(this.#state, diff);
  }

  /** Rows by cell channel, of the publishes up to now that `touches` come from, oldest first. [L17] */
  rowsByChannel(touches: readonly Touches[]): Map<string, CellRows> {
    const found = new Map<string, CellRows>();
    for (const [layerId, table] of this.#state.layers) {
      const ofLayer = touches.map((each) => each.get(layerId)).filter((touch) => touch !== undefined);
      if (ofLayer.length === 0) continue;
      const touch = ofLayer.length === 1 ? ofLayer[0]! : mergeTouches(ofLayer, table.rowCount);
      for (const [cell, rows] of rowsByCell(table, this.#index.cellsOf(layerId), touch)) {
        found.set(channelOf({ kind: 'layer', layerId, cell: cellName(cell) }), { table, rows });
      }
    }
    return found;
  }

  /** All rows of a cell, as a diff from nothing; undefined when the state does not know its layer. */
  snapshotOf(channel: Channel): LayerDiff | undefined {
    const target = parseChannel(channel);
    const table = target?.kind === 'layer' ? this.#state.layers.get(target.layerId) : undefined;
    if (target?.kind !== 'layer' || target.cell === undefined || table === undefined) return undefined;
    const cell = parseCell(target.cell);
    const cells = this.#index.cellsOf(target.layerId);
    return layerSnapshot(table, (row) => cells[row] === cell);
  }
}

/** The changes of a cell as they go to its watchers. */
export function toLayerDiff({ table, rows }: CellRows): LayerDiff {
  return layerDiffOf(table, rows);
}
