import { assert } from '@metropane/base';

/** The only thing an event updates: a tenth of a minute, aligned to the epoch. Every window is a whole number of slices. */
export const SLICE_MS = 10_000;

/** Tumbling windows, shortest first, named as ISO 8601 durations. Their position here is their *level*. */
export const WINDOW_NAMES = ['PT10S', 'PT1M', 'PT5M', 'PT1H'] as const;
export type WindowName = (typeof WINDOW_NAMES)[number];

/** The hopping form of PT5M: one window ends at every slice end. Only for series that ask for it. */
export const HOPPING_WINDOW = 'PT5M/PT10S';
export const HOPPING_SLICES = 30;

/** Any window that can fire. */
export type FiredWindow = WindowName | typeof HOPPING_WINDOW;

/** Slices per window, by level. Each length divides the next, so a slice lies in exactly one window of each level. */
export const SLICES_BY_LEVEL: readonly number[] = [1, 6, 30, 360];
export const LEVELS = 4;

/** The level of a window name. */
export function levelOf(window: WindowName): number {
  const level = WINDOW_NAMES.indexOf(window);
  assert(level >= 0, 'unknown window', { window });
  return level;
}

/** The length of a window in milliseconds. */
export function windowLengthMs(window: FiredWindow): number {
  if (window === HOPPING_WINDOW) return HOPPING_SLICES * SLICE_MS;
  return SLICES_BY_LEVEL[levelOf(window)]! * SLICE_MS;
}

/** The start of the window that contains `tMs`: windows are half-open [start, end) and aligned to the epoch [W1]. */
export function windowStartMs(window: WindowName, tMs: number): number {
  const lengthMs = windowLengthMs(window);
  return Math.floor(tMs / lengthMs) * lengthMs;
}

/**
 * How many window lengths, shortest first, had their end passed by the watermark for an event in this slice. Lengths are nested:
 * a longer window never ends before a shorter one in it.
 */
export function revisedLevels(slice: number, watermarkMs: number): number {
  let levels = 0;
  while (levels < LEVELS) {
    const size = SLICES_BY_LEVEL[levels]!;
    if ((Math.floor(slice / size) + 1) * size * SLICE_MS > watermarkMs) break;
    levels++;
  }
  return levels;
}
