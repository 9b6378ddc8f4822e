import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { type HistoryFile, type Manifest, readManifest, writeManifest } from './file-manifest.ts';
import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from './history-query.ts';
import { toObservationRow, toWindowRow } from './answer-rows.ts';
import { afterSql, nameSql, type RowFilter, seriesKey, textSql, timeSql } from './rows-sql.ts';
import type { HistoryRows } from './history-rows.ts';
import { eventSpan, settledWindowsSql } from './settled-windows-sql.ts';

const COLUMNS = 'feed, domain, entity, metric, id, t, value, arrival, wm, off, flag, late';
const COMPACT_AT = 12;
const NO_SERIES = -1;
/** Files are sorted by series: with small groups a question about one series decodes little else. */
const ROW_GROUP_ROWS = 16_384;
const MEMORY_LIMIT = '512MB';

/**
 * Raw accepted readings: an in-memory tail table plus Parquet files partitioned by arrival date and domain, read as one relation.
 * Promises: a row is visible to queries as soon as `append` returned, durable once `flush` returned, and never twice (rows at or
 * below the covered offset are refused). One connection writes, one reads.
 */
export class HistoryStore {
  readonly #dir: string;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  #manifest: Manifest;
  #tailRows = 0;
  #tailLateRows = 0;
  /** Numbers of the series in the tail: one integer is compared per row instead of three texts, a third of the time. */
  readonly #tailSeries = new Map<string, number>();

  private constructor(dir: string, writer: DuckDBConnection, reader: DuckDBConnection) {
    this.#dir = dir;
    this.#writer = writer;
    this.#reader = reader;
    this.#manifest = readManifest(dir);
  }

