/**
 * Where the vehicles of a map were in the last minutes, from what this page heard itself: a page that was opened a minute ago knows a minute.
 * A vehicle that was gone, or that is suddenly somewhere else, begins anew: nothing says how it came there.
 */
import { grownColumn } from '@metropane/base';
import { FLOATS_PER_POINT } from './moving-points.ts';

/** Places per vehicle, oldest first, the last one where it goes to now. */
export const TAIL_POINTS = 30;
/** Seconds between two of them: five minutes in all. */
export const TAIL_EVERY_S = 10;
/** More vehicles than this have no tails: the upload would cost more than the points. */
export const MOST_TAILS = 10_000;
const FLOATS = TAIL_POINTS * 2;
/** About 2 km in the unit mercator square near the equator: no vehicle of a city drives so far in ten seconds. */
const JUMP = 2_000 / 40_075_016;

export class TrackTails {
  /** x, y per place, relative to the origin of the points; a vehicle without a place has NaN. Places not reached yet repeat the oldest. */
  vertices = new Float32Array(0);
  /** Vehicles in `vertices`; 0 when there are too many. */
  count = 0;
  #lastS = Number.NEGATIVE_INFINITY;

  /** Reads what the points are told now; `seenS` is the drawing clock in seconds. */
  remember(points: { rows: Float32Array; count: number }, seenS: number): void {
    if (points.count > MOST_TAILS) return this.clear();
    if (points.count * FLOATS > this.vertices.length) {
      const before = this.vertices.length;
      this.vertices = grownColumn(this.vertices, Math.max(points.count * FLOATS, before * 2));
      this.vertices.fill(Number.NaN, before);
    }
    const isDue = seenS - this.#lastS >= TAIL_EVERY_S;
    if (isDue) this.#lastS = seenS;
    this.count = points.count;
    for (let row = 0; row < points.count; row++) {
      const at = row * FLOATS_PER_POINT;
      this.#put(row * FLOATS, [points.rows[at + 2]!, points.rows[at + 3]!], isDue);
    }
  }

  clear(): void {
    this.count = 0;
    this.vertices = new Float32Array(0);
    this.#lastS = Number.NEGATIVE_INFINITY;
  }

  #put(first: number, [x, y]: readonly [x: number, y: number], isDue: boolean): void {
    const { vertices } = this;
    const last = first + FLOATS - 2;
    const hasJumped = Math.hypot(x - vertices[last]!, y - vertices[last + 1]!) > JUMP;
    if (Number.isNaN(x) || Number.isNaN(vertices[last]!) || hasJumped) {
      for (let at = first; at < first + FLOATS; at += 2) [vertices[at], vertices[at + 1]] = [x, y];
      return;
    }
    if (isDue) vertices.copyWithin(first, first + 2, first + FLOATS);
    [vertices[last], vertices[last + 1]] = [x, y];
  }
}

/** Pairs of vertices for `count` tails, as lines. */
export function tailIndices(count: number): Uint32Array<ArrayBuffer> {
  const indices = new Uint32Array(count * (TAIL_POINTS - 1) * 2);
  let at = 0;
  for (let row = 0; row < count; row++)
    for (let k = 0; k + 1 < TAIL_POINTS; k++) {
      indices[at++] = row * TAIL_POINTS + k;
      indices[at++] = row * TAIL_POINTS + k + 1;
    }
  return indices;
}
