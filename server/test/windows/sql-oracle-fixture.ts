import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { WindowPolicy } from '@metropane/windowing';
import { ColumnTable } from './column-table-fixture.ts';

/** Every observation in order of arrival; `tick` = the newest tick before it. */
const OBSERVATIONS = ['o', 'source', 't', 'arrival', 'tick'] as const;
/** Every value; `outcome` as the engine judged it. */
const VALUES = ['o', 'series', 'v', 'id', 'flagged', 'outcome'] as const;
/** Final panes as they fired. `win` = position in `WINDOWS`; quantiles NaN where the series keeps none. */
const PANES = [
  ...['series', 'win', 'start_ms', 'n', 'sum', 'min', 'max', 'first', 'first_ms', 'last', 'last_ms'],
  ...['revision', 'p50', 'p95'],
] as const;
const SOURCES = ['source', 'disorder', 'lateness', 'idle', 'horizon'] as const;

export const WINDOWS = ['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S'] as const;
const LENGTHS = [10_000, 60_000, 300_000, 3_600_000];
const HOPPING = 4;
const SLICE_MS = 10_000;
const HOPPING_MS = 300_000;
export const OUTCOMES = ['counted', 'duplicate', 'conflict', 'late'] as const;
const MEMORY_LIMIT = '4GB';

/** What a comparison found. */
export interface SqlComparison {
  readonly windows: number;
  readonly wrongOutcomes: number;
  readonly wrongWindows: number;
  /** The first differences in words. */
  readonly examples: readonly unknown[];
}

/**
 * The second oracle: the same definitions as relations over everything that was sent, in DuckDB. Watermarks are running maxima over
 * the order of arrival, identities are partitions, windows are groups. It shares neither code nor algorithm with the engine or
 * with the naive oracle, and does millions of events in seconds.
 */
export class SqlOracle {
  readonly observations = new ColumnTable(OBSERVATIONS);
  readonly values = new ColumnTable(VALUES);
  readonly panes = new ColumnTable(PANES);
  readonly #sources = new ColumnTable(SOURCES);
  readonly #connection: DuckDBConnection;
  readonly #hopping: readonly number[];

  private constructor(connection: DuckDBConnection, hopping: readonly number[]) {
    this.#connection = connection;
    this.#hopping = hopping;
  }

  /** `hopping`: series whose hopping windows are kept. */
  static async open(hopping: readonly number[]): Promise<SqlOracle> {
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY_LIMIT, threads: '2' });
    return new SqlOracle(await instance.connect(), hopping);
  }

  /** Sources by the engine's number, each once. */
  addSource(source: number, policy: WindowPolicy): void {
    const { outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs } = policy;
    const horizonMs = Math.max(outOfOrdernessMs + allowedLatenessMs + SLICE_MS, dedupMs);
    this.#sources.push(source, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, horizonMs);
  }

  /** Judges everything anew and compares outcomes and final panes; every window must have closed. Closes DuckDB. */
  async compare(): Promise<SqlComparison> {
    await this.observations.load(this.#connection, 'observations');
    await this.values.load(this.#connection, 'sent');
    await this.panes.load(this.#connection, 'panes');
    await this.#sources.load(this.#connection, 'sources');
    await this.#connection.run(`CREATE TABLE judged AS ${JUDGED}`);
    await this.#connection.run(`CREATE TABLE expected AS ${expectedSql(this.#hopping)}`);
    await this.#connection.run(`CREATE TABLE wrong AS ${WRONG_WINDOWS}`);
    const [windows] = await this.#rows('SELECT count(*)::INTEGER AS n FROM expected');
    const wrongOutcomes = await this.#rows(
      'SELECT * FROM judged WHERE outcome <> expected_outcome ORDER BY o',
    );
    const wrongWindows = await this.#rows('SELECT * FROM wrong ORDER BY win, start_ms');
    this.#connection.closeSync();
    return {
      windows: Number(windows!['n']),
      wrongOutcomes: wrongOutcomes.length,
      wrongWindows: wrongWindows.length,
      examples: [...wrongOutcomes.slice(0, 3), ...wrongWindows.slice(0, 3)],
    };
  }

  async #rows(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJS();
  }
}

