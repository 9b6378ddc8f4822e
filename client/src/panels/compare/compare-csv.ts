import { csvLine } from '../../ui/csv.ts';
import type { CompareAnswer } from './compare-answers.ts';
import { sourceOf } from './compare-query.ts';
import type { CompareChoice } from './compare-query.ts';

/**
 * Every bin of both sides, empty ones too: a side that has no such hour has no time, one that nobody measured in has a time and no value.
 * RFC 4180, numbers with a point, nothing rounded.
 */
export function compareCsv(
  { items, zone }: CompareAnswer,
  { choice, unit }: { choice: CompareChoice; unit: string },
): string {
  const stat = choice.what === 'series' ? choice.stat : 'n';
  const lines = items.map(({ start, end, civil, other, now, before, isAhead }) =>
    csvLine([
      ...[start, end, civil.replace('T', ' '), other, zone],
      ...[sourceOf(choice), unit, choice.window, stat],
      ...[now?.value ?? null, now?.n ?? null, before?.value ?? null, before?.n ?? null, !isAhead],
    ]),
  );
  return csvLine(COLUMNS) + lines.join('');
}

const COLUMNS = [
  ...['start_utc', 'end_utc', 'start_local', 'other_start_utc', 'zone', 'source', 'unit', 'window', 'stat'],
  ...['value', 'n', 'other_value', 'other_n', 'complete'],
];
