/** One axis of time for everything on an incident's page. */
export interface TimeAxis {
  fromMs: number;
  toMs: number;
  /** Length of the settled windows that are asked for. */
  window: 'PT1M' | 'PT5M' | 'PT1H';
  stepMs: number;
}

export const SPANS = ['30m', '2h', '24h'] as const;
export type SpanName = (typeof SPANS)[number];

const MINUTE_MS = 60_000;
const SPAN: Record<SpanName, { halfMs: number; window: TimeAxis['window']; stepMs: number; tickMs: number }> =
  {
    '30m': { halfMs: 30 * MINUTE_MS, window: 'PT1M', stepMs: MINUTE_MS, tickMs: 5 * MINUTE_MS },
    '2h': { halfMs: 120 * MINUTE_MS, window: 'PT5M', stepMs: 5 * MINUTE_MS, tickMs: 30 * MINUTE_MS },
    '24h': { halfMs: 1_440 * MINUTE_MS, window: 'PT1H', stepMs: 60 * MINUTE_MS, tickMs: 240 * MINUTE_MS },
  };

/** From half a span before `middleMs` to half a span after it, on whole windows. */
export function axisAround(middleMs: number, span: SpanName): TimeAxis {
  const { halfMs, window, stepMs } = SPAN[span];
  const middle = Math.floor(middleMs / stepMs) * stepMs;
  return { fromMs: middle - halfMs, toMs: middle + halfMs, window, stepMs };
}

/** 0 at the left end, 100 at the right one; beyond them for times beyond. */
export function percentAt(timeMs: number, { fromMs, toMs }: TimeAxis): number {
  return ((timeMs - fromMs) / (toMs - fromMs)) * 100;
}

/** Round times that are labelled. */
export function ticksOf(axis: TimeAxis, span: SpanName): number[] {
  const { tickMs } = SPAN[span];
  const ticks: number[] = [];
  for (let t = Math.ceil(axis.fromMs / tickMs) * tickMs; t <= axis.toMs; t += tickMs) ticks.push(t);
  return ticks;
}

/** The window that a cursor stands on after `steps`, kept on the axis and not after `lastMs`. */
export function movedCursor(
  cursorMs: number,
  steps: number,
  { axis, lastMs }: { axis: TimeAxis; lastMs: number },
): number {
  const next = Math.floor(cursorMs / axis.stepMs) * axis.stepMs + steps * axis.stepMs;
  return Math.max(axis.fromMs, Math.min(next, axis.toMs, lastMs));
}

/** Room that labels take beside or around their time, in rem: a round time, the cursor's, and the one of now with its word. */
const TICK_REM = 2.5;
const CURSOR_REM = 3.25;
const NOW_REM = 5.75;
/** Between two labels. */
const GAP_REM = 0.375;

export interface AxisLabels {
  /** Round times whose labels meet neither the cursor's nor the one of now. */
  ticks: { timeMs: number; at: number }[];
  /** The label of now stands beside its line where there is room; null where the cursor stands in its place. */
  now: { at: number; side: 'right' | 'left' } | null;
}

/** Which labels an axis that is `widthRem` wide can show without two of them meeting. The cursor's always stands. */
export function axisLabels(
  axis: TimeAxis,
  span: SpanName,
  { nowMs, cursorMs, widthRem }: { nowMs: number; cursorMs: number; widthRem: number },
): AxisLabels {
  const remAt = (timeMs: number): number => (percentAt(timeMs, axis) / 100) * widthRem;
  const around = (timeMs: number, rem: number): Extent => [remAt(timeMs) - rem / 2, remAt(timeMs) + rem / 2];
  const cursor = around(cursorMs, CURSOR_REM);
  const nowAt = remAt(nowMs);
  const right: Extent = [Math.max(nowAt, cursor[1]), Math.max(nowAt, cursor[1]) + NOW_REM];
  const left: Extent = [nowAt - NOW_REM, nowAt];
  const isOnAxis = nowAt >= 0 && nowAt <= widthRem;
  const isRight = right[1] <= widthRem && right[0] - nowAt <= CURSOR_REM;
  const place = !isOnAxis ? null : isRight ? right : left[0] >= 0 && !meets(left, cursor) ? left : null;
  const { tickMs } = SPAN[span];
  const every = Math.max(1, Math.ceil((TICK_REM + GAP_REM) / (remAt(axis.fromMs + tickMs) || 1)));
  const ticks = ticksOf(axis, span)
    .filter((timeMs) => Math.round(timeMs / tickMs) % every === 0)
    .map((timeMs) => ({ timeMs, at: percentAt(timeMs, axis), extent: around(timeMs, TICK_REM) }))
    .filter(({ extent }) => extent[0] >= 0 && extent[1] <= widthRem)
    .filter(({ extent }) => !meets(extent, cursor) && (place === null || !meets(extent, place)))
    .map(({ timeMs, at }) => ({ timeMs, at }));
  if (place === null) return { ticks, now: null };
  return {
    ticks,
    now: isRight
      ? { at: (place[0] / widthRem) * 100, side: 'right' }
      : { at: (place[1] / widthRem) * 100, side: 'left' },
  };
}

type Extent = readonly [from: number, to: number];

function meets(a: Extent, b: Extent): boolean {
  return a[0] < b[1] + GAP_REM && b[0] < a[1] + GAP_REM;
}
