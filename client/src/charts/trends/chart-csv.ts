import { csvLine } from '../../ui/csv.ts';
import { iso, local } from '../../ui/linked/file-words.ts';
import { WINDOW_MS } from './trend-answers.ts';
import type { TrendFigure, TrendWindow } from './trend-answers.ts';
import type { TrendPoints } from './trend-points.ts';

/**
 * Every window that the chart shows and that has begun, empty ones too: value, how many readings of how many promised, and what is
 * usual then. Times in UTC and in the city's. RFC 4180, numbers with a point, nothing rounded.
 */
export function trendCsv(
  points: TrendPoints,
  {
    figure,
    name,
    unit,
    window,
    zone,
    nowMs,
  }: { figure: TrendFigure; name: string; unit: string; window: TrendWindow; zone: string; nowMs: number },
): string {
  const lines = points.times
    .map((startMs, at) => ({ startMs, item: points.items[at] ?? null, usual: points.usual[at] ?? null }))
    .filter(({ startMs }) => startMs < nowMs)
    .map(({ startMs, item, usual }) => {
      const endMs = startMs + WINDOW_MS[window];
      const expected = item?.expected ?? null;
      return csvLine([
        ...[iso(startMs), iso(endMs), local(startMs, zone), local(endMs, zone), zone],
        ...[figure.id, sourceOf(figure), name, unit, window, item?.value ?? null, item?.n ?? 0, expected],
        item === null || expected === null ? null : Math.min(1, item.n / expected),
        ...[item?.late ?? 0, item?.revision ?? 0, item?.final ?? null, item?.exact ?? null],
        ...[usual?.low ?? null, usual?.mid ?? null, usual?.high ?? null, usual?.days ?? null],
      ]);
    });
  return csvLine(COLUMNS) + lines.join('');
}

const COLUMNS = [
  ...['start_utc', 'end_utc', 'start_local', 'end_local', 'zone'],
  ...['figure', 'source', 'name', 'unit', 'window', 'value'],
  ...['n', 'expected', 'completeness', 'late', 'revision', 'final', 'exact'],
  ...['usual_p10', 'usual_p50', 'usual_p90', 'usual_days'],
];

/** `river phu-an levelM`; a figure of all entities of its domain names none. */
function sourceOf({ domain, metric, entities }: TrendFigure): string {
  return [domain, ...entities, metric].join(' ');
}
