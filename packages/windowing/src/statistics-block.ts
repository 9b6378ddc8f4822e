/**
 * The mergeable statistics of some events as eight doubles in a flat array: sum and its compensation, min, max, first, last and
 * their times. The number of events is kept beside the block by its owner. There is no way to take an event out again:
 * subtracting from a float sum loses small values behind large ones (1e16 + 30 - 1e16 = 30 or 0, by order).
 */
export const BLOCK_SIZE = 8;
export const SUM = 0;
export const COMPENSATION = 1;
export const MIN = 2;
export const MAX = 3;
export const FIRST = 4;
export const FIRST_T = 5;
export const LAST = 6;
export const LAST_T = 7;

/* oxlint-disable max-params -- once or more per event: an argument object costs more than the work */

/** A point is two doubles: value, time. */
export const POINT_VALUE = 0;
export const POINT_TIME = 1;

/** Makes the block at `at` hold exactly the event of the point at `from`. */
export function startBlock(blocks: Float64Array, at: number, points: Float64Array, from: number): void {
  const value = points[from + POINT_VALUE]!;
  const tMs = points[from + POINT_TIME]!;
  blocks[at + SUM] = value;
  blocks[at + COMPENSATION] = 0;
  blocks[at + MIN] = value;
  blocks[at + MAX] = value;
  blocks[at + FIRST] = value;
  blocks[at + FIRST_T] = tMs;
  blocks[at + LAST] = value;
  blocks[at + LAST_T] = tMs;
}

/** Adds the event of the point at `from` to a block that holds at least one. */
export function addToBlock(blocks: Float64Array, at: number, points: Float64Array, from: number): void {
  const value = points[from + POINT_VALUE]!;
  const tMs = points[from + POINT_TIME]!;
  addToSum(blocks, at, value);
  if (value < blocks[at + MIN]!) blocks[at + MIN] = value;
  if (value > blocks[at + MAX]!) blocks[at + MAX] = value;
  takeFirst(blocks, at, tMs, value);
  takeLast(blocks, at, tMs, value);
}

/** Makes the block at `at` equal to the one at `from`. */
export function copyBlock(blocks: Float64Array, at: number, source: Float64Array, from: number): void {
  for (let field = 0; field < BLOCK_SIZE; field++) blocks[at + field] = source[from + field]!;
}

/** Adds the events of the block at `from` to the block at `at`; both hold at least one. */
export function mergeBlock(blocks: Float64Array, at: number, source: Float64Array, from: number): void {
  addToSum(blocks, at, source[from + SUM]!);
  blocks[at + COMPENSATION] = blocks[at + COMPENSATION]! + source[from + COMPENSATION]!;
  if (source[from + MIN]! < blocks[at + MIN]!) blocks[at + MIN] = source[from + MIN]!;
  if (source[from + MAX]! > blocks[at + MAX]!) blocks[at + MAX] = source[from + MAX]!;
  takeFirst(blocks, at, source[from + FIRST_T]!, source[from + FIRST]!);
  takeLast(blocks, at, source[from + LAST_T]!, source[from + LAST]!);
}

/** The compensated sum of a block. Beyond the range of a double it is ±Infinity, never NaN. */
export function sumOfBlock(blocks: Float64Array, at: number): number {
  const sum = blocks[at + SUM]!;
  // After an overflow the compensation is Infinity - Infinity.
  return Number.isFinite(sum) ? sum + blocks[at + COMPENSATION]! : sum;
}

/** Neumaier's variant of Kahan's sum: what the addition rounded away is collected beside it [W9]. */
function addToSum(blocks: Float64Array, at: number, value: number): void {
  const sum = blocks[at + SUM]!;
  const next = sum + value;
  const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  blocks[at + SUM] = next;
  blocks[at + COMPENSATION] = blocks[at + COMPENSATION]! + lost;
}

// [W10] of equal times the smaller value is first
function takeFirst(blocks: Float64Array, at: number, tMs: number, value: number): void {
  const firstT = blocks[at + FIRST_T]!;
  if (tMs < firstT || (tMs === firstT && value < blocks[at + FIRST]!)) {
    blocks[at + FIRST] = value;
    blocks[at + FIRST_T] = tMs;
  }
}

// [W10] of equal times the larger value is last
function takeLast(blocks: Float64Array, at: number, tMs: number, value: number): void {
  const lastT = blocks[at + LAST_T]!;
  if (tMs > lastT || (tMs === lastT && value > blocks[at + LAST]!)) {
    blocks[at + LAST] = value;
    blocks[at + LAST_T] = tMs;
  }
}
