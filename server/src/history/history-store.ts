import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { domainStatistic } from '@metropane/city';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { toObservationRow, toWindowRow } from './answer-rows.ts';
import { domainStatisticSql, type ExtraOf, extrasOf } from './domain-statistic-sql.ts';
import { filesFor, type HistoryFile } from './file-manifest.ts';
import { allRowsSql, insideRowsSql, tellsOutcomes } from './file-rows-sql.ts';
import type { CivilZones } from './freeze-partition.ts';
import { HistoryExpired } from './history-expired.ts';
import { HistoryFolder, SPILL_FOLDER } from './history-folder.ts';
import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from './history-query.ts';
import type { HistoryRows } from './history-rows.ts';
import { type InTurn, Maintenance } from './maintenance.ts';
import { isPaneWindow, joinedWindowsSql, lastPaneSql, PANE_WINDOWS } from './pane-sql.ts';
import { parquetSql, writeParquet } from './parquet-file.ts';
import type { Relation } from './receipt-sql.ts';
import { DEFAULT_RETENTION, type HistoryRetention } from './retention.ts';
import { afterSql, type RowFilter, seriesSql, timeSql } from './rows-sql.ts';
import { eventSpan, type RowSource, settledWindowsSql } from './settled-windows-sql.ts';
import { type StoreFigures, storeFigures } from './store-figures.ts';
import { TailTable } from './tail-table.ts';

/** Beyond its memory DuckDB sorts and groups on disk, beside the files. */
const MEMORY_LIMIT = '512MB';
const SPILL_LIMIT = '8GiB';
export interface HistorySettings extends CivilZones {
  retention: HistoryRetention;
  nowMs: () => number;
}

/**
 * Raw judged readings: an in-memory tail table plus Parquet files partitioned by arrival date (UTC) and domain, read as one
 * relation; behind their age, panes (ADR 5).
 * Promises: a row is visible to queries as soon as `append` returned, durable once `flush` returned, and never twice (rows at or
 * below the covered offset are refused). One connection writes, one reads, one maintains. Calls must not overlap, except
 * `maintain`, which goes on beside them.
 */
export class HistoryStore {
  readonly #folder: HistoryFolder;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  readonly #maintainer: DuckDBConnection;
  readonly #tail: TailTable;
  readonly #maintenance: Maintenance;
  readonly #settings: HistorySettings;

  private constructor(parts: {
    folder: HistoryFolder;
    writer: DuckDBConnection;
    reader: DuckDBConnection;
    maintainer: DuckDBConnection;
    tail: TailTable;
    settings: HistorySettings;
  }) {
    this.#folder = parts.folder;
    this.#writer = parts.writer;
    this.#reader = parts.reader;
    this.#maintainer = parts.maintainer;
    this.#tail = parts.tail;
    this.#settings = parts.settings;
    this.#maintenance = new Maintenance(parts.maintainer, parts.folder, parts.settings);
  }

