import type { HeatRecord, TrendRecord } from '@metropane/live-state';

/** What a scene shows of the day when it names no range. */
export const WHOLE_DAY_H = 24;
const HOUR_MS = 3_600_000;
/** Of the hours that are shown so much at least is to come: what is usual then stands there already. */
const SHARE_AHEAD = 0.25;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The hours of a civil day that a scene shows: whole hours around now, most of them past, never beyond the day that the centre keeps. Of a
 * day that is over its last hours.
 */
export function spanOfScene(dayStartMs: number, hours: number, nowMs: number): Span {
  const lengthMs = Math.min(hours, WHOLE_DAY_H) * HOUR_MS;
  const endMs = Math.ceil((nowMs + SHARE_AHEAD * lengthMs - dayStartMs) / HOUR_MS) * HOUR_MS;
  const toMs = dayStartMs + Math.min(Math.max(lengthMs, endMs), WHOLE_DAY_H * HOUR_MS);
  return { fromMs: toMs - lengthMs, toMs };
}

/** The part of a line, its band and its corrections that lies in the span; the line itself when that is all of it. */
export function trendWithin(trend: TrendRecord, { fromMs, toMs }: Span): TrendRecord {
  const { spark, usual } = trend;
  const { startMs, stepMs, values, revised } = spark;
  const first = Math.max(0, Math.round((fromMs - startMs) / stepMs));
  const end = Math.round((toMs - startMs) / stepMs) + 1;
  if (first === 0 && end >= values.length) return trend;
  const kept = (revised ?? []).filter(([at]) => at >= first && at < end);
  return {
    ...trend,
    spark: {
      startMs: startMs + first * stepMs,
      stepMs,
      values: values.slice(first, end),
      ...(kept.length === 0 ? {} : { revised: kept.map(([at, times]) => [at - first, times]) }),
    },
    ...(usual === undefined
      ? {}
      : { usual: { ...usual, low: usual.low.slice(first, end), high: usual.high.slice(first, end) } }),
  };
}

/** The columns of a heat map that lie in the span. */
export function heatWithin(heat: HeatRecord, { fromMs, toMs }: Span): HeatRecord {
  const { startMs, stepMs, values, revised } = heat;
  const first = Math.max(0, Math.round((fromMs - startMs) / stepMs));
  const end = Math.round((toMs - startMs) / stepMs);
  if (first === 0 && values.every((row) => end >= row.length)) return heat;
  const kept = (revised ?? []).filter(([, at]) => at >= first && at < end);
  const { revised: _, ...rest } = heat;
  return {
    ...rest,
    startMs: startMs + first * stepMs,
    values: values.map((row) => row.slice(first, end)),
    ...(kept.length === 0 ? {} : { revised: kept.map(([row, at, times]) => [row, at - first, times]) }),
  };
}

/** Hours after the start of a span at which its axis is labelled; `most` labels at equal distances. */
export function axisHours(hours: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(hours / most));
  return Array.from({ length: Math.ceil(hours / step) }, (_, at) => at * step);
}
