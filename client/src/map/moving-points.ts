/**
 * The columns of a layer of moving points: where each was, where it goes, and since when; the shader puts it in between. A point
 * that changes its mind half way starts from where it is seen, so nothing jumps. Nothing goes on beyond the last place that was told: a
 * vehicle that falls silent stands there, and its age says so.
 */
import { grownColumn } from '@metropane/base';
import type { LayerTable } from '@metropane/live-state';
import { mercatorX, mercatorY } from './mercator.ts';

/**
 * x from, y from, x to, y to, start in seconds, and when it was where it goes to, in seconds after `baseMs`; a missing point has NaN as its
 * aim and is not drawn.
 */
export const FLOATS_PER_POINT = 6;

export class MovingPoints {
  /** Rows `[0, count)` of `FLOATS_PER_POINT` floats, relative to the origin. */
  rows = new Float32Array(64 * FLOATS_PER_POINT);
  count = 0;
  /** How many of them are drawn. */
  visible = 0;
  /** Event times count from here, epoch milliseconds: as seconds since 1970 float32 would be minutes off. NaN before the first read. */
  baseMs = Number.NaN;
  readonly #originX: number;
  readonly #originY: number;
  readonly #glideS: number;
  readonly #forgetAfterMs: number;

  constructor(
    origin: readonly [lon: number, lat: number],
    { glideS, forgetAfterMs }: { glideS: number; forgetAfterMs: number },
  ) {
    this.#originX = mercatorX(origin[0]);
    this.#originY = mercatorY(origin[1]);
    this.#glideS = glideS;
    this.#forgetAfterMs = forgetAfterMs;
  }

  /** Nothing is there any more. */
  clear(): void {
    this.count = 0;
    this.visible = 0;
  }

  /** Reads the table; `seenS` is the time of the drawing clock in seconds, `nowMs` the server's. */
  read(table: LayerTable, { seenS, nowMs }: { seenS: number; nowMs: number }): void {
    if (table.rowCount * FLOATS_PER_POINT > this.rows.length) {
      this.rows = grownColumn(this.rows, Math.max(table.rowCount, this.count * 2) * FLOATS_PER_POINT);
    }
    if (Number.isNaN(this.baseMs)) this.baseMs = nowMs;
    const { rows } = this;
    for (let row = this.count; row < table.rowCount; row++) rows[row * FLOATS_PER_POINT + 2] = Number.NaN;
    this.count = table.rowCount;
    this.visible = 0;
    for (let row = 0; row < table.rowCount; row++) {
      const at = row * FLOATS_PER_POINT;
      const isThere = nowMs - table.eventTimeMs[row]! <= this.#forgetAfterMs;
      const x = isThere ? mercatorX(table.lonDeg[row]!) - this.#originX : Number.NaN;
      if (Number.isNaN(x)) {
        rows[at + 2] = Number.NaN;
        continue;
      }
      this.visible += 1;
      rows[at + 5] = (table.eventTimeMs[row]! - this.baseMs) / 1_000;
      this.#aim(at, Math.fround(x), Math.fround(mercatorY(table.latDeg[row]!) - this.#originY), seenS);
    }
  }

  // oxlint-disable-next-line max-params -- called per point and update; an object each time would be garbage
  #aim(at: number, x: number, y: number, seenS: number): void {
    const { rows } = this;
    if (rows[at + 2] === x && rows[at + 3] === y) return;
    const isNew = Number.isNaN(rows[at + 2]!);
    const share = isNew ? 1 : Math.min(1, Math.max(0, (seenS - rows[at + 4]!) / this.#glideS));
    rows[at] = isNew ? x : rows[at]! + (rows[at + 2]! - rows[at]!) * share;
    rows[at + 1] = isNew ? y : rows[at + 1]! + (rows[at + 3]! - rows[at + 1]!) * share;
    rows[at + 2] = x;
    rows[at + 3] = y;
    rows[at + 4] = seenS;
  }
}
