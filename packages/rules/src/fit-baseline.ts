import { initSync, MSTL } from '@bsull/augurs/mstl';
import { type BaselineModel, HOURS_OF_WEEK, hourOfWeek } from './baseline.ts';
import { LEAST_HOURS } from './judge-history.ts';

/** One full hour of a series: its mean, null where nothing was measured. Hours are whole and follow each other. */
export interface HourlySeries {
  startMs: number;
  values: readonly (number | null)[];
}

const HOUR_MS = 3_600_000;
const DAY_H = 24;
/** Of each hour of the week so many must have been measured. */
const LEAST_PER_HOUR = 2;
/** Standard deviations of the residual that are usual: wide, for a season of few weeks is uncertain itself. */
const WIDTH = 4;
/** From a median absolute deviation to a standard deviation. */
const MAD_TO_SIGMA = 1.4826;

let isReady = false;

/** Where the bytes lie that `initFitting` asks for: a file URL. */
export function fittingWasmUrl(): string {
  return import.meta.resolve('@bsull/augurs/mstl').replace(/mstl\.js$/, 'mstl_bg.wasm');
}

/**
 * Makes the fitting ready. `wasm`: the bytes at `fittingWasmUrl`, which the caller reads: this package does no I/O. Fitting
 * is never part of the fold: its result enters the journal as plain numbers.
 */
export function initFitting(wasm: Uint8Array<ArrayBuffer>): void {
  if (isReady) return;
  initSync({ module: wasm });
  isReady = true;
}

/**
 * What is usual at each hour of the week: day and week seasons by MSTL, and around them as much as the residual usually strays (by
 * its median, so that the outliers which it shall find do not widen it). Null with less than two weeks, or where `initFitting` was not
 * called. About 10 ms for eight weeks.
 */
export function fitBaseline(series: HourlySeries, zone: string): BaselineModel | null {
  const measured = series.values.filter((value) => value !== null).length;
  if (!isReady || series.values.length < LEAST_HOURS || measured < LEAST_HOURS * 0.8) return null;
  const clipped = withoutOutliers(series, zone);
  const model = MSTL.ets(Uint32Array.of(DAY_H, HOURS_OF_WEEK), { impute: true });
  let smooth: readonly number[];
  try {
    model.fit(Float64Array.from(clipped, (value) => value ?? Number.NaN));
    smooth = model.predictInSample().point;
  } finally {
    model.free();
  }
  return profileOf(series, smooth, zone);
}

/** Median of the same hour of the week, and values far from it set to it: a season must not bend to a flood. */
function withoutOutliers({ startMs, values }: HourlySeries, zone: string): number[] {
  const byHour = groupedByHour(startMs, values, zone);
  const all = median(values.filter((value) => value !== null));
  const medians = byHour.map((hour) => (hour.length === 0 ? all : median(hour)));
  const spread = MAD_TO_SIGMA * median(residuals({ startMs, values }, medians, zone).map(Math.abs));
  return values.map((value, i) => {
    const usual = medians[hourOfWeek(startMs + i * HOUR_MS, zone)]!;
    return value === null || Math.abs(value - usual) > WIDTH * spread ? usual : value;
  });
}

/** The smooth line by hour of the week, and around it the usual stray. */
function profileOf(series: HourlySeries, smooth: readonly number[], zone: string): BaselineModel {
  const { startMs, values } = series;
  const lines = groupedByHour(startMs, smooth, zone);
  const known = groupedByHour(startMs, values, zone);
  const mid = lines.map((hour, at) => (known[at]!.length < LEAST_PER_HOUR ? null : median(hour)));
  const filled = mid.map((value) => value ?? 0);
  const spread = MAD_TO_SIGMA * median(residuals(series, filled, zone).map(Math.abs));
  const bound = (sign: 1 | -1): (number | null)[] =>
    mid.map((value) => (value === null ? null : value + sign * WIDTH * spread));
  const fittedToMs = startMs + values.length * HOUR_MS;
  const hours = values.filter((value) => value !== null).length;
  return { low: bound(-1), mid, high: bound(1), fittedToMs, hours };
}

function residuals({ startMs, values }: HourlySeries, usual: readonly number[], zone: string): number[] {
  return values.flatMap((value, i) =>
    value === null ? [] : [value - usual[hourOfWeek(startMs + i * HOUR_MS, zone)]!],
  );
}

function groupedByHour(startMs: number, values: readonly (number | null)[], zone: string): number[][] {
  const byHour: number[][] = Array.from({ length: HOURS_OF_WEEK }, () => []);
  values.forEach((value, i) => {
    if (value !== null && Number.isFinite(value))
      byHour[hourOfWeek(startMs + i * HOUR_MS, zone)]!.push(value);
  });
  return byHour;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
