import { WINDOW_MS, type WindowsQuery } from './history-query.ts';
import { textSql } from './rows-sql.ts';

const HOP_MS = 10_000;
const HOP_LENGTH_MS = 300_000;

/** Which windows: their kind, the range of their starts, and whose days civil days are. */
export type WindowSpan = Pick<WindowsQuery, 'window' | 'fromMs' | 'toMs' | 'zone' | 'zoneOfFeed'>;

/** A relation of raw rows that are part of numbers; `hasLate`: a late one may be among them. */
export interface RowSource {
  sql: string;
  hasLate: boolean;
}

/**
 * The statistics of every window, wherever windows are computed: n, min, max, first, last are exact; sum is compensated (Kahan);
 * p50/p95 are nearest rank.
 */
export const STATISTICS_SQL = `count(*)::DOUBLE AS n, fsum(value) AS sum, min(value) AS min, max(value) AS max,
  min({'t': t, 'v': value}).v AS first, max({'t': t, 'v': value}).v AS last,
  quantile_disc(value, [0.5, 0.95])[1] AS p50, quantile_disc(value, [0.5, 0.95])[2] AS p95,
  (count(*) FILTER (wm >= end_ms))::DOUBLE AS revision, (count(*) FILTER (late))::DOUBLE AS late`;

/** The settled windows of one query over the raw rows alone; `byEntity`: of each entity for itself, named in `entity`. */
export function settledWindowsSql(
  query: WindowSpan & { maxRows: number },
  source: RowSource,
  byEntity = false,
): string {
  const key = byEntity ? 'entity, ' : '';
  return `WITH ${placedEventsSql(query, source)}
    SELECT ${key}start_ms, end_ms, ${STATISTICS_SQL}
    FROM placed WHERE start_ms >= ${query.fromMs} AND start_ms < ${query.toMs}
    GROUP BY ${key}start_ms, end_ms ORDER BY ${key}start_ms LIMIT ${query.maxRows}`;
}

/** The common table expressions up to `placed`: every distinct event with each of its windows. */
export function placedEventsSql(span: WindowSpan, source: RowSource): string {
  return `events AS (SELECT feed, entity, metric, t, value, late, wm, off, arrival FROM (${firstArrivalsSql(source)})
      WHERE flag NOT IN (4, 9)),
    placed AS (${placedSql(span)})`;
}

/**
 * Two arrivals of one identity are one event also when the live dedup horizon had passed between them; only a range that holds
 * a late row can contain such a pair, so only then the ranking is paid for. Also the flag is that of the first arrival: a second
 * one does not bring back what failed its check.
 */
export function firstArrivalsSql({ sql, hasLate }: RowSource): string {
  const rows = `SELECT feed, entity, metric, t, value, id, late, wm, off, flag, arrival FROM ${sql}`;
  if (!hasLate) return rows;
  return `${rows}
    QUALIFY row_number() OVER (PARTITION BY entity, metric, t, id, CASE WHEN id = '' THEN value END ORDER BY off) = 1`;
}

/** Event times that can lie in a window whose start is in `[from, to)`. */
export function eventSpan(query: WindowSpan): { fromMs: number; toMs: number } {
  switch (query.window) {
    case 'P1D': {
      const days = [...zonesOf(query)].flatMap((zone) => civilDays(query, zone));
      return {
        fromMs: days.reduce((least, day) => Math.min(least, day.startMs), query.fromMs),
        toMs: days.reduce((most, day) => Math.max(most, day.endMs), query.fromMs),
      };
    }
    case 'PT5M/PT10S':
      return { fromMs: query.fromMs, toMs: query.toMs + HOP_LENGTH_MS };
    default:
      return { fromMs: query.fromMs, toMs: query.toMs + WINDOW_MS[query.window] };
  }
}

function placedSql(span: WindowSpan): string {
  switch (span.window) {
    case 'P1D':
      return civilDaysSql(span);
    case 'PT5M/PT10S':
      return `SELECT *, start_ms + ${HOP_LENGTH_MS} AS end_ms FROM (
        SELECT unnest(generate_series(floor(t / ${HOP_MS})::BIGINT * ${HOP_MS} - ${HOP_LENGTH_MS - HOP_MS},
          floor(t / ${HOP_MS})::BIGINT * ${HOP_MS}, ${HOP_MS}))::DOUBLE AS start_ms, * FROM events)`;
    default: {
      const length = WINDOW_MS[span.window];
      return `SELECT floor(t / ${length}) * ${length} AS start_ms, floor(t / ${length}) * ${length} + ${length} AS end_ms, * FROM events`;
    }
  }
}

/** The city's zone first, then those that some feeds live by. */
function zonesOf({ zone, zoneOfFeed }: WindowSpan): Set<string> {
  return new Set([zone, ...Object.values(zoneOfFeed)]);
}

/**
 * Each event in the civil day of its own feed's zone: of a domain whose feeds live by several zones, the days overlap.
 * An ASOF join finds the day in a quarter of the time of a range join; as one text the days are bound at once, not one by one.
 */
function civilDaysSql(span: WindowSpan): string {
  const zones = [...zonesOf(span)];
  const days = zones.flatMap((zone, i) => civilDays(span, zone).map((day) => [i, day.startMs, day.endMs]));
  const cases = Object.entries(span.zoneOfFeed)
    .filter(([, zone]) => zone !== span.zone)
    .map(([feed, zone]) => `WHEN feed = ${textSql(feed)} THEN ${zones.indexOf(zone)}`);
  const zoneSql = cases.length === 0 ? '0' : `CASE ${cases.join(' ')} ELSE 0 END`;
  return `SELECT d.start_ms, d.end_ms, e.* EXCLUDE (zone)
    FROM (SELECT *, ${zoneSql} AS zone FROM events) e
    ASOF JOIN (SELECT x[1] AS zone, x[2] AS start_ms, x[3] AS end_ms
      FROM (SELECT unnest('${JSON.stringify(days)}'::DOUBLE[][]) AS x)) d ON e.zone = d.zone AND e.t >= d.start_ms
    WHERE e.t < d.end_ms`;
}

/** Civil days of the zone that start in `[from, to)`: 23 to 25 hours long where clocks change. */
function civilDays({ fromMs, toMs }: WindowSpan, zone: string): { startMs: number; endMs: number }[] {
  const days: { startMs: number; endMs: number }[] = [];
  let day = Temporal.Instant.fromEpochMilliseconds(Math.ceil(fromMs)).toZonedDateTimeISO(zone).startOfDay();
  while (day.epochMilliseconds < toMs) {
    // Midnight anew each day: where a change of clocks swallowed one, `add` would stay at what came instead for ever.
    const next = day.add({ days: 1 }).startOfDay();
    if (day.epochMilliseconds >= fromMs) {
      days.push({ startMs: day.epochMilliseconds, endMs: next.epochMilliseconds });
    }
    day = next;
  }
  return days;
}
