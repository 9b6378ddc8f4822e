import { assert } from '@metropane/base';
import type { LayerDiff } from './layer-diff.ts';
import { toGridDeg } from './layer-diff.ts';
import type { LayerSchema } from './layer-schema.ts';

const NO_PLACE = [Number.NaN, Number.NaN] as const;

/**
 * Collects the changes of one layer in any order, several per row, and `take`s them as one diff. A removal forgets what was
 * collected for the row before it; what follows it fills the row anew.
 */
export class LayerDiffBuilder {
  readonly #schema: LayerSchema;
  readonly #removed = new Set<number>();
  readonly #names = new Map<number, string>();
  readonly #places = new Map<number, readonly [number, number]>();
  readonly #values = new Map<number, { timeMs: number; metrics: ArrayLike<number> }>();

  constructor(schema: LayerSchema) {
    this.#schema = schema;
  }

  /** The row is (again) the entity `id`. */
  name(row: number, id: string): this {
    this.#names.set(row, id);
    return this;
  }

  /** The row is at a place, WGS84 degrees, rounded to 1e-7. What is not on earth, NaN included, is no place. [L13] */
  move(row: number, lonDeg: number, latDeg: number): this {
    const isOnEarth = Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90;
    this.#places.set(row, isOnEarth ? [toGridDeg(lonDeg), toGridDeg(latDeg)] : NO_PLACE);
    return this;
  }

  /** The row's figures: all metrics in schema order, NaN = no value, rounded to f32. `metrics` is copied by `take`, not before. */
  measure(row: number, timeMs: number, metrics: ArrayLike<number>): this {
    assert(metrics.length === this.#schema.metrics.length, 'one figure per metric', {
      layer: this.#schema.id,
      row,
      metrics: metrics.length,
    });
    this.#values.set(row, { timeMs, metrics });
    return this;
  }

  /** The row is gone. */
  remove(row: number): this {
    this.#names.delete(row);
    this.#places.delete(row);
    this.#values.delete(row);
    this.#removed.add(row);
    return this;
  }

  /** What was collected, as columns; the builder is empty afterwards. */
  take(): LayerDiff {
    const namedRows = ascending(this.#names.keys());
    const movedRows = ascending(this.#places.keys());
    const measuredRows = ascending(this.#values.keys());
    const places = Array.from(movedRows, (row) => this.#places.get(row)!);
    const values = Array.from(measuredRows, (row) => this.#values.get(row)!);
    const diff: LayerDiff = {
      schema: this.#schema,
      removed: ascending(this.#removed),
      named: { rows: namedRows, names: Array.from(namedRows, (row) => this.#names.get(row)!) },
      moved: {
        rows: movedRows,
        lonDeg: Float64Array.from(places, (place) => place[0]),
        latDeg: Float64Array.from(places, (place) => place[1]),
      },
      measured: {
        rows: measuredRows,
        eventTimeMs: Float64Array.from(values, (value) => value.timeMs),
        metrics: this.#schema.metrics.map((_, m) => Float32Array.from(values, (value) => value.metrics[m]!)),
      },
    };
    this.#removed.clear();
    this.#names.clear();
    this.#places.clear();
    this.#values.clear();
    return diff;
  }
}

function ascending(rows: Iterable<number>): Uint32Array {
  return Uint32Array.from(rows).sort();
}
