import { type CanonicalWriter, grownColumn } from '@metropane/base';
import { type FrameTexts, type ReadingsFrame, StringTexts } from '@metropane/city';
import { NameTable } from './name-table.ts';
import { SeriesIndex } from './series-index.ts';

const FIRST_CAPACITY = 1024;
/** The entity of a series number that is free. */
const NOBODY = 0xffff_ffff;

/**
 * Who has spoken: entities and their series, interned to dense ids, with the newest known position and value of each.
 * "Newest" is by event time: an older observation that arrives later never overwrites a newer one.
 */
export class EntityTable {
  readonly domains: string[] = [];
  /** Per entity. */
  readonly names: string[] = [];
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

  readonly series = new SeriesIndex();
  /** Series that are there; numbers of evicted ones are not counted. */
  liveSeries = 0;
  readonly #byDomain = new Map<string, { id: number; rows: number[] }>();
  readonly #names = new NameTable(
    (entity) => this.names[entity]!,
    (entity) => this.domainOf[entity]!,
  );

  #lastTexts: FrameTexts | null = null;
  #lastIndex = 0;
  #lastDomain = 0;

  get size(): number {
    return this.names.length;
  }

  find(domain: string, entity: string): number | undefined {
    const table = this.#byDomain.get(domain);
    const found = table === undefined ? -1 : this.#names.find(table.id, new StringTexts([entity]), 0);
    return found === -1 ? undefined : found;
  }

  findSeries(entity: number, metric: string): number | undefined {
    const found = this.series.findNamed(entity, metric);
    return found === -1 ? undefined : found;
  }

  /** The series of an entity in the order in which they were first heard. */
  seriesOf(entity: number): number[] {
    return this.series.of(entity);
  }

  /** Entities of one domain in row order. */
  rowsOf(domain: string): readonly number[] {
    return this.#byDomain.get(domain)?.rows ?? [];
  }

  /** The entity of row `index` of a frame; -1 = unknown. */
  findRow(frame: ReadingsFrame, index: number): number {
    const place = frame.places === null ? null : frame.places[index]!;
    if (place !== null && place.reader === this) return place.number;
    const domain = this.#domainOfRow(frame, index);
    const found = domain === -1 ? -1 : this.#names.find(domain, frame.texts, frame.entity[index]!);
    if (place !== null && found !== -1) {
      place.reader = this;
      place.number = found;
    }
    return found;
  }

  intern(domain: string, entity: string, feed: string): number {
    return this.find(domain, entity) ?? this.#add(domain, entity, feed);
  }

  /** Neighbours mostly share the domain: its text is looked up when it changes. */
  #domainOfRow({ texts, domain }: ReadingsFrame, index: number): number {
    if (texts === this.#lastTexts && domain[index] === this.#lastIndex) return this.#lastDomain;
    const found = this.#byDomain.get(texts.at(domain[index]!));
    if (found === undefined) return -1;
    this.#lastTexts = texts;
    this.#lastIndex = domain[index]!;
    this.#lastDomain = found.id;
    return found.id;
  }

  /** Adds an entity that is unknown. */
  #add(domain: string, entity: string, feed: string): number {
    let table = this.#byDomain.get(domain);
    if (table === undefined) {
      table = { id: this.domains.length, rows: [] };
      this.#byDomain.set(domain, table);
      this.domains.push(domain);
    }
    const id = this.names.length;
    this.#reserveEntities(id + 1);
    this.names.push(entity);
    this.feedOf.push(feed);
    this.domainOf[id] = table.id;
    this.rowOf[id] = table.rows.length;
    table.rows.push(id);
    this.#names.add(id);
    return id;
  }

  /** Adds a series under the id that the window engine gave it: the next one, or that of an evicted series. */
  addSeries(entity: number, metric: string, series: number): void {
    this.#reserveSeries(series + 1);
    this.liveSeries += 1;
    this.metricOf[series] = metric;
    this.entityOfSeries[series] = entity;
    this.series.add(entity, this.series.metricId(metric), series);
  }

  /** Forgets a series that the window engine has evicted; returns its entity, which stays. */
  forgetSeries(series: number): number {
    const entity = this.entityOfSeries[series]!;
    this.series.remove(entity, series);
    this.liveSeries -= 1;
    this.metricOf[series] = '';
    this.entityOfSeries[series] = NOBODY;
    this.latestValue[series] = Number.NaN;
    this.latestMs[series] = Number.NEGATIVE_INFINITY;
    return entity;
  }

  heard(entity: number, arrivalMs: number): void {
    if (arrivalMs > this.arrivalMs[entity]!) this.arrivalMs[entity] = arrivalMs;
  }

  /** Takes position and time of row `index` of a frame when it is the newest by event time. */
  seen(entity: number, frame: ReadingsFrame, index: number): void {
    const tMs = frame.timeMs[index]!;
    if (tMs < this.eventMs[entity]!) return;
    this.eventMs[entity] = tMs;
    const lon = frame.lon[index]!;
    if (Number.isNaN(lon)) return;
    this.lon[entity] = lon;
    this.lat[entity] = frame.lat[index]!;
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
    from.metrics.forEach((metric, series) => {
      this.#reserveSeries(series + 1);
      this.metricOf[series] = metric;
      this.entityOfSeries[series] = from.entityOfSeries[series]!;
      if (from.entityOfSeries[series] !== NOBODY)
        this.addSeries(from.entityOfSeries[series]!, metric, series);
    });
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
        for (const series of this.seriesOf(id).toSorted((a, b) =>
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
