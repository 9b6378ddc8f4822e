import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { HistoryFile, Manifest, PaneFile, StoredFile } from './file-manifest.ts';
import { ALL_COLUMNS, allRowsSql, tellsOutcomes } from './file-rows-sql.ts';
import { type CivilZones, freezePartition } from './freeze-partition.ts';
import type { HistoryFolder } from './history-folder.ts';
import { nextMerge } from './merge-plan.ts';
import { PANE_COLUMNS, PANE_ORDER } from './pane-sql.ts';
import { parquetSql, writeParquet } from './parquet-file.ts';
import { expiredPanes, type HistoryRetention, nextExpired } from './retention.ts';

/** After a failure (a full disk) the next attempt waits so long. */
const RETRY_MS = 60_000;

/** Runs work while nothing reads or changes the store. */
export type InTurn = (work: () => void) => Promise<void>;

/**
 * Merges small files and lets old ones go, one job at a time beside questions and appends. New files are written under names that
 * no manifest knows; the change itself is one manifest, in a turn of its own. A job that fails leaves everything as it was.
 */
export class Maintenance {
  readonly #connection: DuckDBConnection;
  readonly #folder: HistoryFolder;
  readonly #settings: CivilZones & { retention: HistoryRetention; nowMs: () => number };
  #running: Promise<void> | null = null;
  #isClosed = false;
  #fault: string | null = null;
  #retryMs = 0;

  constructor(
    connection: DuckDBConnection,
    folder: HistoryFolder,
    settings: CivilZones & { retention: HistoryRetention; nowMs: () => number },
  ) {
    this.#connection = connection;
    this.#folder = folder;
    this.#settings = settings;
  }

  /** Why files are not merged or do not expire at present; null = they do. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Does what is due and resolves then; while it works a second call waits for the same. Never rejects: see `fault`. */
  run(inTurn: InTurn): Promise<void> {
    this.#running ??= this.#work(inTurn).finally(() => (this.#running = null));
    return this.#running;
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#connection.interrupt();
    await this.#running;
  }

  async #work(inTurn: InTurn): Promise<void> {
    if (this.#settings.nowMs() < this.#retryMs) return;
    try {
      for (let job = this.#next(); job !== null && !this.#isClosed; job = this.#next()) await job(inTurn);
      this.#fault = null;
    } catch (error) {
      this.#fault = error instanceof Error ? error.message : String(error);
      this.#retryMs = this.#settings.nowMs() + RETRY_MS;
    }
  }

  #next(): ((inTurn: InTurn) => Promise<void>) | null {
    const { files, panes } = this.#folder.manifest;
    const { retention, nowMs } = this.#settings;
    const now = nowMs();
    const partition = nextExpired(files, retention, now);
    if (partition !== null) return (inTurn) => this.#expire(partition, inTurn);
    const oldPanes = expiredPanes(panes, retention, now);
    if (oldPanes.length > 0) return (inTurn) => this.#expirePanes(oldPanes, inTurn);
    const raw = nextMerge(files, now);
    if (raw !== null) return (inTurn) => this.#mergeRaw(raw, inTurn);
    const merge = nextMerge(panes, now);
    return merge === null ? null : (inTurn) => this.#mergePanes(merge, inTurn);
  }

  async #expire(partition: HistoryFile[], inTurn: InTurn): Promise<void> {
    const pane = await freezePartition(this.#connection, this.#folder, {
      partition,
      zones: this.#settings,
    });
    const added = pane === null ? [] : [pane];
    const { date, domain } = partition[0]!;
    await this.#change(added, inTurn, (manifest) => {
      // Rows that came meanwhile are not in the panes: the partition is young again and stays.
      const now = manifest.files.filter((file) => file.date === date && file.domain === domain);
      if (now.length !== partition.length) return null;
      const files = manifest.files.filter((file) => !partition.includes(file));
      return { ...manifest, files, panes: [...manifest.panes, ...added] };
    });
  }

  async #expirePanes(old: PaneFile[], inTurn: InTurn): Promise<void> {
    await this.#change([], inTurn, (manifest) => {
      const gone = { ...manifest.gone };
      for (const { domain, minMs, maxMs } of old) {
        const before = gone[domain];
        gone[domain] = {
          fromMs: Math.min(before?.fromMs ?? minMs, minMs),
          toMs: Math.max(before?.toMs ?? maxMs, maxMs),
        };
      }
      return { ...manifest, gone, panes: manifest.panes.filter((file) => !old.includes(file)) };
    });
  }

  async #mergeRaw(files: HistoryFile[], inTurn: InTurn): Promise<void> {
    const facts = factsOf(files);
    const rows = allRowsSql(this.#folder.dir, files).join(' UNION ALL ');
    const sql = `SELECT ${ALL_COLUMNS} FROM (${rows}) ORDER BY entity, metric, t`;
    const merged: HistoryFile = {
      ...facts,
      date: files[0]!.date,
      bytes: await writeParquet(this.#connection, { dir: this.#folder.dir, ...facts, sql }),
      lateRows: sumOf(files, (file) => file.lateRows),
      outsideRows: sumOf(files, (file) => file.outsideRows ?? 0),
      ...(files.every(tellsOutcomes) ? {} : { isUntold: true as const }),
    };
    await this.#change([merged], inTurn, (manifest) => ({
      ...manifest,
      files: [...manifest.files.filter((file) => !files.includes(file)), merged],
    }));
  }

  async #mergePanes(files: PaneFile[], inTurn: InTurn): Promise<void> {
    const facts = factsOf(files);
    const sql = `SELECT ${PANE_COLUMNS} FROM ${parquetSql(this.#folder.dir, files)} ORDER BY ${PANE_ORDER}`;
    const bytes = await writeParquet(this.#connection, { dir: this.#folder.dir, ...facts, sql });
    const merged: PaneFile = { ...facts, month: files[0]!.month, bytes };
    await this.#change([merged], inTurn, (manifest) => ({
      ...manifest,
      panes: [...manifest.panes.filter((file) => !files.includes(file)), merged],
    }));
  }

  /**
   * Adopts a changed manifest, or, where the change is not possible any more, removes the files that were written for it. When
   * writing the manifest failed they stay until the next start: which of the two manifests the disk holds is not known.
   */
  async #change(
    added: StoredFile[],
    inTurn: InTurn,
    change: (manifest: Manifest) => Manifest | null,
  ): Promise<void> {
    await inTurn(() => {
      const manifest = change(this.#folder.manifest);
      if (manifest !== null) this.#folder.adopt(manifest);
      else for (const { path } of added) rmSync(join(this.#folder.dir, path), { force: true });
    });
  }
}

/** What the file that several of one partition become tells of itself, except its size. */
function factsOf(files: readonly StoredFile[]): Omit<StoredFile, 'bytes'> {
  const fromOffset = Math.min(...files.map((file) => file.fromOffset));
  const toOffset = Math.max(...files.map((file) => file.toOffset));
  const rows = sumOf(files, (file) => file.rows);
  const { path, domain } = files[0]!;
  return {
    path: join(dirname(path), `${fromOffset}-${toOffset}-${rows}.parquet`),
    domain,
    fromOffset,
    toOffset,
    minMs: Math.min(...files.map((file) => file.minMs)),
    maxMs: Math.max(...files.map((file) => file.maxMs)),
    rows,
    storedMs: Math.max(...files.map((file) => file.storedMs)),
  };
}

function sumOf<F>(files: readonly F[], of: (file: F) => number): number {
  return files.reduce((sum, file) => sum + of(file), 0);
}
