import { csvLine } from '../csv.ts';
import type { IncidentMark } from './incident-marks.ts';
import { iso, local } from './file-words.ts';
import type { ToldSeries, ToldSpan } from './told-series.ts';

/**
 * Every step of every series that has begun, empty ones too: value, what is usual then, and which incident began in it. Times in UTC and in
 * the city's. RFC 4180, numbers with a point, nothing rounded.
 */
export function seriesCsv(
  series: readonly ToldSeries[],
  { startMs, stepMs, count, window, zone, basis }: ToldSpan,
  { marks, nowMs }: { marks: readonly IncidentMark[]; nowMs: number },
): string {
  const lines: string[] = [];
  for (const { source, name, unit, values, usual } of series)
    for (let at = 0; at < count; at++) {
      const [fromMs, toMs] = [startMs + at * stepMs, startMs + (at + 1) * stepMs];
      if (fromMs >= nowMs) break;
      const range = usual[at] ?? null;
      const begun = marks.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ id }) => id);
      lines.push(
        csvLine([
          ...[iso(fromMs), iso(toMs), local(fromMs, zone), local(toMs, zone), zone],
          ...[source, name, unit, window, values[at] ?? null, range?.low ?? null, range?.high ?? null],
          ...[range === null ? null : basis, begun.length === 0 ? null : begun.join(' ')],
        ]),
      );
    }
  return csvLine(COLUMNS) + lines.join('');
}

const COLUMNS = [
  ...['start_utc', 'end_utc', 'start_local', 'end_local', 'zone', 'source', 'name', 'unit', 'window'],
  ...['value', 'usual_low', 'usual_high', 'usual_basis', 'incidents'],
];
