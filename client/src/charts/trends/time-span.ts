/**
 * What of time the charts of a page show: the newest so many hours, or a stretch of the past. All charts show the same, whatever
 * windows each is told in.
 */
import { WINDOW_MS } from './trend-answers.ts';
import type { TrendWindow } from './trend-answers.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `endMs` null: up to now, and moving with it. */
export interface TimeView {
  endMs: number | null;
  lengthMs: number;
}

export interface Axis {
  fromMs: number;
  toMs: number;
}

/** Lengths that keys and buttons step through; a drag may choose any between the first and the last. */
export const LENGTHS_MS = [
  ...[0.5, 1, 3, 6, 12, 24].map((hours) => hours * HOUR_MS),
  ...[2, 7, 14, 28].map((days) => days * DAY_MS),
] as const;
export const FIRST_VIEW: TimeView = { endMs: null, lengthMs: DAY_MS };
const LEAST_MS = 10 * MINUTE_MS;
const MOST_MS = 28 * DAY_MS;

/** The stretch that is shown, on whole minutes; the live one is a minute longer than now. */
export function axisOf({ endMs, lengthMs }: TimeView, nowMs: number): Axis {
  const toMs = Math.ceil((endMs ?? nowMs) / MINUTE_MS) * MINUTE_MS;
  return { fromMs: toMs - lengthMs, toMs };
}

/** One step of `LENGTHS_MS` closer or further, with the time under the cursor kept where it is; null = the middle. */
export function zoomed(
  view: TimeView,
  direction: 'in' | 'out',
  { nowMs, aroundMs }: { nowMs: number; aroundMs: number | null },
): TimeView {
  const { fromMs, toMs } = axisOf(view, nowMs);
  const lengthMs =
    direction === 'in'
      ? (LENGTHS_MS.findLast((length) => length < view.lengthMs) ?? view.lengthMs)
      : (LENGTHS_MS.find((length) => length > view.lengthMs) ?? view.lengthMs);
  // A page that is live stays so: closer means what is newest.
  if (view.endMs === null && (aroundMs === null || direction === 'out')) return { endMs: null, lengthMs };
  const middleMs = aroundMs ?? (fromMs + toMs) / 2;
  const share = (middleMs - fromMs) / (toMs - fromMs);
  return clamped({ endMs: middleMs + (1 - share) * lengthMs, lengthMs }, nowMs);
}

/** Half of what is shown earlier (-1) or later (1); later than now is live again. */
export function panned(view: TimeView, direction: -1 | 1, nowMs: number): TimeView {
  const { toMs } = axisOf(view, nowMs);
  if (view.endMs === null && direction === 1) return view;
  return clamped({ ...view, endMs: toMs + (direction * view.lengthMs) / 2 }, nowMs);
}

/** The stretch between two times, in whatever order they were pointed at. */
export function spanned(aMs: number, bMs: number, nowMs: number): TimeView {
  const lengthMs = Math.min(
    MOST_MS,
    Math.max(LEAST_MS, Math.round(Math.abs(bMs - aMs) / MINUTE_MS) * MINUTE_MS),
  );
  const middleMs = (aMs + bMs) / 2;
  const endMs = Math.ceil((middleMs + lengthMs / 2) / MINUTE_MS) * MINUTE_MS;
  return { endMs: Math.min(endMs, Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS), lengthMs };
}

function clamped(view: TimeView, nowMs: number): TimeView {
  return view.endMs !== null && view.endMs >= nowMs ? { ...view, endMs: null } : view;
}

/** Windows for a length: fine enough to see, few enough to draw. Of those that tell the figure the next longer one, else the longest. */
export function windowFor(lengthMs: number, told: readonly TrendWindow[]): TrendWindow {
  const wanted: TrendWindow = lengthMs <= 3 * HOUR_MS ? 'PT1M' : lengthMs <= 2 * DAY_MS ? 'PT5M' : 'PT1H';
  const byLength = told.toSorted((a, b) => WINDOW_MS[a] - WINDOW_MS[b]);
  return byLength.find((window) => WINDOW_MS[window] >= WINDOW_MS[wanted]) ?? byLength.at(-1) ?? wanted;
}

/** The time that a key moves the cursor to, on whole windows inside what is shown and not after now; null = not a key of this. */
export function movedCursor(
  key: string,
  cursorMs: number | null,
  { axis, stepMs, nowMs }: { axis: Axis; stepMs: number; nowMs: number },
): number | null {
  const lastMs = Math.floor((Math.min(axis.toMs, nowMs) - 1) / stepMs) * stepMs;
  const firstMs = Math.ceil(axis.fromMs / stepMs) * stepMs;
  const at = Math.floor((cursorMs ?? lastMs) / stepMs) * stepMs;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: at - stepMs, ArrowRight: at + stepMs, Home: firstMs, End: lastMs },
    ...{ PageUp: at - 10 * stepMs, PageDown: at + 10 * stepMs },
  };
  const next = steps[key];
  return next === undefined ? null : Math.max(firstMs, Math.min(next, lastMs));
}

/** 0 at the left end, 1 at the right one. */
export function shareAt(timeMs: number, { fromMs, toMs }: Axis): number {
  return (timeMs - fromMs) / (toMs - fromMs);
}

const TICKS_MS = [5, 10, 15, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE_MS);

/** Round civil times, about six; of days and longer their midnights. `offsetMs`: of the zone from UTC. */
export function ticksOf({ fromMs, toMs }: Axis, offsetMs: number): number[] {
  const lengthMs = toMs - fromMs;
  const days = Math.max(1, Math.ceil(lengthMs / DAY_MS / 7));
  const stepMs = TICKS_MS.find((step) => lengthMs / step <= 6) ?? days * DAY_MS;
  const ticks: number[] = [];
  for (let t = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs; t <= toMs; t += stepMs)
    ticks.push(t);
  return ticks;
}
