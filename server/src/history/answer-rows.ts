import { READING_OUTCOMES } from '@metropane/city';
import type { ObservationRow, WindowRow } from './history-query.ts';

/** A row of the settled windows as DuckDB answers it. */
export function toWindowRow(row: Record<string, unknown>): WindowRow {
  const number = (name: string): number => Number(row[name]);
  const n = number('n');
  return {
    startMs: number('start_ms'),
    endMs: number('end_ms'),
    n,
    sum: number('sum'),
    mean: number('sum') / n,
    min: number('min'),
    max: number('max'),
    first: number('first'),
    last: number('last'),
    p50: number('p50'),
    p95: number('p95'),
    revision: number('revision'),
    late: number('late'),
    lateUnmerged: Number(row['unmerged'] ?? 0),
    exact: row['exact'] !== false,
  };
}

/** A raw row as DuckDB answers it. */
export function toObservationRow(row: Record<string, unknown>): ObservationRow {
  return {
    entity: String(row['entity']),
    metric: String(row['metric']),
    tMs: Number(row['t']),
    value: row['value'] === null ? Number.NaN : Number(row['value']),
    arrivalMs: Number(row['arrival']),
    id: String(row['id']),
    flag: Number(row['flag']),
    late: row['late'] === true,
    ...(row['outcome'] === undefined ? {} : { outcome: READING_OUTCOMES[Number(row['outcome'])]! }),
    offset: Number(row['off']),
  };
}
