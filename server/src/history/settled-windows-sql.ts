import { WINDOW_MS, type WindowsQuery } from './history-query.ts';
import { textSql } from './rows-sql.ts';

const HOP_MS = 10_000;
const HOP_LENGTH_MS = 300_000;

/**
 * SQL for the settled windows of one query over the relation `source` (columns of the raw rows).
 * Two arrivals of one identity are one event also when the live dedup horizon had passed between them; only a range that holds
 * a late row can contain such a pair, so only then the ranking is paid for.
 * n, min, max, first, last are exact; sum is compensated (Kahan); p50/p95 are nearest rank.
 */
export function settledWindowsSql(query: WindowsQuery, source: string, hasLate: boolean): string {
  return `
    WITH picked AS (SELECT feed, entity, t, value, id, late, wm, off, flag FROM ${source}),
    distinct_events AS (SELECT feed, t, value, late, wm FROM ${hasLate ? FIRST_ARRIVALS : 'picked'} WHERE flag NOT IN (4, 9)),
    placed AS (${placedSql(query)})
    SELECT start_ms, end_ms, count(*) AS n, fsum(value) AS sum, min(value) AS min, max(value) AS max,
      min({'t': t, 'v': value}).v AS first, max({'t': t, 'v': value}).v AS last,
      quantile_disc(value, 0.5) AS p50, quantile_disc(value, 0.95) AS p95,
      count(*) FILTER (wm >= end_ms) AS revision, count(*) FILTER (late) AS late
    FROM placed WHERE start_ms >= ${query.fromMs} AND start_ms < ${query.toMs}
    GROUP BY start_ms, end_ms ORDER BY start_ms LIMIT ${query.maxRows}`;
}

/** Also the flag is that of the first arrival: a second one does not bring back what failed its check. */
const FIRST_ARRIVALS = `(SELECT * FROM picked
  QUALIFY row_number() OVER (PARTITION BY entity, t, id, CASE WHEN id = '' THEN value END ORDER BY off) = 1)`;

/** Event times that can lie in a window whose start is in `[from, to)`. */
export function eventSpan(query: WindowsQuery): { fromMs: number; toMs: number } {
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

function placedSql(query: WindowsQuery): string {
  switch (query.window) {
    case 'P1D':
      return civilDaysSql(query);
    case 'PT5M/PT10S':
      return `SELECT start_ms, start_ms + ${HOP_LENGTH_MS} AS end_ms, t, value, late, wm FROM (
        SELECT unnest(generate_series(floor(t / ${HOP_MS})::BIGINT * ${HOP_MS} - ${HOP_LENGTH_MS - HOP_MS},
          floor(t / ${HOP_MS})::BIGINT * ${HOP_MS}, ${HOP_MS}))::DOUBLE AS start_ms, t, value, late, wm FROM distinct_events)`;
    default: {
      const length = WINDOW_MS[query.window];
      return `SELECT floor(t / ${length}) * ${length} AS start_ms, floor(t / ${length}) * ${length} + ${length} AS end_ms,
        t, value, late, wm FROM distinct_events`;
    }
  }
}

/** The city's zone first, then those that some feeds live by. */
function zonesOf({ zone, zoneOfFeed }: WindowsQuery): Set<string> {
  return new Set([zone, ...Object.values(zoneOfFeed)]);
}

/**
 * Each event in the civil day of its own feed's zone: of a domain whose feeds live by several zones, the days overlap.
 * An ASOF join finds the day in a quarter of the time of a range join; as one text the days are bound at once, not one by one.
 */
function civilDaysSql(query: WindowsQuery): string {
  const zones = [...zonesOf(query)];
  const days = zones.flatMap((zone, i) => civilDays(query, zone).map((day) => [i, day.startMs, day.endMs]));
  const cases = Object.entries(query.zoneOfFeed)
    .filter(([, zone]) => zone !== query.zone)
    .map(([feed, zone]) => `WHEN feed = ${textSql(feed)} THEN ${zones.indexOf(zone)}`);
  const zoneSql = cases.length === 0 ? '0' : `CASE ${cases.join(' ')} ELSE 0 END`;
  return `SELECT d.start_ms, d.end_ms, e.t, value, late, wm
    FROM (SELECT *, ${zoneSql} AS zone FROM distinct_events) e
    ASOF JOIN (SELECT x[1] AS zone, x[2] AS start_ms, x[3] AS end_ms
      FROM (SELECT unnest('${JSON.stringify(days)}'::DOUBLE[][]) AS x)) d ON e.zone = d.zone AND e.t >= d.start_ms
    WHERE e.t < d.end_ms`;
}

/** Civil days of the zone that start in `[from, to)`: 23 to 25 hours long where clocks change. */
function civilDays({ fromMs, toMs }: WindowsQuery, zone: string): { startMs: number; endMs: number }[] {
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
