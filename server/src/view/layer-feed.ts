import { type LayerDiff, LayerDiffBuilder, type LayerSchema } from '@metropane/live-state';
import type { EntityTable } from '../fold/entity-table.ts';

/**
 * One layer's rows as they change: a name once, a place only when it moved (a fixed station is placed once), figures each time.
 * It remembers what it sent, so it belongs to one view.
 */
export class LayerFeed {
  readonly schema: LayerSchema;
  readonly #builder: LayerDiffBuilder;
  /** Place sent last per row; NaN = sent without a place, undefined = never sent. */
  readonly #lon: number[] = [];
  readonly #lat: number[] = [];
  /** By metric: its number in the entity table, -1 = nobody has told it yet; and the figure of the entity being shown. */
  readonly #metricIds: Int32Array;
  readonly #figures: Float64Array;

  constructor(schema: LayerSchema) {
    this.schema = schema;
    this.#metricIds = new Int32Array(schema.metrics.length).fill(-1);
    this.#figures = new Float64Array(schema.metrics.length);
    this.#builder = new LayerDiffBuilder(schema);
  }

  show(entities: EntityTable, entity: number): void {
    const row = entities.rowOf[entity]!;
    const lon = entities.lon[entity]!;
    const lat = entities.lat[entity]!;
    if (this.#lon[row] === undefined) this.#builder.name(row, entities.names[entity]!);
    if (!Object.is(this.#lon[row], lon) || !Object.is(this.#lat[row], lat)) {
      this.#builder.move(row, lon, lat);
      this.#lon[row] = lon;
      this.#lat[row] = lat;
    }
    for (let m = 0; m < this.#figures.length; m++) this.#figures[m] = this.#latest(entities, entity, m);
    this.#builder.measure(row, entities.eventMs[entity]!, this.#figures);
  }

  /** The newest value of the layer's metric `m`; NaN = none. */
  #latest(entities: EntityTable, entity: number, m: number): number {
    if (this.#metricIds[m] === -1)
      this.#metricIds[m] = entities.series.knownMetricId(this.schema.metrics[m]!);
    const metricId = this.#metricIds[m]!;
    const series = metricId === -1 ? -1 : entities.series.find(entity, metricId);
    return series === -1 ? Number.NaN : entities.latestValue[series]!;
  }

  /** What changed since the last take; null = nothing. */
  take(): LayerDiff | null {
    const diff = this.#builder.take();
    return diff.measured.rows.length === 0 ? null : diff;
  }
}
