import type { WindowRow } from '../../history/history-query.ts';
import { isoTime } from '../iso-time.ts';

const CSV_BLOCK_ROWS = 1_000;
/** Of a CSV answer, also of an empty one. */
const COLUMNS = [
  ...['start', 'end', 'n', 'sum', 'mean', 'min', 'max', 'first', 'last', 'p50', 'p95'],
  ...['revision', 'late', 'final', 'exact'],
];

/** `lateUnmerged` only where there are such events: of windows whose raw readings have expired. */
export function toWindowJson(
  row: WindowRow,
  finalBeforeMs: number,
): Record<string, string | number | boolean | null> {
  const { startMs, endMs, lateUnmerged, exact, extra, ...statistics } = row;
  return {
    start: isoTime(startMs),
    end: isoTime(endMs),
    ...statistics,
    ...(extra === undefined ? {} : { [extra.column]: extra.value }),
    final: endMs <= finalBeforeMs,
    exact,
    ...(lateUnmerged === 0 ? {} : { lateUnmerged }),
  };
}

/** In blocks, as the socket takes them: 200,000 rows are never one text. `extraColumn`: the domain's own statistic, the last. */
export function* csvBlocks(
  rows: readonly WindowRow[],
  finalBeforeMs: number,
  extraColumn?: string,
): Generator<string> {
  const columns = extraColumn === undefined ? COLUMNS : [...COLUMNS, extraColumn];
  yield `${columns.join(',')}\n`;
  for (let from = 0; from < rows.length; from += CSV_BLOCK_ROWS) {
    const lines = rows.slice(from, from + CSV_BLOCK_ROWS).map((row) => {
      const item = toWindowJson(row, finalBeforeMs);
      // An empty field is what a table reads as "not known".
      return `${columns.map((column) => String(item[column] ?? '')).join(',')}\n`;
    });
    yield lines.join('');
  }
}
