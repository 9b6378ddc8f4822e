/**
 * Geometry of small trend lines, apart from any drawing library. Missing values are gaps, never zeros.
 */
export interface SparkBox {
  width: number;
  height: number;
  /** Values at the bottom and at the top of the box. */
  low: number;
  high: number;
  /** Number of steps that the width stands for, at least the number of values. */
  steps: number;
}

/** Where the steps of a sparkline lie, as shares of its width: the last point needs room for its dot. */
export const SPARK_PLACE = { left: 1 / 76, width: 70 / 76, kind: 'points' } as const;

type Values = readonly (number | null)[];

/** The smallest and greatest of all given values; null when there is none. */
export function rangeOf(...series: (Values | undefined)[]): [low: number, high: number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of series) {
    for (const value of values ?? []) {
      if (value === null || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

/** The range with some air around it, so that a flat line lies in the middle and a peak is not cut. */
export function paddedRange([low, high]: [number, number], part = 0.12): [low: number, high: number] {
  const air = high === low ? Math.max(Math.abs(high) * 0.05, 0.5) : (high - low) * part;
  return [low - air, high + air];
}

/** SVG path of the line. A single value between two gaps becomes a short dash, so that it can be seen. */
export function linePath(values: Values, box: SparkBox): string {
  let path = '';
  let isOpen = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) {
      isOpen = false;
      continue;
    }
    const x = xAt(i, box);
    const y = yAt(value, box);
    const isAlone = !isOpen && (values[i + 1] ?? null) === null;
    path += isAlone ? `M${round(x - 0.4)} ${round(y)}h0.8` : `${isOpen ? 'L' : 'M'}${round(x)} ${round(y)}`;
    isOpen = true;
  }
  return path;
}

/** SVG path of the area between two lines, one closed piece per run in which both have a value. */
export function bandPath(low: Values, high: Values, box: SparkBox): string {
  let path = '';
  let start = 0;
  const length = Math.min(low.length, high.length);
  for (let i = 0; i <= length; i++) {
    const isKnown = i < length && low[i] !== null && high[i] !== null;
    if (isKnown) continue;
    if (i > start) path += bandPiece(low, high, { start, end: i, box });
    start = i + 1;
  }
  return path;
}

/** Short upright ticks at the foot of the box, under each point that was corrected after it had been shown. */
export function revisedTicks(
  revised: readonly (readonly [index: number, times: number])[] = [],
  box: SparkBox,
): string {
  return revised.map(([index]) => `M${round(xAt(index, box))} ${round(box.height - 4)}v4`).join('');
}

/** Position of the last known value; null when there is none. */
export function lastPoint(values: Values, box: SparkBox): { x: number; y: number } | null {
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (value !== null && value !== undefined) return { x: round(xAt(i, box)), y: round(yAt(value, box)) };
  }
  return null;
}

function bandPiece(low: Values, high: Values, run: { start: number; end: number; box: SparkBox }): string {
  const forth: string[] = [];
  const back: string[] = [];
  for (let i = run.start; i < run.end; i++) {
    const x = round(xAt(i, run.box));
    forth.push(`${x} ${round(yAt(high[i]!, run.box))}`);
    back.unshift(`${x} ${round(yAt(low[i]!, run.box))}`);
  }
  return `M${[...forth, ...back].join('L')}Z`;
}

function xAt(index: number, box: SparkBox): number {
  return (index / Math.max(1, box.steps - 1)) * box.width;
}

export function yAt(value: number, box: SparkBox): number {
  const share = (value - box.low) / (box.high - box.low);
  return (1 - Math.min(1, Math.max(0, share))) * box.height;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
