import { csvLine } from '../csv.ts';
import type { IncidentMark } from './incident-marks.ts';
import { iso, local } from './file-words.ts';
import { spanOfSteps } from './step-cursor.ts';
import type { ToldSeries, ToldSpan } from './told-series.ts';

/**
 * Every step of every series that has begun, empty ones too: value, what is usual then, and which incident began in it. Times in UTC and in
 * the city's. RFC 4180, numbers with a point, nothing rounded.
 */
export function seriesCsv(
  series: readonly ToldSeries[],
  span: ToldSpan,
  { marks, nowMs }: { marks: readonly IncidentMark[]; nowMs: number },
): string {
  const { count, basis } = span;
  const lines: string[] = [];
  for (const { source, name, unit, values, usual } of series)
    for (let at = 0; at < count; at++) {
      const [fromMs, toMs] = spanOfSteps(at, at, span);
      if (fromMs >= nowMs) break;
      const range = usual[at] ?? null;
      const begun = marks.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ id }) => id);
      lines.push(
        csvLine([
          ...timesOf(at, span),
          ...[
            source,
            name,
            unit,
            span.periods?.[at]?.id ?? span.window,
            values[at] ?? null,
            range?.low ?? null,
            range?.high ?? null,
          ],
          ...[range === null ? null : basis, begun.length === 0 ? null : begun.join(' ')],
        ]),
      );
    }
  return csvLine(COLUMNS) + lines.join('');
}

/** Start and end in UTC and in the city's time, and the zone. Of a step with a name only what is known: its place among others is no time. */
function timesOf(at: number, span: ToldSpan): (string | null)[] {
  const { zone, periods } = span;
  const period = periods?.[at];
  const known = period === undefined ? spanOfSteps(at, at, span) : [parsed(period.start), parsed(period.end)];
  return [
    ...known.map((ms) => (ms === null ? null : iso(ms))),
    ...known.map((ms) => (ms === null ? null : local(ms, zone))),
    zone,
  ];
}

function parsed(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

const COLUMNS = [
  ...['start_utc', 'end_utc', 'start_local', 'end_local', 'zone', 'source', 'name', 'unit', 'window'],
  ...['value', 'usual_low', 'usual_high', 'usual_basis', 'incidents'],
];
