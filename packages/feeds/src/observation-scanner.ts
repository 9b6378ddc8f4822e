import {
  makeRowPlace,
  type Observation,
  type ObservationRow,
  type QartodFlag,
  type ReadingsFrameBuilder,
  type RowPlace,
} from '@metropane/city';

import { FUTURE_TOLERANCE_MS, MAX_ID_LENGTH, MAX_ITEM_BYTES, MAX_ITEMS } from './feed-decoder.ts';
import { MetricNames } from './metric-names.ts';
import type { ObservationTarget } from './metropane-observation.ts';
import { rfc3339BytesToMs } from './rfc3339-bytes.ts';

/**
 * Reads the usual form of an observation straight from its bytes, several times faster than text → JSON.parse → checks.
 * It knows only what it can read exactly as the checked path would: plain ASCII, the contract's fields but `q`, numbers of at
 * most 15 digits without exponent, at most 16 metrics. For anything else, right or wrong, it gives up and the checked path
 * decides; so it never refuses and never differs (property-tested against that path).
 * What was read stays here until the next `scan`: take it as objects, or as rows of a frame, which allocates nothing.
 */
const MAX_READINGS = 16;
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** One observation as read. `seq` -1 and `idEnd` 0 = none, `lon` NaN = no place. */
interface ScannedItem {
  tMs: number;
  idStart: number;
  idEnd: number;
  seq: number;
  lon: number;
  lat: number;
  readingEnd: number;
}

