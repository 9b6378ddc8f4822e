import { grownColumn } from '@metropane/base';

const FIRST_CAPACITY = 1024;
/** Beyond this many metrics an entity gets a map of its own: no sender may make others wait for a long walk. */
const LONG_CHAIN = 16;

/** The series of each entity: a chain in the order in which they came. Links are series + 1; 0 = none. */
export class SeriesIndex {
  readonly #metricIds = new Map<string, number>();
  #first = new Uint32Array(FIRST_CAPACITY);
  #last = new Uint32Array(FIRST_CAPACITY);
  #count = new Uint32Array(FIRST_CAPACITY);
  #next = new Uint32Array(FIRST_CAPACITY);
  #metricId = new Uint32Array(FIRST_CAPACITY);
  readonly #long = new Map<number, Map<number, number>>();

  /** The number of a metric's name; a new one if need be. */
  metricId(metric: string): number {
    let id = this.#metricIds.get(metric);
    if (id === undefined) {
      id = this.#metricIds.size;
      this.#metricIds.set(metric, id);
    }
    return id;
  }

  /** As `metricId` for a name that has been used; -1 = it has not. */
  knownMetricId(metric: string): number {
    return this.#metricIds.get(metric) ?? -1;
  }

  /** The series of an entity's metric; -1 = none. */
  find(entity: number, metricId: number): number {
    if (entity >= this.#first.length) return -1;
    if (this.#count[entity]! > LONG_CHAIN) return this.#long.get(entity)?.get(metricId) ?? -1;
    for (let link = this.#first[entity]!; link !== 0; link = this.#next[link - 1]!) {
      if (this.#metricId[link - 1] === metricId) return link - 1;
    }
    return -1;
  }

  /** As `find`, by name; a name that nobody has used is not remembered. */
  findNamed(entity: number, metric: string): number {
    const id = this.knownMetricId(metric);
    return id === -1 ? -1 : this.find(entity, id);
  }

  add(entity: number, metricId: number, series: number): void {
    this.#reserve(entity, series);
    const last = this.#last[entity]!;
    if (last === 0) this.#first[entity] = series + 1;
    else this.#next[last - 1] = series + 1;
    this.#last[entity] = series + 1;
    this.#metricId[series] = metricId;
    this.#count[entity]! += 1;
    if (this.#count[entity]! > LONG_CHAIN) this.#addToLong(entity, metricId, series);
  }

  /** Takes a series out of its entity's chain; its number may come again, of any entity. */
  remove(entity: number, series: number): void {
    let previous = 0;
    for (let link = this.#first[entity]!; link !== series + 1; link = this.#next[link - 1]!) previous = link;
    const next = this.#next[series]!;
    if (previous === 0) this.#first[entity] = next;
    else this.#next[previous - 1] = next;
    if (next === 0) this.#last[entity] = previous;
    this.#next[series] = 0;
    this.#count[entity]! -= 1;
    if (this.#count[entity]! <= LONG_CHAIN) this.#long.delete(entity);
    else this.#long.get(entity)!.delete(this.#metricId[series]!);
  }

  /** The series of an entity in the order in which they came. */
  of(entity: number): number[] {
    const series: number[] = [];
    if (entity >= this.#first.length) return series;
    for (let link = this.#first[entity]!; link !== 0; link = this.#next[link - 1]!) series.push(link - 1);
    return series;
  }

  #addToLong(entity: number, metricId: number, series: number): void {
    const known = this.#long.get(entity);
    if (known !== undefined) known.set(metricId, series);
    else this.#long.set(entity, new Map(this.of(entity).map((one) => [this.#metricId[one]!, one])));
  }

  #reserve(entity: number, series: number): void {
    while (entity >= this.#first.length) {
      const capacity = this.#first.length * 2;
      this.#first = grownColumn(this.#first, capacity);
      this.#last = grownColumn(this.#last, capacity);
      this.#count = grownColumn(this.#count, capacity);
    }
    while (series >= this.#next.length) {
      const capacity = this.#next.length * 2;
      this.#next = grownColumn(this.#next, capacity);
      this.#metricId = grownColumn(this.#metricId, capacity);
    }
  }
}
