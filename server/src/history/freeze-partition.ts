import type { DuckDBConnection } from '@duckdb/node-api';
import { filesFor, type HistoryFile, type Manifest, type PaneFile } from './file-manifest.ts';
import { insideRowsSql } from './file-rows-sql.ts';
import type { HistoryFolder } from './history-folder.ts';
import {
  type Freeze,
  freezeSql,
  LONGEST_PANE_MS,
  PANE_COLUMNS,
  PANE_ORDER,
  PANE_WINDOWS,
  type PaneWindow,
} from './pane-sql.ts';
import { parquetSql, writeParquet } from './parquet-file.ts';
import { storedMs } from './retention.ts';
import { textSql, timeSql } from './rows-sql.ts';
import { eventSpan, firstArrivalsSql, type WindowSpan } from './settled-windows-sql.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** So many rows are grouped by one statement: exact percentiles hold all values of their group in memory. */
const BATCH_ROWS = 2_000_000;
/** An aggregate's range is cut into at most so many pieces: one reading with a wrong clock may make it decades long. */
const MAX_PIECES = 64;

/** Whose days civil days are. */
export type CivilZones = Pick<WindowSpan, 'zone' | 'zoneOfFeed'>;

/**
 * Computes, before a partition of raw rows goes, the settled windows that one of its rows lies in, from all raw rows that there
 * are, and writes them as panes. The rows stay until a manifest names the panes instead of them. Null: no row of it is in any
 * window.
 */
export async function freezePartition(
  connection: DuckDBConnection,
  folder: HistoryFolder,
  { partition, zones }: { partition: readonly HistoryFile[]; zones: CivilZones },
): Promise<PaneFile | null> {
  // What is flushed meanwhile is not in the panes: it lies behind this offset.
  const { manifest } = folder;
  const upto = manifest.coveredOffset;
  await connection.run(`CREATE OR REPLACE TEMP TABLE frozen (win VARCHAR, entity VARCHAR, metric VARCHAR, start_ms DOUBLE,
    end_ms DOUBLE, n DOUBLE, sum DOUBLE, min DOUBLE, max DOUBLE, first DOUBLE, last DOUBLE, p50 DOUBLE, p95 DOUBLE,
    revision DOUBLE, late DOUBLE, unmerged DOUBLE, upto DOUBLE)`);
  const task = new PartitionFreeze(connection, partition, { ...zones, dir: folder.dir, manifest });
  await task.freezeEntities();
  await task.freezeAggregates(['PT5M', 'PT1H'], HOUR_MS);
  await task.freezeAggregates(['P1D'], DAY_MS);
  const facts = await connection.runAndReadAll(
    'SELECT count(*)::DOUBLE AS n, min(start_ms) AS from_ms, max(end_ms) AS to_ms FROM frozen',
  );
  const { n, from_ms, to_ms } = facts.getRowObjectsJS()[0] as { n: number; from_ms: number; to_ms: number };
  if (n === 0) return null;
  const { date, domain } = partition[0]!;
  const month = date.slice(0, 7);
  const fromOffset = Math.min(...partition.map((file) => file.fromOffset));
  const path = `panes/month=${month}/domain=${domain}/${date}-${fromOffset}-${upto}-${n}.parquet`;
  const sql = `SELECT ${PANE_COLUMNS} FROM frozen ORDER BY ${PANE_ORDER}`;
  const bytes = await writeParquet(connection, { dir: folder.dir, path, sql, rows: n });
  await connection.run('DROP TABLE frozen; DROP TABLE batch');
  const span = { minMs: from_ms, maxMs: to_ms };
  const age = { storedMs: storedMs(partition) };
  return { path, domain, month, fromOffset, toOffset: upto, ...span, rows: n, bytes, ...age };
}

interface FreezeContext extends CivilZones {
  dir: string;
  manifest: Manifest;
}

interface Batch {
  fromMs: number;
  toMs: number;
  windows: readonly PaneWindow[];
  byEntity: boolean;
  condition: string;
}

class PartitionFreeze {
  readonly #connection: DuckDBConnection;
  readonly #partition: readonly HistoryFile[];
  readonly #context: FreezeContext;

