import type { LayerSchema } from './layer-schema.ts';

/**
 * Changes of one layer, as columns. The rows of every group are ascending and distinct.
 * Names, places and values are separate groups because they change at different rates: a fixed station is named and placed once
 * and then only measured, a bus is placed all the time. A group touches only its own columns of a row.
 * Removals come first: a row in `removed` and in a group is emptied, then filled by the group. [L4]
 */
export interface LayerDiff {
  schema: LayerSchema;
  removed: Uint32Array;
  named: { rows: Uint32Array; names: string[] };
  moved: PlaceColumns;
  measured: ValueColumns;
}

/** WGS84 degrees on earth, both whole multiples of 1e-7 (1 cm), or both NaN = no place. */
export interface PlaceColumns {
  rows: Uint32Array;
  lonDeg: Float64Array;
  latDeg: Float64Array;
}

/** Event times in epoch milliseconds (NaN = none) and one column per metric of the schema, in its order (NaN = no value). */
export interface ValueColumns {
  rows: Uint32Array;
  eventTimeMs: Float64Array;
  metrics: Float32Array[];
}

const NO_ROWS = new Uint32Array(0);
const NO_DEGREES = new Float64Array(0);
const NO_VALUES = new Float32Array(0);

/** A layer diff that changes nothing. */
export function emptyLayerDiff(schema: LayerSchema): LayerDiff {
  return {
    schema,
    removed: NO_ROWS,
    named: { rows: NO_ROWS, names: [] },
    moved: { rows: NO_ROWS, lonDeg: NO_DEGREES, latDeg: NO_DEGREES },
    measured: { rows: NO_ROWS, eventTimeMs: NO_DEGREES, metrics: schema.metrics.map(() => NO_VALUES) },
  };
}

/** True when no group holds a row. */
export function isEmptyLayerDiff(diff: LayerDiff): boolean {
  return (
    diff.removed.length === 0 &&
    diff.named.rows.length === 0 &&
    diff.moved.rows.length === 0 &&
    diff.measured.rows.length === 0
  );
}

/** A coordinate on the 1e-7 degree grid (1 cm), the precision of state and wire alike; applying it twice changes nothing. */
export function toGridDeg(deg: number): number {
  return Math.round(deg * 1e7) / 1e7;
}
