import type { DomainStatistic } from '@metropane/city';
import type { WindowRow } from './history-query.ts';
import { textSql } from './rows-sql.ts';
import { firstArrivalsSql, placedEventsSql, type RowSource, type WindowSpan } from './settled-windows-sql.ts';

/** Beside a mean speed a resultant shorter than this share of it is calm: it has no direction. */
const CALM = 1e-9;

/**
 * Rows of `start_ms, value`, with `byEntity` of each `entity`: the domain's statistic of every settled window, over the same events
 * as its other statistics.
 * `own`: rows of the metric; `all`: rows of all metrics of the same series, where a companion is looked for in the same
 * observation (feed, entity, event time). The formulas are those of `domain-statistics.ts` in packages/city.
 */
export function domainStatisticSql(
  span: WindowSpan,
  statistic: DomainStatistic,
  { own, all, byEntity }: { own: RowSource; all: RowSource; byEntity: boolean },
): string {
  const key = byEntity ? 'entity, start_ms' : 'start_ms';
  const placed = `WITH ${placedEventsSql(span, own)}`;
  const inSpan = `start_ms >= ${span.fromMs} AND start_ms < ${span.toMs}`;
  if (statistic.column === 'energeticMean') {
    // Against the loudest, as 10^(L/10) of what a broken sensor tells leaves the range of a double.
    return `${placed}, loud AS (SELECT ${key}, value, max(value) OVER (PARTITION BY ${key}) AS top FROM placed WHERE ${inSpan})
      SELECT ${key}, any_value(top) + 10 * log10(avg(pow(10, (value - top) / 10))) AS value FROM loud GROUP BY ${key}`;
  }
  const paired = `${placed},
    companion AS (SELECT feed, entity, t, arg_min(value, metric) AS w FROM (${firstArrivalsSql(all)})
      WHERE flag NOT IN (4, 9) AND regexp_matches(metric, ${textSql(statistic.pair.source)}) GROUP BY feed, entity, t),
    weighted AS (SELECT ${key}, value, w FROM placed JOIN companion USING (feed, entity, t) WHERE ${inSpan})`;
  if (statistic.column === 'flowWeightedMean') {
    return `${paired} SELECT ${key}, sum(value * w) / sum(w) AS value FROM weighted WHERE w > 0 GROUP BY ${key}`;
  }
  return `${paired}, resultant AS (SELECT ${key}, sum(w * sin(radians(value))) AS east,
      sum(w * cos(radians(value))) AS north, sum(abs(w)) AS total FROM weighted GROUP BY ${key})
    SELECT ${key}, fmod(degrees(atan2(east, north)) + 360, 360) AS value FROM resultant
    WHERE sqrt(east * east + north * north) > ${CALM} * total`;
}

/** The statistic of the window of an entity ('' where one series or aggregate was asked for) that starts then. */
export type ExtraOf = (entity: string, startMs: number) => NonNullable<WindowRow['extra']>;

/** Looks values up in rows of `domainStatisticSql`; a window that they do not name has none. */
export function extrasOf({ column }: DomainStatistic, rows: readonly Record<string, unknown>[]): ExtraOf {
  const values = new Map(
    rows.map((row) => [keyOf(String(row['entity'] ?? ''), Number(row['start_ms'])), Number(row['value'])]),
  );
  return (entity, startMs) => ({ column, value: values.get(keyOf(entity, startMs)) ?? null });
}

function keyOf(entity: string, startMs: number): string {
  return `${entity}\0${startMs}`;
}