  /** Opens the folder, removes what an unfinished flush or compaction left behind. */
  static async open(dir: string): Promise<HistoryStore> {
    mkdirSync(dir, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY_LIMIT, threads: '1' });
    const store = new HistoryStore(dir, await instance.connect(), await instance.connect());
    store.#removeUnlisted();
    // A file never changes once it has its name.
    await store.#reader.run('SET parquet_metadata_cache = true');
    await store.#writer
      .run(`CREATE TABLE tail (series INTEGER, feed VARCHAR, domain VARCHAR, entity VARCHAR, metric VARCHAR,
      id VARCHAR, t DOUBLE, value DOUBLE, arrival DOUBLE, wm DOUBLE, off DOUBLE, flag UTINYINT, late BOOLEAN)`);
    return store;
  }

  /** Rows up to and including this log offset are in durable files. */
  get coveredOffset(): number {
    return this.#manifest.coveredOffset;
  }

  get stats(): { files: number; rows: number; tailRows: number } {
    const rows = this.#manifest.files.reduce((sum, file) => sum + file.rows, 0);
    return { files: this.#manifest.files.length, rows: rows + this.#tailRows, tailRows: this.#tailRows };
  }

  /** All rows of the block or none: who was refused may ask again. */
  async append(rows: HistoryRows): Promise<void> {
    const before = { rows: this.#tailRows, late: this.#tailLateRows };
    await this.#writer.run('BEGIN');
    try {
      await this.#appendRows(rows);
      await this.#writer.run('COMMIT');
    } catch (error) {
      this.#tailRows = before.rows;
      this.#tailLateRows = before.late;
      await this.#writer.run('ROLLBACK');
      throw error;
    }
  }

  async #appendRows(rows: HistoryRows): Promise<void> {
    const appender = await this.#writer.createAppender('tail');
    for (let i = 0; i < rows.n; i++) {
      if (rows.offset[i]! <= this.#manifest.coveredOffset) continue;
      const domain = rows.strings[rows.domain[i]!]!;
      const entity = rows.strings[rows.entity[i]!]!;
      const metric = rows.strings[rows.metric[i]!]!;
      appender.appendInteger(this.#internSeries(domain, entity, metric));
      appender.appendVarchar(rows.strings[rows.feed[i]!]!);
      appender.appendVarchar(domain);
      appender.appendVarchar(entity);
      appender.appendVarchar(metric);
      appender.appendVarchar(rows.strings[rows.id[i]!]!);
      appender.appendDouble(rows.tMs[i]!);
      appender.appendDouble(rows.value[i]!);
      appender.appendDouble(rows.arrivalMs[i]!);
      appender.appendDouble(rows.watermarkMs[i]!);
      appender.appendDouble(rows.offset[i]!);
      appender.appendUTinyInt(rows.flag[i]!);
      appender.appendBoolean(rows.late[i] === 1);
      appender.endRow();
      this.#tailRows += 1;
      this.#tailLateRows += rows.late[i]!;
    }
    appender.closeSync();
  }

  /** Moves the tail into Parquet files and makes `upToOffset` the covered offset. */
  async flush(upToOffset: number): Promise<void> {
    if (upToOffset <= this.#manifest.coveredOffset) return;
    const files = [...this.#manifest.files];
    for (const part of await this.#tailParts()) files.push(await this.#writePart(part));
    this.#adopt({ version: 1, coveredOffset: upToOffset, files });
    await this.#writer.run('DELETE FROM tail');
    this.#tailRows = 0;
    this.#tailLateRows = 0;
    this.#tailSeries.clear();
    await this.#compact();
  }

  async windows(query: WindowsQuery): Promise<WindowRow[]> {
    const span = eventSpan(query);
    const filter = { ...query, ...span };
    const files = this.#filesFor(filter);
    const hasLate = this.#tailLateRows > 0 || files.some((file) => file.lateRows > 0);
    const source = this.#rowsSql(filter, files);
    const result = await this.#reader.runAndReadAll(settledWindowsSql(query, source, hasLate));
    return result.getRowObjectsJS().map(toWindowRow);
  }

  async observations(query: ObservationsQuery): Promise<ObservationRow[]> {
    const source = this.#rowsSql(query, this.#filesFor(query));
    const result = await this.#reader.runAndReadAll(
      `SELECT entity, metric, t, value, arrival, id, flag, late, off FROM ${source} WHERE ${afterSql(query.after)}
        ORDER BY t, entity, metric, off LIMIT ${query.limit}`,
    );
    return result.getRowObjectsJS().map(toObservationRow);
  }

  close(): void {
    this.#reader.closeSync();
    this.#writer.closeSync();
  }

  /** The rows of tail and files that a question is about, as one relation. */
  #rowsSql(filter: RowFilter, files: HistoryFile[]): string {
    const time = timeSql(filter);
    const name = nameSql(filter);
    const tail = `SELECT ${COLUMNS} FROM tail WHERE ${this.#seriesSql(filter) ?? name} AND ${time}`;
    if (files.length === 0) return `(${tail})`;
    const list = files.map((file) => textSql(join(this.#dir, file.path))).join(', ');
    return `(${tail} UNION ALL SELECT ${COLUMNS} FROM read_parquet([${list}], hive_partitioning = false) WHERE ${name} AND ${time})`;
  }

  /** One series is asked by its number; one that the tail does not hold has no row there. */
  #seriesSql({ domain, entity, metric }: RowFilter): string | null {
    if (entity === undefined || metric === undefined) return null;
    return `series = ${this.#tailSeries.get(seriesKey(domain, entity, metric)) ?? NO_SERIES}`;
  }

  #internSeries(domain: string, entity: string, metric: string): number {
    const key = seriesKey(domain, entity, metric);
    const known = this.#tailSeries.get(key);
    if (known !== undefined) return known;
    this.#tailSeries.set(key, this.#tailSeries.size);
    return this.#tailSeries.size - 1;
  }

  #filesFor({ domain, fromMs, toMs }: { domain: string; fromMs: number; toMs: number }): HistoryFile[] {
    return this.#manifest.files.filter((f) => f.domain === domain && f.maxMs >= fromMs && f.minMs < toMs);
  }

  async #tailParts(): Promise<{ date: string; domain: string }[]> {
    const result = await this.#writer.runAndReadAll(
      `SELECT DISTINCT strftime(make_timestamp(CAST(arrival * 1000 AS BIGINT)), '%Y-%m-%d') AS date, domain FROM tail`,
    );
    return result.getRowObjectsJS() as { date: string; domain: string }[];
  }

  async #writePart({ date, domain }: { date: string; domain: string }): Promise<HistoryFile> {
    const where = `domain = ${textSql(domain)} AND strftime(make_timestamp(CAST(arrival * 1000 AS BIGINT)), '%Y-%m-%d') = ${textSql(date)}`;
    return this.#writeFile({ date, domain }, `(SELECT ${COLUMNS} FROM tail WHERE ${where})`);
  }

  async #writeFile(part: { date: string; domain: string }, source: string): Promise<HistoryFile> {
    const facts = await this.#writer.runAndReadAll(
      `SELECT min(off) AS from_offset, max(off) AS to_offset, min(t) AS min_ms, max(t) AS max_ms, count(*)::DOUBLE AS n,
        (count(*) FILTER (late))::DOUBLE AS late_n FROM ${source}`,
    );
    const row = facts.getRowObjectsJS()[0] as Record<string, number>;
    const folder = join('raw', `date=${part.date}`, `domain=${part.domain}`);
    mkdirSync(join(this.#dir, folder), { recursive: true });
    const path = join(folder, `${row['from_offset']}-${row['to_offset']}-${row['n']}.parquet`);
    const target = join(this.#dir, path);
    await this.#writer.run(
      `COPY (SELECT * FROM ${source} ORDER BY entity, metric, t) TO ${textSql(`${target}.tmp`)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    );
    renameSync(`${target}.tmp`, target);
    return {
      ...part,
      path,
      fromOffset: row['from_offset']!,
      toOffset: row['to_offset']!,
      minMs: row['min_ms']!,
      maxMs: row['max_ms']!,
      rows: row['n']!,
      lateRows: row['late_n']!,
    };
  }

  /** Merges the small files of one partition: a flush every 30 s would leave 2,880 files a day. */
  async #compact(): Promise<void> {
    const groups = Map.groupBy(this.#manifest.files, (file) => `${file.date}\0${file.domain}`);
    for (const group of groups.values()) {
      const small = group.toSorted((a, b) => a.rows - b.rows).slice(0, COMPACT_AT);
      if (group.length < COMPACT_AT) continue;
      const { date, domain } = small[0]!;
      const list = small.map((file) => textSql(join(this.#dir, file.path))).join(', ');
      const merged = await this.#writeFile(
        { date, domain },
        `(SELECT ${COLUMNS} FROM read_parquet([${list}]))`,
      );
      const files = this.#manifest.files.filter((file) => !small.includes(file));
      this.#adopt({ ...this.#manifest, files: [...files, merged] });
      for (const file of small)
        if (file.path !== merged.path) rmSync(join(this.#dir, file.path), { force: true });
    }
  }

  /** On disk first: a manifest that could not be written must not be believed, or its rows would count twice. */
  #adopt(manifest: Manifest): void {
    writeManifest(this.#dir, manifest);
    this.#manifest = manifest;
  }

  #removeUnlisted(): void {
    const listed = new Set(this.#manifest.files.map((file) => file.path));
    for (const entry of readdirSync(this.#dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.parquet(\.tmp)?$/.test(entry.name)) continue;
      const path = relative(this.#dir, join(entry.parentPath, entry.name));
      if (!listed.has(path)) rmSync(join(this.#dir, path));
    }
  }
}
