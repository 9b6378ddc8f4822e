import type { FigureFacts, FigureQuery, FigureSums } from './receipt-query.ts';
import { CONFLICT, COUNTED, LATE, MISSING, rankedSql, type Relation } from './receipt-sql.ts';

/** One row per entity: its readings of the stretch as the figure takes them, settled and without late ones. */
export function figureSql({ stepMs, band }: FigureQuery, relation: Relation): string {
  const shown =
    band === undefined ? 'value' : `CASE WHEN value BETWEEN ${band[0]} AND ${band[1]} THEN 100 ELSE 0 END`;
  return `WITH judged AS (
      SELECT entity, t, off, outcome, nth, (${shown})::DOUBLE AS x, outcome <= ${LATE} AND nth = 1 AS distinct_event,
        distinct_event AND flag NOT IN (4, 9) AS inside, inside AND outcome = ${COUNTED} AS is_live
      FROM (${rankedSql(relation)}))
    SELECT entity,
      ${sumsSql('settled', 'inside', stepMs)},
      ${sumsSql('live', 'is_live', stepMs)},
      count(*)::DOUBLE AS received,
      count(*) FILTER (distinct_event AND outcome = ${COUNTED})::DOUBLE AS counted,
      count(*) FILTER (distinct_event AND outcome = ${LATE})::DOUBLE AS late,
      count(*) FILTER (inside AND NOT is_live)::DOUBLE AS late_inside,
      count(*) FILTER (NOT distinct_event AND outcome <= ${CONFLICT})::DOUBLE AS duplicates
    FROM judged WHERE outcome <> ${MISSING} GROUP BY entity ORDER BY settled_n DESC, entity`;
}

function sumsSql(name: string, condition: string, stepMs: number): string {
  const where = `FILTER (${condition})`;
  return `count(*) ${where}::DOUBLE AS ${name}_n, coalesce(fsum(x) ${where}, 0) AS ${name}_sum,
      coalesce(fsum(abs(x)) ${where}, 0) AS ${name}_absolute, max(x) ${where} AS ${name}_max,
      max({'t': t, 'o': off, 'x': x}) ${where} AS ${name}_newest,
      list(DISTINCT floor(t / ${stepMs})) ${where} AS ${name}_bins`;
}

/** The whole of what `figureSql` answered. */
export function figureFactsOf(
  rows: readonly Record<string, unknown>[],
  { named, outcomesKnown }: { named: number; outcomesKnown: boolean },
): FigureFacts {
  const count = (name: string): number => rows.reduce((sum, row) => sum + Number(row[name]), 0);
  const contributing = rows.filter((row) => Number(row['settled_n']) > 0);
  return {
    settled: totalOf(rows, 'settled'),
    live: totalOf(rows, 'live'),
    received: count('received'),
    counted: count('counted'),
    late: count('late'),
    lateInside: count('late_inside'),
    duplicates: count('duplicates'),
    outcomesKnown,
    entities: contributing.length,
    contributors: contributing.slice(0, named).map((row) => ({
      entity: String(row['entity']),
      settled: totalOf([row], 'settled'),
      live: totalOf([row], 'live'),
    })),
  };
}

interface Newest {
  t: number;
  o: number;
  x: number;
}

function totalOf(rows: readonly Record<string, unknown>[], name: 'settled' | 'live'): FigureSums {
  let newest: Newest | null = null;
  let max: number | null = null;
  const bins = new Set<number>();
  for (const row of rows) {
    const own = row[`${name}_newest`] as Newest | null;
    if (own !== null && (newest === null || own.t > newest.t || (own.t === newest.t && own.o > newest.o)))
      newest = own;
    const most = row[`${name}_max`] as number | null;
    if (most !== null) max = Math.max(max ?? most, most);
    for (const bin of (row[`${name}_bins`] as number[] | null) ?? []) bins.add(bin);
  }
  const column = (what: string): number[] => rows.map((row) => Number(row[`${name}_${what}`]));
  return {
    n: compensatedSum(column('n')),
    sum: compensatedSum(column('sum')),
    absoluteSum: compensatedSum(column('absolute')),
    max,
    last: newest?.x ?? null,
    lastMs: newest?.t ?? null,
    bins: bins.size,
  };
}

/** Neumaier's sum. */
function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