  constructor(connection: DuckDBConnection, partition: readonly HistoryFile[], context: FreezeContext) {
    this.#connection = connection;
    this.#partition = partition;
    this.#context = context;
  }

  /** Windows of every series, some entities at a time. */
  async freezeEntities(): Promise<void> {
    const counts = await this.#read<{ entity: string; n: number }>(
      `SELECT entity, count(*)::DOUBLE AS n FROM ${this.#own()} GROUP BY entity ORDER BY entity`,
    );
    for (let from = 0; from < counts.length;) {
      let to = from + 1;
      for (let rows = counts[from]!.n; to < counts.length && rows + counts[to]!.n <= BATCH_ROWS; to++)
        rows += counts[to]!.n;
      const range = `entity >= ${textSql(counts[from]!.entity)} AND entity <= ${textSql(counts[to - 1]!.entity)}`;
      await this.#freeze({ ...this.#whole(), windows: PANE_WINDOWS, byEntity: true, condition: range });
      from = to;
    }
  }

  /** Windows of every metric over all entities, some time at a time. */
  async freezeAggregates(windows: readonly PaneWindow[], unitMs: number): Promise<void> {
    const counts = await this.#read<{ metric: string; n: number }>(
      `SELECT metric, count(*)::DOUBLE AS n FROM ${this.#own()} GROUP BY metric ORDER BY metric`,
    );
    const whole = this.#whole();
    for (const { metric, n } of counts) {
      const pieces = Math.min(MAX_PIECES, Math.ceil(n / BATCH_ROWS));
      const lengthMs = Math.ceil((whole.toMs - whole.fromMs) / pieces / unitMs) * unitMs;
      for (let fromMs = whole.fromMs; fromMs < whole.toMs; fromMs += lengthMs) {
        const toMs = Math.min(fromMs + lengthMs, whole.toMs);
        const condition = `metric = ${textSql(metric)}`;
        await this.#freeze({ fromMs, toMs, windows, byEntity: false, condition });
      }
    }
  }

  /** Windows that start in `[fromMs, toMs)`, of the rows that meet the condition. Those are read once and told apart once. */
  async #freeze({ fromMs, toMs, windows, byEntity, condition }: Batch): Promise<void> {
    const { domain, date } = this.#partition[0]!;
    const { dir, manifest, zone, zoneOfFeed } = this.#context;
    const spans = windows.map((window) => ({ window, fromMs, toMs, zone, zoneOfFeed }));
    const ranges = spans.map(eventSpan);
    const range = {
      fromMs: Math.min(...ranges.map((each) => each.fromMs)),
      toMs: Math.max(...ranges.map((each) => each.toMs)),
    };
    const files = filesFor(manifest.files, { domain, ...range });
    const parts = insideRowsSql(dir, files).map((part) => `${part} AND ${timeSql(range)} AND ${condition}`);
    if (parts.length === 0) return;
    const source = {
      sql: `(${parts.join(' UNION ALL ')})`,
      hasLate: files.some((file) => file.lateRows > 0),
    };
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE batch AS ${firstArrivalsSql(source)}`);
    const panes = filesFor(manifest.panes, { domain, ...range });
    const dayMs = Date.parse(`${date}T00:00:00Z`);
    for (const span of spans) {
      const freeze: Freeze = {
        span,
        byEntity,
        source: { sql: 'batch', hasLate: false },
        going: { fromMs: dayMs, toMs: dayMs + DAY_MS },
        upto: manifest.coveredOffset,
        panes: panes.length === 0 ? null : parquetSql(dir, panes),
      };
      await this.#connection.run(`INSERT INTO frozen BY NAME ${freezeSql(freeze)}`);
    }
  }

  /** Starts of all windows that a row of the partition can lie in. */
  #whole(): { fromMs: number; toMs: number } {
    const minMs = Math.min(...this.#partition.map((file) => file.minMs));
    const maxMs = Math.max(...this.#partition.map((file) => file.maxMs));
    return { fromMs: Math.floor((minMs - LONGEST_PANE_MS) / DAY_MS) * DAY_MS, toMs: maxMs + 1 };
  }

  #own(): string {
    return `(${insideRowsSql(this.#context.dir, this.#partition).join(' UNION ALL ')})`;
  }

  async #read<T>(sql: string): Promise<T[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJS() as T[];
  }
}
