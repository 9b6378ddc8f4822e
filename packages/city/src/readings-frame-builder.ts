import { assert, grownColumn } from '@metropane/base';

import { StringTexts } from './frame-texts.ts';
import type { Observation } from './observation.ts';
import type { ReadingsFrame } from './readings-frame.ts';
import { makeRowPlace, type RowPlace } from './row-place.ts';

const FIRST_ROWS = 1024;
const FIRST_READINGS = 4096;

/** Numbers frames across all builders, so that a place shared by two of them is never taken for the other's. */
let framesStarted = 0;

/** The head of one observation row. `id` '' = none; `lon`/`lat` NaN = no location. */
export interface ObservationRow {
  place: RowPlace;
  tMs: number;
  arrivalMs: number;
  id: string;
  lon: number;
  lat: number;
}

/**
 * Collects observations of one feed into the columns of a `ReadingsFrame`.
 * The columns are kept and reused: the frame of `build()` is a set of views that stay valid until the next `add` or `startRow`.
 * Encode it or fold it before going on; a frame that must live longer is a decoded copy.
 */
export class ReadingsFrameBuilder {
  readonly feed: string;
  readonly bindingRev: number;
  #strings: string[] = [''];
  readonly #indexOf = new Map<string, number>([['', 0]]);
  #lastId = '';
  #lastIdIndex = 0;
  #lastDomain = '';
  #lastDomainIndex = 0;
  #lastMetric = '';
  #lastMetricIndex = 0;
  #places: RowPlace[] = [];
  #isBuilt = false;
  #frame = framesStarted++;
  #rows = 0;
  #readings = 0;
  #domain = new Uint32Array(FIRST_ROWS);
  #entity = new Uint32Array(FIRST_ROWS);
  #timeMs = new Float64Array(FIRST_ROWS);
  #arrivalMs = new Float64Array(FIRST_ROWS);
  #id = new Uint32Array(FIRST_ROWS);
  #lon = new Float64Array(FIRST_ROWS);
  #lat = new Float64Array(FIRST_ROWS);
  #readingEnd = new Uint32Array(FIRST_ROWS);
  #metric = new Uint32Array(FIRST_READINGS);
  #value = new Float64Array(FIRST_READINGS);
  #flag = new Uint8Array(FIRST_READINGS);

  constructor(feed: string, bindingRev: number) {
    this.feed = feed;
    this.bindingRev = bindingRev;
  }

  /** Observation rows since the last `build()`. */
  get observationCount(): number {
    return this.#isBuilt ? 0 : this.#rows;
  }

  /** Reading rows since the last `build()`. */
  get readingCount(): number {
    return this.#isBuilt ? 0 : this.#readings;
  }

  /**
   * Appends one observation with all its readings; returns its row index in the frame. `place`: of its domain and entity, where
   * the caller keeps one.
   */
  add(observation: Observation, place = makeRowPlace(observation.domain, observation.entity)): number {
    const loc = observation.loc;
    const row = this.startRow({
      place,
      tMs: observation.tMs,
      arrivalMs: observation.arrivalMs,
      id: observation.id ?? '',
      lon: loc === undefined ? Number.NaN : loc[0],
      lat: loc === undefined ? Number.NaN : loc[1],
    });
    for (const reading of observation.readings) {
      this.addReading(reading.metric, reading.value ?? Number.NaN, reading.flag);
    }
    return row;
  }

