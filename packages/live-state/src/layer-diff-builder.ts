import { assert } from '@metropane/base';
import type { LayerDiff } from './layer-diff.ts';
import { toGridDeg } from './layer-diff.ts';
import type { LayerSchema } from './layer-schema.ts';
import { StagedRows } from './staged-rows.ts';

/**
 * Collects the changes of one layer in any order, several per row, and `take`s them as one diff. A removal forgets what was
 * collected for the row before it; what follows it fills the row anew. Keep a builder: its columns are used again.
 */
export class LayerDiffBuilder {
  readonly #schema: LayerSchema;
  readonly #removed = new Set<number>();
  readonly #names = new Map<number, string>();
  /** Columns: longitude, latitude. */
  readonly #places = new StagedRows(2);
  /** Columns: event time, then the metrics. */
  readonly #values: StagedRows;

  constructor(schema: LayerSchema) {
    this.#schema = schema;
    this.#values = new StagedRows(1 + schema.metrics.length);
  }

  /** The row is (again) the entity `id`. */
  name(row: number, id: string): this {
    this.#names.set(row, id);
    return this;
  }

  /** The row is at a place, WGS84 degrees, rounded to 1e-7. What is not on earth, NaN included, is no place. [L13] */
  move(row: number, lonDeg: number, latDeg: number): this {
    const isOnEarth = Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90;
    const index = this.#places.push(row);
    this.#places.set(index, 0, isOnEarth ? toGridDeg(lonDeg) : Number.NaN);
    this.#places.set(index, 1, isOnEarth ? toGridDeg(latDeg) : Number.NaN);
    return this;
  }

  /** The row's figures: all metrics in schema order, NaN = no value, rounded to f32. `metrics` is copied. */
  measure(row: number, timeMs: number, metrics: ArrayLike<number>): this {
    if (metrics.length !== this.#schema.metrics.length) {
      assert(false, 'one figure per metric', { layer: this.#schema.id, row, metrics: metrics.length });
    }
    const index = this.#values.push(row);
    this.#values.set(index, 0, timeMs);
    for (let m = 0; m < metrics.length; m++) this.#values.set(index, 1 + m, metrics[m]!);
    return this;
  }

  /** The row is gone. */
  remove(row: number): this {
    this.#names.delete(row);
    this.#places.forget(row);
    this.#values.forget(row);
    this.#removed.add(row);
    return this;
  }

  /** What was collected, as columns; the builder is empty afterwards. */
  take(): LayerDiff {
    const namedRows = Uint32Array.from(this.#names.keys()).sort();
    const places = this.#places.order();
    const values = this.#values.order();
    const diff: LayerDiff = {
      schema: this.#schema,
      removed: Uint32Array.from(this.#removed).sort(),
      named: { rows: namedRows, names: Array.from(namedRows, (row) => this.#names.get(row)!) },
      moved: {
        rows: this.#places.rows(places),
        lonDeg: this.#places.column(0, places, new Float64Array(places.length)),
        latDeg: this.#places.column(1, places, new Float64Array(places.length)),
      },
      measured: {
        rows: this.#values.rows(values),
        eventTimeMs: this.#values.column(0, values, new Float64Array(values.length)),
        metrics: this.#schema.metrics.map((_, m) =>
          this.#values.column(1 + m, values, new Float32Array(values.length)),
        ),
      },
    };
    this.#removed.clear();
    this.#names.clear();
    this.#places.clear();
    this.#values.clear();
    return diff;
  }
}
