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

  constructor(schema: LayerSchema) {
    this.schema = schema;
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
    const metrics = this.schema.metrics.map((metric) => {
      const series = entities.findSeries(entity, metric);
      return series === undefined ? Number.NaN : entities.latestValue[series]!;
    });
    this.#builder.measure(row, entities.eventMs[entity]!, metrics);
  }

  /** What changed since the last take; null = nothing. */
  take(): LayerDiff | null {
    const diff = this.#builder.take();
    return diff.measured.rows.length === 0 ? null : diff;
  }
}
