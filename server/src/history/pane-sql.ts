import type { WindowName, WindowsQuery } from './history-query.ts';
import { type RowFilter, textSql } from './rows-sql.ts';
import { placedEventsSql, type RowSource, STATISTICS_SQL, type WindowSpan } from './settled-windows-sql.ts';

/** Kinds of windows that are kept when raw rows expire: five minutes is a third of the raw rows' size, an hour a thirtieth. */
export const PANE_WINDOWS = ['PT5M', 'PT1H', 'P1D'] as const satisfies WindowName[];
export type PaneWindow = (typeof PANE_WINDOWS)[number];

/** Longest civil day, and more than the longest of the other panes. */
export const LONGEST_PANE_MS = 25 * 3_600_000;

/**
 * Rows of pane files, by window, entity (null = the aggregate of the domain), metric and start. A row with statistics is what the
 * raw rows said up to log offset `upto`; one without (n null) only adds to `revision`, `late` and `unmerged`: events that came
 * when what they belong to was gone.
 */
export const PANE_COLUMNS =
  'win, entity, metric, start_ms, end_ms, n, sum, min, max, first, last, p50, p95, revision, late, unmerged, upto';
export const PANE_ORDER = 'win, entity NULLS FIRST, metric, start_ms, upto';

export function isPaneWindow(window: WindowName): window is PaneWindow {
  return (PANE_WINDOWS as readonly string[]).includes(window);
}

/** Panes of one series or aggregate that overlap a range of event time. */
function panesOfSql(query: WindowsQuery, panes: string): string {
  const entity = query.entity === undefined ? 'entity IS NULL' : `entity = ${textSql(query.entity)}`;
  return `SELECT * FROM ${panes} WHERE win = '${query.window}' AND ${entity} AND metric = ${textSql(query.metric)}
    AND end_ms > ${query.fromMs} AND start_ms < ${query.toMs}`;
}

/** `until_ms`: where the youngest five minutes of the filter end whose rows are gone; null = there are none. */
export function lastPaneSql({ entity, metric, fromMs, toMs }: RowFilter, panes: string): string {
  const conditions = [
    `win = 'PT5M' AND end_ms > ${fromMs} AND start_ms < ${toMs}`,
    entity === undefined ? 'entity IS NULL' : `entity = ${textSql(entity)}`,
    ...(metric === undefined ? [] : [`metric = ${textSql(metric)}`]),
  ];
  return `SELECT max(end_ms) AS until_ms FROM ${panes} WHERE ${conditions.join(' AND ')}`;
}

/**
 * Settled windows where some raw rows are gone. A window that has a pane is the pane; rows that came after it are not in its
 * statistics, but counted: the window is not exact any more. A window without a pane has all its rows, unless it overlaps a pane
 * of other bounds (a zone was changed).
 */
export function joinedWindowsSql(
  query: WindowsQuery & { window: PaneWindow },
  source: RowSource,
  panes: string,
): string {
  const wide = { ...query, toMs: query.toMs + LONGEST_PANE_MS };
  const statistics = ['n', 'sum', 'min', 'max', 'first', 'last', 'p50', 'p95'];
  return `WITH ${placedEventsSql(query, source)},
    pane AS (SELECT start_ms, end_ms, ${statistics.map((name) => `max(${name}) AS ${name}`).join(', ')},
      sum(revision) AS revision, sum(late) AS late, sum(unmerged) AS unmerged, max(upto) AS upto
      FROM (${panesOfSql(wide, panes)}) GROUP BY start_ms, end_ms),
    joined AS (SELECT placed.*, pane.upto FROM placed LEFT JOIN pane USING (start_ms, end_ms)),
    fresh AS (SELECT start_ms, end_ms, ${STATISTICS_SQL} FROM joined WHERE upto IS NULL GROUP BY start_ms, end_ms),
    later AS (SELECT start_ms, end_ms, ${ADDED_SQL} FROM joined WHERE off > upto GROUP BY start_ms, end_ms)
    SELECT * FROM (
      SELECT fresh.*, 0 AS unmerged, NOT EXISTS (SELECT 1 FROM pane
        WHERE pane.start_ms < fresh.end_ms AND pane.end_ms > fresh.start_ms) AS exact FROM fresh
      UNION ALL BY NAME
      SELECT start_ms, end_ms, ${statistics.join(', ')}, pane.revision + coalesce(later.revision, 0) AS revision,
        pane.late + coalesce(later.late, 0) AS late, pane.unmerged + coalesce(later.unmerged, 0) AS unmerged,
        pane.unmerged + coalesce(later.unmerged, 0) = 0 AS exact
        FROM pane LEFT JOIN later USING (start_ms, end_ms) WHERE n IS NOT NULL)
    WHERE start_ms >= ${query.fromMs} AND start_ms < ${query.toMs} ORDER BY start_ms LIMIT ${query.maxRows}`;
}

/** What events add to a window whose statistics they came too late for. */
const ADDED_SQL = `(count(*) FILTER (wm >= end_ms))::DOUBLE AS revision, (count(*) FILTER (late))::DOUBLE AS late,
  count(*)::DOUBLE AS unmerged`;

/** What is frozen by one statement. */
export interface Freeze {
  span: WindowSpan & { window: PaneWindow };
  source: RowSource;
  /** Arrival times `[fromMs, toMs)` of the rows that are about to go: only windows that hold one of them are frozen. */
  going: { fromMs: number; toMs: number };
  /** Log offset up to which the source holds every row. */
  upto: number;
  /** Of each entity for itself, or the aggregate over the source's entities. */
  byEntity: boolean;
  /** Panes that are there already, where any overlap. */
  panes: string | null;
}

/** Rows of `PANE_COLUMNS`: the settled windows of what is going, by the same statistics as every answer. */
export function freezeSql({ span, source, going, upto, byEntity, panes }: Freeze): string {
  const key = byEntity ? 'entity, metric, start_ms, end_ms' : 'metric, start_ms, end_ms';
  const names = `'${span.window}' AS win, ${byEntity ? 'entity' : 'NULL::VARCHAR AS entity'}, metric, start_ms, end_ms`;
  const group = `GROUP BY ${key} HAVING bool_or(arrival >= ${going.fromMs} AND arrival < ${going.toMs})`;
  const inSpan = `start_ms >= ${span.fromMs} AND start_ms < ${span.toMs}`;
  if (panes === null) {
    return `WITH ${placedEventsSql(span, source)}
      SELECT ${names}, ${STATISTICS_SQL}, 0 AS unmerged, ${upto} AS upto FROM placed WHERE ${inSpan} ${group}`;
  }
  const entity = byEntity ? 'entity IS NOT NULL' : 'entity IS NULL';
  return `WITH ${placedEventsSql(span, source)},
    pane AS (SELECT ${key}, max(upto) AS upto FROM ${panes} WHERE win = '${span.window}' AND ${entity} GROUP BY ${key}),
    joined AS (SELECT placed.*, pane.upto FROM placed LEFT JOIN pane USING (${key}) WHERE ${inSpan})
    SELECT ${names}, ${STATISTICS_SQL}, 0 AS unmerged, ${upto} AS upto FROM joined WHERE upto IS NULL ${group}
    UNION ALL BY NAME
    SELECT ${names}, ${ADDED_SQL}, ${upto} AS upto FROM joined WHERE off > upto ${group}`;
}
