import type { ObservationsPosition } from './history-query.ts';

/**
 * Conditions on raw rows, as SQL with its values written in. A question with parameters is planned twice by DuckDB (once to
 * learn their types), and planning is most of the time of a small question: written in, it takes half.
 */
export interface RowFilter {
  domain: string;
  entity?: string | undefined;
  /** Only these; not together with `entity`. */
  entities?: readonly string[] | undefined;
  metric?: string | undefined;
  fromMs: number;
  toMs: number;
  /** Also the rows that are part of no number. */
  all?: boolean | undefined;
}

/** Event time in `[fromMs, toMs)`. */
export function timeSql({ fromMs, toMs }: Pick<RowFilter, 'fromMs' | 'toMs'>): string {
  return `t >= ${fromMs} AND t < ${toMs}`;
}

/** Domain, and entities and metric where the filter names them. */
export function nameSql(filter: RowFilter): string {
  return `domain = ${textSql(filter.domain)} AND ${seriesSql(filter)}`;
}

/** Entities and metric where the filter names them: in a file, which holds one domain, that is all. */
export function seriesSql({ entity, entities, metric }: RowFilter): string {
  const conditions = [
    ...(entity === undefined ? [] : [`entity = ${textSql(entity)}`]),
    ...(entities === undefined ? [] : [`entity IN (${entities.map(textSql).join(', ') || 'NULL'})`]),
    ...(metric === undefined ? [] : [`metric = ${textSql(metric)}`]),
  ];
  return conditions.join(' AND ') || 'true';
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
