import type { UsualPoint } from '../../live/usual-store.ts';
import type { Axis } from './time-span.ts';
import { isPartial, WINDOW_MS } from './trend-answers.ts';
import type { TrendItem, TrendWindow } from './trend-answers.ts';

/** What a chart draws, window by window of what it shows. */
export interface TrendPoints {
  /** Start of each window. */
  times: readonly number[];
  /** Null where nobody measured: a gap, never zero. */
  values: readonly (number | null)[];
  items: readonly (TrendItem | null)[];
  usual: readonly (UsualPoint | null)[];
  /** Windows with too few of their readings, run together: `[start, end)`. */
  partial: readonly (readonly [fromMs: number, toMs: number])[];
}

export function trendPoints(
  items: readonly TrendItem[],
  {
    axis,
    window,
    nowMs,
    usualAt,
  }: { axis: Axis; window: TrendWindow; nowMs: number; usualAt: (timeMs: number) => UsualPoint | null },
): TrendPoints {
  const stepMs = WINDOW_MS[window];
  const byStart = new Map(items.map((item) => [Date.parse(item.start), item]));
  const times: number[] = [];
  for (let t = Math.floor(axis.fromMs / stepMs) * stepMs; t < axis.toMs; t += stepMs) times.push(t);
  const placed = times.map((t) => byStart.get(t) ?? null);
  const partial: [number, number][] = [];
  placed.forEach((item, at) => {
    if (item === null || !isPartial(item, nowMs)) return;
    const fromMs = times[at]!;
    const last = partial.at(-1);
    if (last !== undefined && last[1] === fromMs) last[1] = fromMs + stepMs;
    else partial.push([fromMs, fromMs + stepMs]);
  });
  return {
    times,
    values: placed.map((item) => item?.value ?? null),
    items: placed,
    usual: times.map(usualAt),
    partial,
  };
}

/** Place of the window that a time lies in; -1 = outside of what is shown. */
export function indexAt({ times }: TrendPoints, timeMs: number, window: TrendWindow): number {
  const first = times[0];
  if (first === undefined) return -1;
  const at = Math.floor((timeMs - first) / WINDOW_MS[window]);
  return at < times.length ? at : -1;
}

/** How many of the closed windows since the first that has something have nothing. */
export function missingWindows(
  { times, items }: TrendPoints,
  { window, nowMs }: { window: TrendWindow; nowMs: number },
): number {
  const first = items.findIndex((item) => item !== null);
  if (first < 0) return 0;
  return items.filter((item, at) => at > first && item === null && times[at]! + WINDOW_MS[window] <= nowMs)
    .length;
}
