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
