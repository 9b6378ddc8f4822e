import { makeRowPlace, type ObservationRow, type ReadingsFrameBuilder, type RowPlace } from '@metropane/city';

import {
  FUTURE_TOLERANCE_MS,
  MAX_ID_LENGTH,
  MAX_ITEM_BYTES,
  MAX_ITEMS,
  MAX_MESSAGE_BYTES,
  type MessageSpan,
} from './feed-decoder.ts';
import { AsciiJsonCursor } from './ascii-json-cursor.ts';
import { asciiText } from './ascii-text.ts';
import { MetricNames } from './metric-names.ts';

/**
 * Reads the usual form of an observation straight from its bytes, several times faster than text → JSON.parse → checks.
 * It knows only what it can read exactly as the checked path would: plain ASCII, the contract's fields but `q`, numbers of at
 * most 15 digits without exponent, at most 16 metrics. For anything else, right or wrong, it gives up and the checked path
 * decides; so it never refuses and never differs (fuzzed against that path).
 * What was read stays here until the next `scan`: take it as rows of a frame, which allocates nothing.
 */
const MAX_READINGS = 16;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
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
  readonly #json = new AsciiJsonCursor();
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

  /** Reads a message that is one item or an array of them. False: nothing is held, ask the checked path. */
  scan({ bytes, start, end, arrivalMs }: MessageSpan): boolean {
    if (end - start > MAX_MESSAGE_BYTES) return false;
    const json = this.#json;
    json.start(bytes, start, end);
    this.#itemCount = 0;
    this.#readingCount = 0;
    if (json.next() === OPEN_BRACKET) {
      json.at++;
      do this.#scanItem(arrivalMs);
      while (!json.isLost && json.take(COMMA));
      json.expect(CLOSE_BRACKET);
    } else this.#scanItem(arrivalMs);
    json.next();
    return !json.isLost && json.at === end;
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
      row.id = item.idEnd > 0 ? asciiText(this.#json.bytes, item.idStart, item.idEnd) : '';
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
    const json = this.#json;
    if (this.#itemCount === MAX_ITEMS) json.isLost = true;
    const item = (this.#items[this.#itemCount] ??= emptyItem());
    this.#itemCount++;
    item.tMs = -1;
    item.idEnd = 0;
    item.seq = -1;
    item.lon = Number.NaN;
    item.lat = Number.NaN;
    const firstReading = this.#readingCount;
    json.next();
    const start = json.at;
    json.expect(OPEN_BRACE);
    do this.#scanField(item, firstReading);
    while (!json.isLost && json.take(COMMA));
    json.expect(CLOSE_BRACE);
    item.readingEnd = this.#readingCount;
    if (item.tMs < 0 || item.tMs > arrivalMs + FUTURE_TOLERANCE_MS || this.#readingCount === firstReading)
      json.isLost = true;
    if (json.at - start > MAX_ITEM_BYTES) json.isLost = true;
  }

  #scanField(item: ScannedItem, firstReading: number): void {
    const json = this.#json;
    const bytes = json.bytes;
    const start = json.openKey();
    if (json.isLost) return;
    const length = json.at - 1 - start;
    const first = bytes[start]!;
    json.expect(COLON);
    if (length === 1 && first === 0x76 && this.#readingCount === firstReading)
      this.#scanReadings(firstReading);
    else if (length === 1 && first === 0x74 && item.tMs < 0) item.tMs = json.time();
    else if (length === 2 && first === 0x69 && bytes[start + 1] === 0x64 && item.idEnd === 0)
      this.#scanId(item);
    else if (length === 3 && isKey(bytes, start, 'loc') && Number.isNaN(item.lon)) this.#scanLoc(item);
    else if (length === 3 && isKey(bytes, start, 'seq') && item.seq < 0) item.seq = json.wholeNumber();
    else json.isLost = true;
  }

  #scanReadings(firstReading: number): void {
    const json = this.#json;
    json.expect(OPEN_BRACE);
    do {
      const start = json.openKey();
      const metric = this.#names.at(json.bytes, start, json.at - 1);
      json.expect(COLON);
      const count = this.#readingCount++;
      if (metric === undefined || count - firstReading === MAX_READINGS) {
        json.isLost = true;
        break;
      }
      for (let known = firstReading; known < count; known++)
        if (this.#metrics[known] === metric) json.isLost = true;
      this.#metrics[count] = metric;
      this.#values[count] = json.next() === 0x6e ? json.nullAsNaN() : json.number();
    } while (!json.isLost && json.take(COMMA));
    json.expect(CLOSE_BRACE);
  }

  #scanId(item: ScannedItem): void {
    const json = this.#json;
    json.expect(QUOTE);
    item.idStart = json.at;
    json.skipPlainString();
    item.idEnd = json.at - 1;
    const length = item.idEnd - item.idStart;
    if (length < 1 || length > MAX_ID_LENGTH) json.isLost = true;
  }

  #scanLoc(item: ScannedItem): void {
    const json = this.#json;
    json.expect(OPEN_BRACKET);
    item.lon = json.number();
    json.expect(COMMA);
    item.lat = json.number();
    json.expect(CLOSE_BRACKET);
    if (Math.abs(item.lon) > 180 || Math.abs(item.lat) > 90) json.isLost = true;
  }
}

function isKey(bytes: Uint8Array, start: number, key: 'loc' | 'seq'): boolean {
  return (
    bytes[start] === key.charCodeAt(0) &&
    bytes[start + 1] === key.charCodeAt(1) &&
    bytes[start + 2] === key.charCodeAt(2)
  );
}

function emptyItem(): ScannedItem {
  // Doubles from the start: V8 would remake the object's shape when the first fraction comes.
  return { tMs: -0.5, idStart: 0, idEnd: 0, seq: -1, lon: Number.NaN, lat: Number.NaN, readingEnd: 0 };
}