  /** Starts an observation row; `addReading` fills it. Returns its row index. */
  startRow(head: ObservationRow): number {
    if (this.#isBuilt) this.#startFrame();
    const row = this.#rows++;
    if (row === this.#timeMs.length) this.#growRows();
    const { place } = head;
    if (place.frame !== this.#frame) this.#enterPlace(place);
    this.#places[row] = place;
    this.#domain[row] = place.domainIndex;
    this.#entity[row] = place.entityIndex;
    this.#timeMs[row] = head.tMs;
    this.#arrivalMs[row] = head.arrivalMs;
    this.#id[row] = this.#idIndex(head.id);
    this.#lon[row] = head.lon;
    this.#lat[row] = head.lat;
    this.#readingEnd[row] = this.#readings;
    return row;
  }

  /** Adds a reading to the row started last. `value` NaN = missing. */
  addReading(metric: string, value: number, flag: number): void {
    assert(this.#rows > 0 && !this.#isBuilt, 'a reading needs a row: call startRow first');
    const at = this.#readings++;
    if (at === this.#value.length) this.#growReadings();
    this.#metric[at] = this.#metricIndex(metric);
    this.#value[at] = value;
    this.#flag[at] = flag;
    this.#readingEnd[this.#rows - 1] = this.#readings;
  }

  /** The frame of everything added since the last `build()`; the next `add` starts a new one in the same memory. */
  build(): ReadingsFrame {
    if (this.#isBuilt) this.#startFrame();
    this.#isBuilt = true;
    const rows = this.#rows;
    const readings = this.#readings;
    return {
      feed: this.feed,
      bindingRev: this.bindingRev,
      texts: new StringTexts(this.#strings),
      places: this.#places,
      domain: this.#domain.subarray(0, rows),
      entity: this.#entity.subarray(0, rows),
      timeMs: this.#timeMs.subarray(0, rows),
      arrivalMs: this.#arrivalMs.subarray(0, rows),
      id: this.#id.subarray(0, rows),
      lon: this.#lon.subarray(0, rows),
      lat: this.#lat.subarray(0, rows),
      readingEnd: this.#readingEnd.subarray(0, rows),
      metric: this.#metric.subarray(0, readings),
      value: this.#value.subarray(0, readings),
      flag: this.#flag.subarray(0, readings),
    };
  }

  #startFrame(): void {
    this.#isBuilt = false;
    this.#frame = framesStarted++;
    this.#rows = 0;
    this.#readings = 0;
    this.#strings = [''];
    this.#places = [];
    this.#lastIdIndex = 0;
    this.#lastDomainIndex = 0;
    this.#lastMetricIndex = 0;
    this.#indexOf.clear();
    this.#indexOf.set('', 0);
  }

  /** A place comes once per frame to get its indexes: its entity is written down without a look-up, which costs more. */
  #enterPlace(place: RowPlace): void {
    place.domainIndex = this.#domainIndexOf(place.domain);
    place.entityIndex = this.#strings.push(place.entity) - 1;
    place.frame = this.#frame;
  }

  /** Ids hardly repeat, so they are not looked up: only an id equal to the row's before shares its place. */
  #idIndex(id: string): number {
    if (id === '') return 0;
    if (id !== this.#lastId || this.#lastIdIndex === 0) {
      this.#lastId = id;
      this.#lastIdIndex = this.#strings.push(id) - 1;
    }
    return this.#lastIdIndex;
  }

  /** Neighbours mostly share domain and metric: the table is asked when they change. */
  #domainIndexOf(domain: string): number {
    if (domain !== this.#lastDomain || this.#lastDomainIndex === 0) {
      this.#lastDomain = domain;
      this.#lastDomainIndex = this.#intern(domain);
    }
    return this.#lastDomainIndex;
  }

  #metricIndex(metric: string): number {
    if (metric !== this.#lastMetric || this.#lastMetricIndex === 0) {
      this.#lastMetric = metric;
      this.#lastMetricIndex = this.#intern(metric);
    }
    return this.#lastMetricIndex;
  }

  #intern(text: string): number {
    const known = this.#indexOf.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.push(text) - 1;
    this.#indexOf.set(text, index);
    return index;
  }

  #growRows(): void {
    const capacity = this.#timeMs.length * 2;
    this.#domain = grownColumn(this.#domain, capacity);
    this.#entity = grownColumn(this.#entity, capacity);
    this.#timeMs = grownColumn(this.#timeMs, capacity);
    this.#arrivalMs = grownColumn(this.#arrivalMs, capacity);
    this.#id = grownColumn(this.#id, capacity);
    this.#lon = grownColumn(this.#lon, capacity);
    this.#lat = grownColumn(this.#lat, capacity);
    this.#readingEnd = grownColumn(this.#readingEnd, capacity);
  }

  #growReadings(): void {
    const capacity = this.#value.length * 2;
    this.#metric = grownColumn(this.#metric, capacity);
    this.#value = grownColumn(this.#value, capacity);
    this.#flag = grownColumn(this.#flag, capacity);
  }
}
