import type { ObservationsPosition } from './history-query.ts';

/**
 * Conditions on raw rows, as SQL with its values written in. A question with parameters is planned twice by DuckDB (once to
 * learn their types), and planning is most of the time of a small question: written in, it takes half.
 */
export interface RowFilter {
  domain: string;
  entity?: string | undefined;
  metric?: string | undefined;
  fromMs: number;
  toMs: number;
}

/** Event time in `[fromMs, toMs)`. */
export function timeSql({ fromMs, toMs }: RowFilter): string {
  return `t >= ${fromMs} AND t < ${toMs}`;
}

/** Domain, and entity and metric where the filter names them. */
export function nameSql({ domain, entity, metric }: RowFilter): string {
  return [
    `domain = ${textSql(domain)}`,
    ...(entity === undefined ? [] : [`entity = ${textSql(entity)}`]),
    ...(metric === undefined ? [] : [`metric = ${textSql(metric)}`]),
  ].join(' AND ');
}

/** Text as an SQL literal: a quote is doubled, nothing else is special. NUL would end the statement, and no name holds one. */
export function textSql(text: string): string {
  return `'${text.replaceAll('\0', '\uFFFD').replaceAll("'", "''")}'`;
}

/** One key for the series `(domain, entity, metric)`. */
export function seriesKey(domain: string, entity: string, metric: string): string {
  return `${domain}\0${entity}\0${metric}`;
}

/** Behind where the page before ended. */
export function afterSql(after: ObservationsPosition | undefined): string {
  if (after === undefined) return 'true';
  const { tMs, entity, metric, offset } = after;
  return `(t, entity, metric, off) > (${tMs}::DOUBLE, ${textSql(entity)}, ${textSql(metric)}, ${offset}::DOUBLE)`;
}