export class ObservationScanner {
  readonly #names = new MetricNames();
  readonly #items: ScannedItem[] = [];
  readonly #metrics: string[] = [];
  /** NaN = null in the payload. */
  readonly #values: number[] = [];
  readonly #row: ObservationRow = {
    place: makeRowPlace('', ''),
    tMs: 0,
    arrivalMs: 0,
    id: '',
    lon: 0,
    lat: 0,
  };
  #itemCount = 0;
  #readingCount = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Set by the first thing that is not as expected; what follows is not believed. */
  #isLost = false;

  /** Reads a message that is one item or an array of them. False: nothing is held, ask the checked path. */
  scan(payload: Uint8Array, arrivalMs: number): boolean {
    this.#bytes = payload;
    this.#at = 0;
    this.#isLost = false;
    this.#itemCount = 0;
    this.#readingCount = 0;
    if (this.#next() === OPEN_BRACKET) {
      this.#at++;
      do this.#scanItem(arrivalMs);
      while (!this.#isLost && this.#take(COMMA));
      this.#expect(CLOSE_BRACKET);
    } else this.#scanItem(arrivalMs);
    this.#next();
    return !this.#isLost && this.#at === payload.length;
  }

  /** What the last successful `scan` read, as objects. */
  observations(target: ObservationTarget, arrivalMs: number): Observation[] {
    let reading = 0;
    return this.#items.slice(0, this.#itemCount).map((item) => {
      const observation: Observation = {
        domain: target.domain,
        entity: target.entity,
        tMs: item.tMs,
        arrivalMs,
        readings: [],
      };
      if (item.idEnd > 0) observation.id = asciiText(this.#bytes, item.idStart, item.idEnd);
      if (item.seq >= 0) observation.seq = item.seq;
      if (!Number.isNaN(item.lon)) observation.loc = [item.lon, item.lat];
      for (; reading < item.readingEnd; reading++) {
        const value = this.#values[reading]!;
        const isMissing = Number.isNaN(value);
        const flag: QartodFlag = isMissing ? 9 : 2;
        observation.readings.push({ metric: this.#metrics[reading]!, value: isMissing ? null : value, flag });
      }
      return observation;
    });
  }

  /** What the last successful `scan` read, as rows of `frame`. */
  appendTo(frame: ReadingsFrameBuilder, place: RowPlace, arrivalMs: number): void {
    const row = this.#row;
    row.place = place;
    row.arrivalMs = arrivalMs;
    let reading = 0;
    for (let index = 0; index < this.#itemCount; index++) {
      const item = this.#items[index]!;
      row.tMs = item.tMs;
      row.id = item.idEnd > 0 ? asciiText(this.#bytes, item.idStart, item.idEnd) : '';
      row.lon = item.lon;
      row.lat = item.lat;
      frame.startRow(row);
      for (; reading < item.readingEnd; reading++) {
        const value = this.#values[reading]!;
        frame.addReading(this.#metrics[reading]!, value, Number.isNaN(value) ? 9 : 2);
      }
    }
  }

  #scanItem(arrivalMs: number): void {
    if (this.#itemCount === MAX_ITEMS) this.#isLost = true;
    const item = (this.#items[this.#itemCount] ??= emptyItem());
    this.#itemCount++;
    item.tMs = -1;
    item.idEnd = 0;
    item.seq = -1;
    item.lon = Number.NaN;
    item.lat = Number.NaN;
    const firstReading = this.#readingCount;
    this.#next();
    const start = this.#at;
    this.#expect(OPEN_BRACE);
    do this.#scanField(item, firstReading);
    while (!this.#isLost && this.#take(COMMA));
    this.#expect(CLOSE_BRACE);
    item.readingEnd = this.#readingCount;
    if (item.tMs < 0 || item.tMs > arrivalMs + FUTURE_TOLERANCE_MS || this.#readingCount === firstReading)
      this.#isLost = true;
    if (this.#at - start > MAX_ITEM_BYTES) this.#isLost = true;
  }

  #scanField(item: ScannedItem, firstReading: number): void {
    const bytes = this.#bytes;
    const start = this.#openKey();
    if (this.#isLost) return;
    const length = this.#at - 1 - start;
    const first = bytes[start]!;
    this.#expect(COLON);
    if (length === 1 && first === 0x76 && this.#readingCount === firstReading)
      this.#scanReadings(firstReading);
    else if (length === 1 && first === 0x74 && item.tMs < 0) item.tMs = this.#time();
    else if (length === 2 && first === 0x69 && bytes[start + 1] === 0x64 && item.idEnd === 0)
      this.#scanId(item);
    else if (length === 3 && this.#isAt(start, 0x6c, 0x6f, 0x63) && Number.isNaN(item.lon))
      this.#scanLoc(item);
    else if (length === 3 && this.#isAt(start, 0x73, 0x65, 0x71) && item.seq < 0)
      item.seq = this.#wholeNumber();
    else this.#isLost = true;
  }

  #scanReadings(firstReading: number): void {
    this.#expect(OPEN_BRACE);
    do {
      const start = this.#openKey();
      const metric = this.#names.at(this.#bytes, start, this.#at - 1);
      this.#expect(COLON);
      const count = this.#readingCount++;
      if (metric === undefined || count - firstReading === MAX_READINGS) {
        this.#isLost = true;
        break;
      }
      for (let known = firstReading; known < count; known++)
        if (this.#metrics[known] === metric) this.#isLost = true;
      this.#metrics[count] = metric;
      this.#values[count] = this.#next() === 0x6e ? this.#null() : this.#number();
    } while (!this.#isLost && this.#take(COMMA));
    this.#expect(CLOSE_BRACE);
  }

  #scanId(item: ScannedItem): void {
    this.#expect(QUOTE);
    item.idStart = this.#at;
    this.#skipPlainString();
    item.idEnd = this.#at - 1;
    const length = item.idEnd - item.idStart;
    if (length < 1 || length > MAX_ID_LENGTH) this.#isLost = true;
  }

  #scanLoc(item: ScannedItem): void {
    this.#expect(OPEN_BRACKET);
    item.lon = this.#number();
    this.#expect(COMMA);
    item.lat = this.#number();
    this.#expect(CLOSE_BRACKET);
    if (Math.abs(item.lon) > 180 || Math.abs(item.lat) > 90) this.#isLost = true;
  }

  #isAt(start: number, a: number, b: number, c: number): boolean {
    return this.#bytes[start] === a && this.#bytes[start + 1] === b && this.#bytes[start + 2] === c;
  }

  #time(): number {
    if (this.#next() !== QUOTE) return this.#wholeNumber();
    const start = ++this.#at;
    this.#skipPlainString();
    const tMs = rfc3339BytesToMs(this.#bytes, start, this.#at - 1);
    if (Number.isNaN(tMs)) this.#isLost = true;
    return tMs;
  }

  /** Enters a quoted key; returns where it starts and leaves the position after its closing quote. */
  #openKey(): number {
    this.#expect(QUOTE);
    const start = this.#at;
    this.#skipPlainString();
    return start;
  }

  /** Leaves a string of plain ASCII without escapes, the closing quote included. */
  #skipPlainString(): void {
    const bytes = this.#bytes;
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return;
      }
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) break;
    }
    this.#isLost = true;
  }

  #wholeNumber(): number {
    this.#next();
    const start = this.#at;
    const value = this.#number();
    for (let at = start; at < this.#at; at++) {
      if (this.#bytes[at] === DOT || this.#bytes[at] === MINUS) this.#isLost = true;
    }
    return value;
  }

  /** A decimal of at most 15 digits: digits and power of ten are exact in a double, so one division rounds as JSON.parse does. */
  #number(): number {
    const isNegative = this.#next() === MINUS;
    if (isNegative) this.#at++;
    const bytes = this.#bytes;
    const first = this.#at;
    let at = first;
    let point = -1;
    let mantissa = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte < COLON) mantissa = mantissa * 10 + byte - ZERO;
      else if (byte === DOT && point === -1) point = at;
      else {
        if (byte === DOT || byte === 0x65 || byte === 0x45) this.#isLost = true;
        break;
      }
    }
    this.#at = at;
    const decimals = point === -1 ? 0 : at - point - 1;
    const whole = (point === -1 ? at : point) - first;
    if (whole === 0 || decimals + whole > 15 || point === at - 1) this.#isLost = true;
    if (this.#isLost || (whole > 1 && bytes[first] === ZERO)) {
      this.#isLost = true;
      return 0;
    }
    if (mantissa === 0) return 0;
    const value = decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals]!;
    return isNegative ? -value : value;
  }

  /** `null`, as NaN. */
  #null(): number {
    if (this.#at + 4 > this.#bytes.length || !this.#isAt(this.#at + 1, 0x75, 0x6c, 0x6c)) this.#isLost = true;
    this.#at += 4;
    return Number.NaN;
  }

  /** Skips white space; the byte that follows, not taken, or -1 at the end. Never reads beyond it: V8 is slow there ever after. */
  #next(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte > 0x20 || !isWhiteSpace(byte)) {
        this.#at = at;
        return byte;
      }
    }
    this.#at = at;
    return -1;
  }

  #take(byte: number): boolean {
    if (this.#next() !== byte) return false;
    this.#at++;
    return true;
  }

  #expect(byte: number): void {
    if (this.#next() === byte) this.#at++;
    else this.#isLost = true;
  }
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function emptyItem(): ScannedItem {
  // Doubles from the start: V8 would remake the object's shape when the first fraction comes.
  return { tMs: -0.5, idStart: 0, idEnd: 0, seq: -1, lon: Number.NaN, lat: Number.NaN, readingEnd: 0 };
}

// Node's own method on any byte array: half the cost of making a Buffer for each id. The typings leave it out.
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice: (this: Uint8Array, start: number, end: number) => string;
};

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice.call(bytes, start, end);
}
