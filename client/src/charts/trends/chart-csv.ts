import { civilTime } from '../../ui/format.ts';
import { csvLine } from '../../ui/csv.ts';
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
        ...[iso(startMs), iso(endMs), local(startMs, zone), local(endMs, zone)],
        ...[figure.id, name, unit, window, item?.value ?? null, item?.n ?? 0, expected],
        item === null || expected === null ? null : Math.min(1, item.n / expected),
        ...[item?.late ?? 0, item?.revision ?? 0, item?.final ?? null, item?.exact ?? null],
        ...[usual?.low ?? null, usual?.mid ?? null, usual?.high ?? null, usual?.days ?? null],
      ]);
    });
  return csvLine(COLUMNS) + lines.join('');
}

const COLUMNS = [
  ...['start_utc', 'end_utc', 'start_local', 'end_local', 'figure', 'name', 'unit', 'window', 'value'],
  ...['n', 'expected', 'completeness', 'late', 'revision', 'final', 'exact'],
  ...['usual_p10', 'usual_p50', 'usual_p90', 'usual_days'],
];

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** As a table reads it, without an offset: the zone is the city's. */
function local(ms: number, zone: string): string {
  const { year, month, day, hour, minute, second } = civilTime(ms, zone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** `metropane-trend-phu-an-20261122T080100Z-20261123T080100Z`: no name of it can lead out of a folder. */
export function exportName(id: string, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const stamp = (ms: number): string => iso(ms).replaceAll(/[-:]|\.\d+/g, '');
  return `metropane-${id.replaceAll(/[^A-Za-z0-9_-]+/g, '-')}-${stamp(fromMs)}-${stamp(toMs)}`;
}