/** Watermark of the source just before each observation [W4][W5]. */
const WATERMARKED = `
  SELECT o, source, t, newest, lateness, horizon,
    max(greatest(coalesce(before_newest, '-infinity') - disorder,
      CASE WHEN tick - before_arrival > idle THEN before_newest + (tick - before_arrival) - disorder ELSE '-infinity' END))
      OVER (PARTITION BY source ORDER BY o ROWS UNBOUNDED PRECEDING) AS watermark
  FROM (
    SELECT *, lag(newest) OVER turn AS before_newest, lag(newest_arrival) OVER turn AS before_arrival
    FROM (
      SELECT o, source, t, tick, disorder, lateness, idle, horizon,
        max(t) OVER so_far AS newest, max(arrival) OVER so_far AS newest_arrival
      FROM observations JOIN sources USING (source)
      WINDOW so_far AS (PARTITION BY source ORDER BY o ROWS UNBOUNDED PRECEDING)
    ) WINDOW turn AS (PARTITION BY source ORDER BY o)
  )`;

/** Every value with its outcome [W7][W11][W12]; a repetition beyond the horizon is late, and no second event. */
const JUDGED = `
  SELECT o, series, t, v, flagged, outcome, watermark, nth = 1 AS is_event, is_late,
    CASE WHEN nth > 1 AND t >= newest - horizon THEN CASE WHEN v = first_v THEN 1 ELSE 2 END
      WHEN is_late THEN 3 ELSE 0 END AS expected_outcome
  FROM (
    SELECT *, floor(t / ${SLICE_MS}) * ${SLICE_MS} + ${SLICE_MS} + lateness <= watermark AS is_late,
      row_number() OVER same AS nth, first_value(v) OVER same AS first_v
    FROM sent JOIN (${WATERMARKED}) USING (o)
    WINDOW same AS (PARTITION BY series, t, id, CASE WHEN id < 0 THEN v END ORDER BY o)
  )`;

function expectedSql(hopping: readonly number[]): string {
  const events = 'SELECT * FROM judged WHERE is_event AND NOT is_late AND flagged = 0';
  const tumbling = LENGTHS.map(
    (length, win) =>
      `SELECT series, ${win} AS win, floor(t / ${length}) * ${length} AS start_ms, ${length} AS length, t, v, watermark,
        floor(t / ${length}) * ${length} + ${length} AS revised_from FROM (${events})`,
  );
  const hops = `SELECT series, ${HOPPING} AS win, unnest(generate_series(floor(t / ${SLICE_MS})::BIGINT * ${SLICE_MS} - ${HOPPING_MS - SLICE_MS},
      floor(t / ${SLICE_MS})::BIGINT * ${SLICE_MS}, ${SLICE_MS}))::DOUBLE AS start_ms, ${HOPPING_MS} AS length, t, v, watermark,
      floor(t / ${SLICE_MS}) * ${SLICE_MS} + ${SLICE_MS} AS revised_from
    FROM (${events}) WHERE series IN (${hopping.join(', ')})`;
  return [...tumbling, hops]
    .map(
      (
        placed,
      ) => `SELECT series, win, start_ms, count(*)::DOUBLE AS n, fsum(v) AS sum, fsum(abs(v)) AS magnitude,
        quantile_disc(v, 0.5) AS p50, quantile_disc(v, 0.95) AS p95,
        min(v) AS min, max(v) AS max, min({'t': t, 'v': v}) AS first, max({'t': t, 'v': v}) AS last,
        (count(*) FILTER (watermark >= revised_from))::DOUBLE AS revision FROM (${placed}) GROUP BY ALL HAVING count(*) > 0`,
    )
    .join(' UNION ALL ');
}

const WRONG_WINDOWS = `
  SELECT * FROM panes AS p FULL OUTER JOIN expected AS e USING (series, win, start_ms)
  WHERE p.n IS DISTINCT FROM e.n OR p.min IS DISTINCT FROM e.min OR p.max IS DISTINCT FROM e.max
    OR p.first IS DISTINCT FROM e.first.v OR p.first_ms IS DISTINCT FROM e.first.t
    OR p.last IS DISTINCT FROM e.last.v OR p.last_ms IS DISTINCT FROM e.last.t
    OR p.revision IS DISTINCT FROM e.revision OR abs(p.sum - e.sum) > 1e-12 * e.magnitude
    OR NOT (isnan(p.p50) OR abs(p.p50 - e.p50) <= 0.02 * abs(e.p50))
    OR NOT (isnan(p.p95) OR abs(p.p95 - e.p95) <= 0.02 * abs(e.p95))`;
