import { WINDOW_MS, type WindowsQuery } from './history-query.ts';

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
    WITH picked AS (SELECT feed, entity, t, value, id, late, wm, off FROM ${source}),
    distinct_events AS (${hasLate ? DISTINCT_EVENTS : 'SELECT feed, t, value, late, wm FROM picked'}),
    placed AS (${placedSql(query)})
    SELECT start_ms, end_ms, count(*) AS n, fsum(value) AS sum, min(value) AS min, max(value) AS max,
      min({'t': t, 'v': value}).v AS first, max({'t': t, 'v': value}).v AS last,
      quantile_disc(value, 0.5) AS p50, quantile_disc(value, 0.95) AS p95,
      count(*) FILTER (wm >= end_ms) AS revision, count(*) FILTER (late) AS late
    FROM placed WHERE start_ms >= $from AND start_ms < $to
    GROUP BY start_ms, end_ms ORDER BY start_ms LIMIT $limit`;
}

const DISTINCT_EVENTS = `SELECT feed, t, value, late, wm FROM picked
  QUALIFY row_number() OVER (PARTITION BY entity, t, CASE WHEN id = '' THEN CAST(value AS VARCHAR) ELSE id END ORDER BY off) = 1`;

/** Event times that can lie in a window whose start is in `[from, to)`. */
export function eventSpan(query: WindowsQuery): { fromMs: number; toMs: number } {
  switch (query.window) {
    case 'P1D': {
      const days = [...feedsByZone(query).keys()].flatMap((zone) => civilDays(query, zone));
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
      return [...feedsByZone(query)]
        .map(([zone, feeds]) => civilDaysSql(civilDays(query, zone), feeds))
        .join(' UNION ALL ');
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

/** Which feeds live by which zone, as a condition on rows; the city's own zone has every feed that is not named. */
function feedsByZone({ zone, zoneOfFeed }: WindowsQuery): Map<string, string> {
  const away = Object.keys(zoneOfFeed).filter((feed) => zoneOfFeed[feed] !== zone);
  const list = (feeds: string[]): string => feeds.map((feed) => `'${feed.replaceAll("'", "''")}'`).join(', ');
  const conditions = new Map([[zone, away.length === 0 ? 'true' : `feed NOT IN (${list(away)})`]]);
  for (const [other, feeds] of Map.groupBy(away, (feed) => zoneOfFeed[feed]!)) {
    conditions.set(other, `feed IN (${list(feeds)})`);
  }
  return conditions;
}

/** Each event in the civil day of its own feed's zone: of a domain whose feeds live by several zones, the days overlap. */
function civilDaysSql(days: { startMs: number; endMs: number }[], feeds: string): string {
  if (days.length === 0) {
    return 'SELECT 0::DOUBLE AS start_ms, 0::DOUBLE AS end_ms, t, value, late, wm FROM distinct_events WHERE false';
  }
  const values = days.map(({ startMs, endMs }) => `(${startMs}::DOUBLE, ${endMs}::DOUBLE)`).join(', ');
  return `SELECT d.start_ms, d.end_ms, t, value, late, wm
    FROM (SELECT * FROM distinct_events WHERE ${feeds}) JOIN (VALUES ${values}) AS d(start_ms, end_ms)
    ON t >= d.start_ms AND t < d.end_ms`;
}

/** Civil days of the zone that start in `[from, to)`: 23 to 25 hours long where clocks change. */
function civilDays({ fromMs, toMs }: WindowsQuery, zone: string): { startMs: number; endMs: number }[] {
  const days: { startMs: number; endMs: number }[] = [];
  let day = Temporal.Instant.fromEpochMilliseconds(Math.ceil(fromMs)).toZonedDateTimeISO(zone).startOfDay();
  while (day.epochMilliseconds < toMs) {
    const next = day.add({ days: 1 });
    if (day.epochMilliseconds >= fromMs) {
      days.push({ startMs: day.epochMilliseconds, endMs: next.epochMilliseconds });
    }
    day = next;
  }
  return days;
}
