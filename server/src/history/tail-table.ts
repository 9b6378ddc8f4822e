import {
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBVector,
  DOUBLE,
  INTEGER,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { READING_OUTCOMES } from '@metropane/city';
import type { HistoryRows } from './history-rows.ts';
import { nameSql, type RowFilter, seriesKey, textSql, timeSql } from './rows-sql.ts';

const LATE = READING_OUTCOMES.indexOf('late');
/** What one chunk of DuckDB holds. */
const CHUNK_ROWS = 2048;
const NO_SERIES = -1;
const NO_ID = 0;
const TAIL_TYPES = [INTEGER, INTEGER, INTEGER, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, UTINYINT, UTINYINT];
const DAY_SQL = `strftime(make_timestamp(CAST(arrival * 1000 AS BIGINT)), '%Y-%m-%d')`;

/** How many rows of which kind a part of the tail holds, and what they span. */
export interface TailPart {
  date: string;
  domain: string;
  fromOffset: number;
  toOffset: number;
  minMs: number;
  maxMs: number;
  rows: number;
  lateRows: number;
  outsideRows: number;
}

/**
 * Rows that are in no file yet: an in-memory table of numbers, names beside it. Copied column by column it takes four times the
 * rows per second of one that is filled value by value, and a question about one series compares one integer per row.
 */
export class TailTable {
  readonly #connection: DuckDBConnection;
  readonly #seriesOf = new Map<string, number>();
  /** Series whose names are not committed yet. */
  #newSeries: [domain: string, entity: string, metric: string][] = [];
  readonly #feedOf = new Map<string, number>();
  /** Ids so far; most readings have none. */
  #ids = 0;
  #rows = 0;
  #lateRows = 0;
  #outsideRows = 0;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async create(connection: DuckDBConnection): Promise<TailTable> {
    await connection.run(`CREATE TABLE tail (series INTEGER, feed INTEGER, id_at INTEGER, t DOUBLE, value DOUBLE, arrival DOUBLE,
      wm DOUBLE, off DOUBLE, flag UTINYINT, outcome UTINYINT)`);
    await connection.run(
      'CREATE TABLE tail_series (series INTEGER, domain VARCHAR, entity VARCHAR, metric VARCHAR)',
    );
    await connection.run('CREATE TABLE tail_ids (id_at INTEGER, id VARCHAR)');
    return new TailTable(connection);
  }

  get rows(): number {
    return this.#rows;
  }

  get lateRows(): number {
    return this.#lateRows;
  }

  /** Takes the rows behind `coveredOffset`, all or none: who was refused may ask again. */
  async append(rows: HistoryRows, coveredOffset: number): Promise<void> {
    const from = firstBehind(rows, coveredOffset);
    if (from === rows.n) return;
    await this.#connection.run('BEGIN');
    try {
      await this.#appendRows(rows, from);
      await this.#connection.run('COMMIT');
    } catch (error) {
      await this.#connection.run('ROLLBACK');
      throw error;
    }
    this.#newSeries = [];
    this.#rows += rows.n - from;
    for (let i = from; i < rows.n; i++) {
      if (rows.outcome[i] === LATE) this.#lateRows += 1;
      else if (rows.outcome[i]! > LATE) this.#outsideRows += 1;
    }
  }

  /** Select of the filter's rows with the columns of files. */
  selectSql(filter: RowFilter): string {
    const { domain, entity, metric } = filter;
    const inside = filter.all === true || this.#outsideRows === 0 ? '' : ` AND outcome <= ${LATE}`;
    const outcome = filter.all === true ? ', outcome' : '';
    const values = `${this.#idSql()}, t, value, arrival, wm, off, flag, outcome = ${LATE} AS late${outcome}`;
    const source = `tail ${this.#idJoinSql()}`;
    if (entity === undefined || metric === undefined) {
      return `SELECT ${this.#feedSql()} AS feed, domain, entity, metric, ${values} FROM ${source} JOIN tail_series USING (series)
        WHERE ${nameSql(filter)} AND ${timeSql(filter)}${inside}`;
    }
    // One that the tail does not hold has no row there.
    const series = this.#seriesOf.get(seriesKey(domain, entity, metric)) ?? NO_SERIES;
    return `SELECT ${this.#feedSql()} AS feed, ${textSql(domain)} AS domain, ${textSql(entity)} AS entity, ${textSql(metric)} AS metric,
      ${values} FROM ${source} WHERE series = ${series} AND ${timeSql(filter)}${inside}`;
  }

  /** What each file of a flush will hold. */
  async parts(): Promise<TailPart[]> {
    const result = await this.#connection.runAndReadAll(
      `SELECT ${DAY_SQL} AS date, domain, min(off) AS "fromOffset", max(off) AS "toOffset", min(t) AS "minMs", max(t) AS "maxMs",
        count(*)::DOUBLE AS rows, (count(*) FILTER (outcome = ${LATE}))::DOUBLE AS "lateRows",
        (count(*) FILTER (outcome > ${LATE}))::DOUBLE AS "outsideRows"
        FROM tail JOIN tail_series USING (series) GROUP BY ALL`,
    );
    return result.getRowObjectsJS() as unknown as TailPart[];
  }

  /** The rows of one file, sorted by series and time. Names are ranked once: sorting rows by numbers takes half the time. */
  sortedPartSql({ date, domain }: Pick<TailPart, 'date' | 'domain'>): string {
    return `SELECT ${this.#feedSql()} AS feed, domain, entity, metric, ${this.#idSql()}, t, value, arrival, wm, off, flag,
        outcome = ${LATE} AS late, outcome
      FROM tail ${this.#idJoinSql()} JOIN (SELECT *, row_number() OVER (ORDER BY entity, metric) AS place FROM tail_series
        WHERE domain = ${textSql(domain)}) USING (series)
      WHERE ${DAY_SQL} = ${textSql(date)} ORDER BY place, t`;
  }

  /** Forgets everything: it is in files now. */
  async clear(): Promise<void> {
    await this.#connection.run('DELETE FROM tail');
    await this.#connection.run('DELETE FROM tail_series');
    await this.#connection.run('DELETE FROM tail_ids');
    this.#ids = 0;
    this.#seriesOf.clear();
    this.#feedOf.clear();
    this.#rows = 0;
    this.#lateRows = 0;
    this.#outsideRows = 0;
  }

  #feedSql(): string {
    return `[${[...this.#feedOf.keys()].map(textSql).join(', ') || 'NULL'}][feed + 1]`;
  }

  #idSql(): string {
    return this.#ids === 0 ? `'' AS id` : `coalesce(id, '') AS id`;
  }

  #idJoinSql(): string {
    return this.#ids === 0 ? '' : 'LEFT JOIN tail_ids USING (id_at)';
  }

  async #appendRows(rows: HistoryRows, from: number): Promise<void> {
    const series = this.#seriesOfRows(rows, from);
    const feeds = Int32Array.from(rows.feed, (feed) => intern(this.#feedOf, rows.strings[feed] ?? ''));
    const ids = await this.#appendIds(rows, from);
    await this.#appendSeries();
    const { tMs, value, arrivalMs, watermarkMs, offset, flag, outcome } = rows;
    const columns = [series, feeds, ids, tMs, value, arrivalMs, watermarkMs, offset, flag, outcome];
    await this.#append('tail', function* () {
      for (let start = from; start < rows.n; start += CHUNK_ROWS) {
        const end = Math.min(start + CHUNK_ROWS, rows.n);
        const chunk = DuckDBDataChunk.create(TAIL_TYPES, end - start);
        for (const [i, column] of columns.entries())
          fill(chunk.getColumnVector(i), column.subarray(start, end));
        yield chunk;
      }
    });
  }

  /** Place of each row's id in `tail_ids`. */
  async #appendIds(rows: HistoryRows, from: number): Promise<Int32Array> {
    const places = new Int32Array(rows.n).fill(NO_ID);
    const ids: string[] = [];
    const first = this.#ids + 1;
    for (let i = from; i < rows.n; i++) {
      const id = rows.strings[rows.id[i]!]!;
      if (id !== '') places[i] = first + ids.push(id) - 1;
    }
    await this.#appendNames('tail_ids', first, [ids]);
    this.#ids += ids.length;
    return places;
  }

  async #appendSeries(): Promise<void> {
    const first = this.#seriesOf.size - this.#newSeries.length;
    const columns = [0, 1, 2].map((i) => this.#newSeries.map((name) => name[i]!));
    await this.#appendNames('tail_series', first, columns);
  }

  /** Rows that are numbered from `first`, each with one text per column. */
  async #appendNames(table: string, first: number, columns: string[][]): Promise<void> {
    const n = columns[0]!.length;
    if (n === 0) return;
    await this.#append(table, function* () {
      for (let start = 0; start < n; start += CHUNK_ROWS) {
        const size = Math.min(CHUNK_ROWS, n - start);
        const chunk = DuckDBDataChunk.create([INTEGER, ...columns.map(() => VARCHAR)], size);
        fill(
          chunk.getColumnVector(0),
          Int32Array.from({ length: size }, (_, i) => first + start + i),
        );
        for (const [i, texts] of columns.entries())
          chunk.setColumnValues(i + 1, texts.slice(start, start + size));
        yield chunk;
      }
    });
  }

  async #append(table: string, chunks: () => Iterable<DuckDBDataChunk>): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    try {
      for (const chunk of chunks()) appender.appendDataChunk(chunk);
    } finally {
      // Also after a failure: else what it holds would be written when it is collected, long after the rollback.
      appender.closeSync();
    }
  }

  /** By the numbers of a block's names first: a text per row would cost more than all else. */
  #seriesOfRows(rows: HistoryRows, from: number): Int32Array {
    const { n, strings, domain, entity, metric } = rows;
    const names = strings.length;
    const known = new Map<number, number>();
    const series = new Int32Array(n).fill(NO_SERIES);
    for (let i = from; i < n; i++) {
      const key = (domain[i]! * names + metric[i]!) * names + entity[i]!;
      let number = known.get(key);
      if (number === undefined) {
        number = this.#internSeries(strings[domain[i]!]!, strings[entity[i]!]!, strings[metric[i]!]!);
        known.set(key, number);
      }
      series[i] = number;
    }
    return series;
  }

  #internSeries(domain: string, entity: string, metric: string): number {
    const key = seriesKey(domain, entity, metric);
    const known = this.#seriesOf.get(key);
    if (known !== undefined) return known;
    this.#newSeries.push([domain, entity, metric]);
    return intern(this.#seriesOf, key);
  }
}

/** Rows come in log order, so what is covered already lies in front. */
function firstBehind(rows: HistoryRows, coveredOffset: number): number {
  let from = 0;
  while (from < rows.n && rows.offset[from]! <= coveredOffset) from += 1;
  return from;
}

function intern(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

type Column = Int32Array | Float64Array | Uint8Array;

/** NaN (a missing value) becomes null. */
function fill(vector: DuckDBVector, values: Column): void {
  for (let i = 0; i < values.length; i++) vector.setItem(i, Number.isNaN(values[i]!) ? null : values[i]!);
  vector.flush();
}
