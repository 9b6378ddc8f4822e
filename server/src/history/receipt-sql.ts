import { READING_OUTCOMES } from '@metropane/city';
import type { ReceiptQuery, ReceiptRowsQuery, ReceiptWindow } from './receipt-query.ts';
import { INSIDE_SQL } from './file-rows-sql.ts';
import { type RowFilter, textSql } from './rows-sql.ts';

export const COUNTED = READING_OUTCOMES.indexOf('counted');
export const LATE = READING_OUTCOMES.indexOf('late');
export const CONFLICT = READING_OUTCOMES.indexOf('conflict');
export const MISSING = READING_OUTCOMES.indexOf('missing');
/** Observations on both sides of a window's end are nearly always nearer than this; if not, all there are are asked. */
const FIRING_REACH_MS = 600_000;

/** A relation of raw rows of every outcome, and what is known of it beforehand. */
export interface Relation {
  sql: string;
  hasLate: boolean;
  tellsOutcomes: boolean;
}

export function windowFilter({ domain, entity, metric, startMs, endMs }: ReceiptWindow): RowFilter {
  return { domain, entity, metric, fromMs: startMs, toMs: endMs, all: true };
}

/**
 * Every row of the window with its rank `nth` among the arrivals of one identity: a second one is no event of its own also where
 * live dedup had forgotten the first, which only a late row can be (as in the settled windows).
 */
export function rankedSql({ sql, hasLate }: Relation): string {
  if (!hasLate) return `SELECT *, 1 AS nth, false AS differs FROM ${sql}`;
  const twins = `PARTITION BY (${INSIDE_SQL}), entity, t, id, CASE WHEN id = '' THEN value END ORDER BY off`;
  return `SELECT *, row_number() OVER twins AS nth, first_value(value) OVER twins <> value AS differs
    FROM ${sql} WINDOW twins AS (${twins})`;
}

/** All rows of a window in log order, or a page of them. */
export function windowRowsSql(window: ReceiptWindow, relation: Relation, page?: ReceiptRowsQuery): string {
  const inPage = page === undefined ? 'true' : `off > ${page.afterOffset} AND off <= ${page.upToOffset}`;
  return `SELECT feed, id, t, value, arrival, off, flag, outcome, nth, differs FROM (${rankedSql(relation)})
    WHERE ${zoneSql(window)} AND ${inPage} ORDER BY off ${page === undefined ? '' : `LIMIT ${page.limit}`}`;
}

/** A civil day is that of a feed's own zone. */
function zoneSql({ window, zone, zoneOfFeed }: ReceiptWindow): string {
  if (window !== 'P1D') return 'true';
  const cases = Object.entries(zoneOfFeed).map(
    ([feed, own]) => `WHEN feed = ${textSql(feed)} THEN ${own === zone}`,
  );
  return cases.length === 0 ? 'true' : `CASE ${cases.join(' ')} ELSE true END`;
}

/** Rows that moved the watermark around the end of a window: of the entity, or of its whole feed. */
export function firingFilter(
  { domain, entity, startMs, endMs, source }: ReceiptQuery,
  isNear: boolean,
): RowFilter {
  const span = isNear
    ? {
        fromMs: Math.max(startMs, endMs - FIRING_REACH_MS),
        toMs: endMs + source.outOfOrdernessMs + FIRING_REACH_MS,
      }
    : { fromMs: startMs, toMs: Number.MAX_SAFE_INTEGER };
  return { domain, ...(source.isShared ? {} : { entity }), ...span, all: true };
}

/**
 * `crossing`: the first row in log order that met a watermark beyond the end, or made one (newest event time − outOfOrderness);
 * `newest`: the newest event time before it.
 */
export function firingSql({ endMs, source }: ReceiptQuery, relation: Relation): string {
  const { feed, isShared, outOfOrdernessMs } = source;
  const crosses = `wm >= ${endMs} OR t - ${outOfOrdernessMs} >= ${endMs}`;
  return `SELECT min({'o': off, 'wm': wm, 't': t}) FILTER (${crosses}) AS crossing, max(t) FILTER (NOT (${crosses})) AS newest
    FROM ${relation.sql} WHERE ${isShared ? `feed = ${textSql(feed)}` : 'true'}`;
}