  /** Opens the folder, removes what an unfinished flush or merge left behind. */
  static async open(dir: string, settings: Partial<HistorySettings> = {}): Promise<HistoryStore> {
    const folder = HistoryFolder.open(dir);
    const spill = join(dir, SPILL_FOLDER);
    mkdirSync(spill, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY_LIMIT,
      threads: '1',
      temp_directory: spill,
      max_temp_directory_size: SPILL_LIMIT,
    });
    const writer = await instance.connect();
    const reader = await instance.connect();
    const maintainer = await instance.connect();
    const tail = await TailTable.create(writer);
    const defaults = { retention: DEFAULT_RETENTION, zone: 'UTC', zoneOfFeed: {}, nowMs: () => Date.now() };
    return new HistoryStore({
      folder,
      writer,
      reader,
      maintainer,
      tail,
      settings: { ...defaults, ...settings },
    });
  }

  /** Rows up to and including this log offset are in durable files. */
  get coveredOffset(): number {
    return this.#folder.manifest.coveredOffset;
  }

  get stats(): StoreFigures {
    return storeFigures(this.#folder.manifest, this.#tail.rows, this.#maintenance.fault);
  }

  /** All rows of the block or none: who was refused may ask again. */
  async append(rows: HistoryRows): Promise<void> {
    await this.#tail.append(rows, this.coveredOffset);
  }

  /**
   * Moves the tail into Parquet files and makes `upToOffset` the covered offset. The log must be durable that far: offsets of a
   * lost tail are given out again, and rows at covered ones would be refused.
   */
  async flush(upToOffset: number): Promise<void> {
    if (upToOffset <= this.coveredOffset) return;
    const { dir } = this.#folder;
    const files: HistoryFile[] = [];
    for (const part of await this.#tail.parts()) {
      const { date, domain, fromOffset, toOffset, rows } = part;
      const path = `raw/date=${date}/domain=${domain}/${fromOffset}-${toOffset}-${rows}.parquet`;
      const sql = this.#tail.sortedPartSql(part);
      const bytes = await writeParquet(this.#writer, { dir, path, sql, rows });
      files.push({ ...part, path, bytes, storedMs: this.#settings.nowMs() });
    }
    const { manifest } = this.#folder;
    this.#folder.adopt({ ...manifest, coveredOffset: upToOffset, files: [...manifest.files, ...files] });
    await this.#tail.clear();
  }

  /** Merges small files and lets old ones expire, as far as either is due. `inTurn` keeps changes apart from other calls. */
  maintain(inTurn: InTurn = (work) => Promise.resolve(work())): Promise<void> {
    return this.#maintenance.run(inTurn);
  }

  /** Rejects with `HistoryExpired` where the windows cannot be told any more. */
  async windows(query: WindowsQuery): Promise<WindowRow[]> {
    const rows = await this.#windows(query);
    const extras = await this.#extras(query);
    return extras === null ? rows : rows.map((row) => ({ ...row, extra: extras('', row.startMs) }));
  }

  async #windows(query: WindowsQuery): Promise<WindowRow[]> {
    const panes = this.#panes(query);
    const { window } = query;
    this.#assertNotGone({ ...query, ...eventSpan(query) });
    if (panes !== null && isPaneWindow(window)) {
      const sql = joinedWindowsSql({ ...query, window }, this.#source(query), panes);
      return (await this.read(sql)).map(toWindowRow);
    }
    await this.#assertRawKept({ ...query, ...eventSpan(query) }, window);
    return (await this.read(settledWindowsSql(query, this.#source(query)))).map(toWindowRow);
  }

  /**
   * The same question about several entities of the domain, by one statement: planning and opening files is most of the time of
   * a small one. Null where each has to be asked for itself.
   */
  async windowsOfEach(
    query: Omit<WindowsQuery, 'entity'>,
    entities: readonly string[],
  ): Promise<Map<string, WindowRow[]> | null> {
    if (this.#panes(query) !== null || this.#gone({ ...query, ...eventSpan(query) }) !== null) return null;
    const source = this.#source(query, entities);
    const rows = await this.read(settledWindowsSql(query, source, true));
    // Cut off: whose rows are missing is not known.
    if (rows.length >= query.maxRows) return null;
    const answers = new Map<string, WindowRow[]>(entities.map((entity) => [entity, []]));
    const extras = await this.#extras(query, entities);
    for (const row of rows) {
      const entity = String(row['entity']);
      const window = toWindowRow(row);
      answers
        .get(entity)
        ?.push(extras === null ? window : { ...window, extra: extras(entity, window.startMs) });
    }
    return answers;
  }

  /** Rejects with `HistoryExpired` where raw rows of the range are gone. */
  async observations(query: ObservationsQuery): Promise<ObservationRow[]> {
    await this.#assertRawKept(query, 'observations');
    const rows = await this.read(
      `SELECT entity, metric, t, value, arrival, id, flag, late, off${query.all === true ? ', outcome' : ''}
        FROM ${this.relation(query).sql} WHERE ${afterSql(query.after)}
        ORDER BY t, entity, metric, off LIMIT ${query.limit}`,
    );
    return rows.map(toObservationRow);
  }

  /** What a receipt asks: the rows that the filter names, and what is known of them beforehand. */
  relation(filter: RowFilter): Relation {
    const { manifest, dir } = this.#folder;
    const files = filesFor(manifest.files, filter);
    const parts = filter.all === true ? allRowsSql(dir, files) : insideRowsSql(dir, files);
    const conditions = `${seriesSql(filter)} AND ${timeSql(filter)}`;
    const selects = [this.#tail.selectSql(filter), ...parts.map((part) => `${part} AND ${conditions}`)];
    return {
      sql: `(${selects.join(' UNION ALL ')})`,
      hasLate: this.#tail.lateRows > 0 || files.some((file) => file.lateRows > 0),
      // Where rows have expired, what else came at their time is not known either.
      tellsOutcomes: files.every(tellsOutcomes) && filesFor(manifest.panes, filter).length === 0,
    };
  }

  async read(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#reader.runAndReadAll(sql)).getRowObjectsJS();
  }

  /** The same in blocks, as they are computed; to be read to their end before the next question. */
  async *readBlocks(sql: string): AsyncIterableIterator<Record<string, unknown>[]> {
    yield* (await this.#reader.stream(sql)).yieldRowObjectJs();
  }

  /** Ends maintenance and breaks off the question that is under way; a flush is let through. */
  breakOff(): Promise<void> {
    this.#reader.interrupt();
    return this.#maintenance.close();
  }

  /** Lets go of everything, when nothing is under way; the tail is gone, the log still has it. */
  close(): void {
    for (const connection of [this.#reader, this.#maintainer, this.#writer]) connection.closeSync();
  }

  /**
   * The domain's own statistic of a window, by entity where several are asked for; null = the metric has none. Where some raw rows
   * are gone no value is told: panes do not hold it, and of the rest it would be another figure.
   */
  async #extras(query: Omit<WindowsQuery, 'entity'>, entities?: readonly string[]): Promise<ExtraOf | null> {
    const statistic = domainStatistic(query.domain, query.metric);
    if (statistic === undefined) return null;
    if (this.#panes(query) !== null) return extrasOf(statistic, []);
    const { metric: _metric, ...anyMetric } = query;
    const sources = { own: this.#source(query, entities), all: this.#source(anyMetric, entities) };
    const byEntity = entities !== undefined;
    return extrasOf(
      statistic,
      await this.read(domainStatisticSql(query, statistic, { ...sources, byEntity })),
    );
  }

  #source(
    query: Omit<WindowsQuery, 'entity' | 'metric'> & { metric?: string },
    entities?: readonly string[],
  ): RowSource {
    return this.relation({ ...query, ...eventSpan(query), ...(entities === undefined ? {} : { entities }) });
  }

  /** Panes that windows of the query may have; null = every window can be computed from its rows. */
  #panes(query: Omit<WindowsQuery, 'entity'>): string | null {
    const { manifest, dir } = this.#folder;
    const panes = filesFor(manifest.panes, { ...query, ...eventSpan(query) });
    return panes.length === 0 ? null : parquetSql(dir, panes);
  }

  /** Where a series has a pane of five minutes its rows of these minutes are gone. */
  async #assertRawKept(filter: RowFilter, asked: string): Promise<void> {
    this.#assertNotGone(filter);
    const { manifest, dir } = this.#folder;
    const panes = filesFor(manifest.panes, filter);
    if (panes.length === 0) return;
    const [found] = await this.read(lastPaneSql(filter, parquetSql(dir, panes)));
    const untilMs = found?.['until_ms'];
    if (typeof untilMs !== 'number') return;
    throw new HistoryExpired(
      `raw readings of ${filter.domain} before ${isoTime(untilMs)} have expired, which ${asked} need: ask from then on, or for ${PANE_WINDOWS.join(', ')}`,
    );
  }

  #assertNotGone(filter: RowFilter): void {
    const goneMs = this.#gone(filter);
    if (goneMs === null) return;
    throw new HistoryExpired(
      `of ${filter.domain} nothing is left before ${isoTime(goneMs)}: ask from then on`,
    );
  }

  /** Where the time ends of which even panes are gone, if the range lies in it. */
  #gone({ domain, fromMs, toMs }: RowFilter): number | null {
    const gone = this.#folder.manifest.gone[domain];
    return gone !== undefined && gone.fromMs < toMs && gone.toMs > fromMs ? gone.toMs : null;
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
