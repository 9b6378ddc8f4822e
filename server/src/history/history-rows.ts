import { assert } from '@metropane/base';
import { READING_OUTCOMES } from '@metropane/city';
import type { AcceptedReading } from '../fold/accepted-reading.ts';

/** Judged readings as columns; strings are indexes into `strings`. This is what crosses to the history process. */
export interface HistoryRows {
  n: number;
  strings: string[];
  feed: Uint32Array;
  domain: Uint32Array;
  entity: Uint32Array;
  metric: Uint32Array;
  id: Uint32Array;
  tMs: Float64Array;
  /** NaN = missing. */
  value: Float64Array;
  arrivalMs: Float64Array;
  watermarkMs: Float64Array;
  offset: Float64Array;
  flag: Uint8Array;
  /** Index into `READING_OUTCOMES`. */
  outcome: Uint8Array;
}

const BLOCK_ROWS = 8192;

/** Collects judged readings into blocks of columns. */
export class HistoryRowsBuilder {
  #rows = emptyRows();
  readonly #indexOf = new Map<string, number>();
  readonly #feed = nothingYet();
  readonly #domain = nothingYet();
  readonly #metric = nothingYet();
  readonly #id = nothingYet();

  get isFull(): boolean {
    return this.#rows.n === BLOCK_ROWS;
  }

  get length(): number {
    return this.#rows.n;
  }

  add(reading: AcceptedReading): void {
    assert(!this.isFull, 'take a full block before adding to it', { rows: this.#rows.n });
    const rows = this.#rows;
    const i = rows.n++;
    rows.feed[i] = this.#internAlike(this.#feed, reading.feed);
    rows.domain[i] = this.#internAlike(this.#domain, reading.domain);
    rows.entity[i] = this.#intern(reading.entity);
    rows.metric[i] = this.#internAlike(this.#metric, reading.metric);
    rows.id[i] = this.#internAlike(this.#id, reading.id);
    rows.tMs[i] = reading.tMs;
    rows.value[i] = reading.value;
    rows.arrivalMs[i] = reading.arrivalMs;
    rows.watermarkMs[i] = reading.watermarkMs;
    rows.offset[i] = reading.offset;
    rows.flag[i] = reading.flag;
    rows.outcome[i] = READING_OUTCOMES.indexOf(reading.outcome);
  }

  /** The block so far; the builder starts a new one. */
  take(): HistoryRows {
    const taken = this.#rows;
    this.#rows = emptyRows();
    this.#indexOf.clear();
    for (const last of [this.#feed, this.#domain, this.#metric, this.#id]) last.index = -1;
    return taken;
  }

  /** For a column in which neighbours mostly hold the same text: the map is asked when it changes. */
  #internAlike(last: LastText, text: string): number {
    if (last.index === -1 || last.text !== text) {
      last.text = text;
      last.index = this.#intern(text);
    }
    return last.index;
  }

  #intern(text: string): number {
    const known = this.#indexOf.get(text);
    if (known !== undefined) return known;
    const index = this.#rows.strings.push(text) - 1;
    this.#indexOf.set(text, index);
    return index;
  }
}

/** The text that a column held last, and its index; -1 = none yet. */
interface LastText {
  text: string;
  index: number;
}

function nothingYet(): LastText {
  return { text: '', index: -1 };
}

function emptyRows(): HistoryRows {
  return {
    n: 0,
    strings: [],
    feed: new Uint32Array(BLOCK_ROWS),
    domain: new Uint32Array(BLOCK_ROWS),
    entity: new Uint32Array(BLOCK_ROWS),
    metric: new Uint32Array(BLOCK_ROWS),
    id: new Uint32Array(BLOCK_ROWS),
    tMs: new Float64Array(BLOCK_ROWS),
    value: new Float64Array(BLOCK_ROWS),
    arrivalMs: new Float64Array(BLOCK_ROWS),
    watermarkMs: new Float64Array(BLOCK_ROWS),
    offset: new Float64Array(BLOCK_ROWS),
    flag: new Uint8Array(BLOCK_ROWS),
    outcome: new Uint8Array(BLOCK_ROWS),
  };
}
