import { type CanonicalWriter, grownColumn } from '@metropane/base';

const FIRST_CAPACITY = 1024;

/**
 * Who has spoken: entities and their series, interned to dense ids, with the newest known position and value of each.
 * "Newest" is by event time: an older observation that arrives later never overwrites a newer one.
 */
export class EntityTable {
  readonly domains: string[] = [];
  /** Per entity. */
  readonly names: string[] = [];
  readonly seriesOf: number[][] = [];
  domainOf = new Uint32Array(FIRST_CAPACITY);
  /** Dense row inside the entity's domain: the row id of the layer. */
  rowOf = new Uint32Array(FIRST_CAPACITY);
  lon = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  lat = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  eventMs = new Float64Array(FIRST_CAPACITY).fill(Number.NEGATIVE_INFINITY);
  arrivalMs = new Float64Array(FIRST_CAPACITY).fill(Number.NEGATIVE_INFINITY);
  feedOf: string[] = [];
  /** Per series (ids as the window engine uses them). */
  readonly metricOf: string[] = [];
  entityOfSeries = new Uint32Array(FIRST_CAPACITY);
  latestValue = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  latestMs = new Float64Array(FIRST_CAPACITY).fill(Number.NEGATIVE_INFINITY);

  readonly #byDomain = new Map<string, { id: number; entities: Map<string, number>; rows: number[] }>();
  readonly #seriesByMetric: Map<string, number>[] = [];

  get size(): number {
    return this.names.length;
  }

  find(domain: string, entity: string): number | undefined {
    return this.#byDomain.get(domain)?.entities.get(entity);
  }

  findSeries(entity: number, metric: string): number | undefined {
    return this.#seriesByMetric[entity]?.get(metric);
  }

  /** Entities of one domain in row order. */
  rowsOf(domain: string): readonly number[] {
    return this.#byDomain.get(domain)?.rows ?? [];
  }

  intern(domain: string, entity: string, feed: string): number {
    let table = this.#byDomain.get(domain);
    if (table === undefined) {
      table = { id: this.domains.length, entities: new Map(), rows: [] };
      this.#byDomain.set(domain, table);
      this.domains.push(domain);
    }
    const known = table.entities.get(entity);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.#reserveEntities(id + 1);
    table.entities.set(entity, id);
    this.names.push(entity);
    this.feedOf.push(feed);
    this.seriesOf.push([]);
    this.#seriesByMetric.push(new Map());
    this.domainOf[id] = table.id;
    this.rowOf[id] = table.rows.length;
    table.rows.push(id);
    return id;
  }

  /** Adds a series under the id that the window engine gave it (dense, ascending). */
  addSeries(entity: number, metric: string, series: number): void {
    this.#reserveSeries(series + 1);
    this.metricOf[series] = metric;
    this.entityOfSeries[series] = entity;
    this.seriesOf[entity]!.push(series);
    this.#seriesByMetric[entity]!.set(metric, series);
  }

  /** Takes position and time of an observation when it is the newest by event time. Returns whether it was. */
  seen(entity: number, at: { tMs: number; arrivalMs: number; lon: number; lat: number }): boolean {
    this.arrivalMs[entity] = Math.max(this.arrivalMs[entity]!, at.arrivalMs);
    if (at.tMs < this.eventMs[entity]!) return false;
    this.eventMs[entity] = at.tMs;
    if (!Number.isNaN(at.lon)) {
      this.lon[entity] = at.lon;
      this.lat[entity] = at.lat;
    }
    return true;
  }

  setLatest(series: number, value: number, tMs: number): void {
    if (tMs < this.latestMs[series]!) return;
    this.latestMs[series] = tMs;
    this.latestValue[series] = value;
  }

  snapshot(): EntityTableSnapshot {
    const n = this.names.length;
    const s = this.metricOf.length;
    return {
      domains: this.names.map((_, i) => this.domains[this.domainOf[i]!]!),
      names: [...this.names],
      feeds: [...this.feedOf],
      lon: this.lon.slice(0, n),
      lat: this.lat.slice(0, n),
      eventMs: this.eventMs.slice(0, n),
      arrivalMs: this.arrivalMs.slice(0, n),
      metrics: [...this.metricOf],
      entityOfSeries: this.entityOfSeries.slice(0, s),
      latestValue: this.latestValue.slice(0, s),
      latestMs: this.latestMs.slice(0, s),
    };
  }

  /** Fills an empty table. */
  restore(from: EntityTableSnapshot): void {
    from.names.forEach((name, i) => this.intern(from.domains[i]!, name, from.feeds[i]!));
    from.metrics.forEach((metric, series) => this.addSeries(from.entityOfSeries[series]!, metric, series));
    this.lon.set(from.lon);
    this.lat.set(from.lat);
    this.eventMs.set(from.eventMs);
    this.arrivalMs.set(from.arrivalMs);
    this.latestValue.set(from.latestValue);
    this.latestMs.set(from.latestMs);
  }

  /** `more`: what others keep per entity and want in the same hash. */
  forEachCanonical(
    write: (key: string, fill: (writer: CanonicalWriter) => void) => void,
    more: (entity: number, writer: CanonicalWriter) => void,
  ): void {
    for (let id = 0; id < this.names.length; id++) {
      const domain = this.domains[this.domainOf[id]!]!;
      write(`entity\0${domain}\0${this.names[id]!}`, (w) => {
        w.f64(this.lon[id]!).f64(this.lat[id]!).f64(this.eventMs[id]!).f64(this.arrivalMs[id]!);
        for (const series of this.seriesOf[id]!.toSorted((a, b) =>
          this.metricOf[a]! < this.metricOf[b]! ? -1 : 1,
        )) {
          w.string(this.metricOf[series]!).f64(this.latestValue[series]!).f64(this.latestMs[series]!);
        }
        more(id, w);
      });
    }
  }

  #reserveEntities(needed: number): void {
    if (needed <= this.domainOf.length) return;
    const capacity = this.domainOf.length * 2;
    this.domainOf = grownColumn(this.domainOf, capacity);
    this.rowOf = grownColumn(this.rowOf, capacity);
    this.lon = grownWith(this.lon, capacity, Number.NaN);
    this.lat = grownWith(this.lat, capacity, Number.NaN);
    this.eventMs = grownWith(this.eventMs, capacity, Number.NEGATIVE_INFINITY);
    this.arrivalMs = grownWith(this.arrivalMs, capacity, Number.NEGATIVE_INFINITY);
  }

  #reserveSeries(needed: number): void {
    if (needed <= this.latestValue.length) return;
    const capacity = this.latestValue.length * 2;
    this.entityOfSeries = grownColumn(this.entityOfSeries, capacity);
    this.latestValue = grownWith(this.latestValue, capacity, Number.NaN);
    this.latestMs = grownWith(this.latestMs, capacity, Number.NEGATIVE_INFINITY);
  }
}

export interface EntityTableSnapshot {
  domains: string[];
  names: string[];
  feeds: string[];
  lon: Float64Array;
  lat: Float64Array;
  eventMs: Float64Array;
  arrivalMs: Float64Array;
  metrics: string[];
  entityOfSeries: Uint32Array;
  latestValue: Float64Array;
  latestMs: Float64Array;
}

function grownWith(column: Float64Array, capacity: number, filler: number): Float64Array<ArrayBuffer> {
  const bigger = new Float64Array(capacity);
  bigger.set(column);
  bigger.fill(filler, column.length);
  return bigger;
}
