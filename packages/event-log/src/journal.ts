/**
 * The journal: every fact that must never be lost, in one SQLite file (WAL, synchronous = FULL), hash-chained. `append` is one
 * transaction: when it answers, its entries are on the disk. Sequence numbers are gapless from 1. An entry whose `dedupKey` is
 * already there answers with the earlier seq and stores nothing.
 *
 * Synchronous and single-threaded: the server runs it in a worker (`JournalWorker`). After an I/O error the connection must not
 * be trusted: `reopen` it, as the failed sync may have dropped pages that a retry would call written.
 */
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { assert, err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { JournalRefusal } from './codes.ts';
import { chainEntry, checkDraft, GENESIS_HASH } from './journal-entry.ts';
import type { JournalEntry, JournalEntryDraft } from './journal-entry.ts';
import { migrateJournal } from './journal-schema.ts';
import { toJournalEntry } from './journal-row.ts';
import { verifyChain } from './journal-verify.ts';
import type { ChainHead, ChainReport } from './journal-verify.ts';
import { toSqliteCode } from './sqlite-code.ts';

/** Where an entry stands. `duplicateOf` is set (and equals `seq`) when an earlier entry has the same dedupKey. */
export interface AppendReceipt {
  readonly seq: number;
  readonly duplicateOf?: number;
}

export interface JournalOptions {
  /** Bound of the file, rounded up to whole pages. Default: the disk. */
  readonly maxBytes?: number;
}

/** Which entries of one kind; `after`: the last one of the page before. */
export interface TimeSpanQuery {
  readonly kind: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly after?: { readonly atMs: number; readonly seq: number };
  readonly limit: number;
}

interface Statements {
  insert: StatementSync;
  byKey: StatementSync;
  bySeq: StatementSync;
  page: StatementSync;
  pageOfKind: StatementSync;
  ofKindBetween: StatementSync;
  byKeyPrefix: StatementSync;
  getMeta: StatementSync;
  setMeta: StatementSync;
}

/** Most entries that one `read` gives. */
export const MAX_PAGE = 10_000;

/** SQLite's page size: its default, which nothing here changes. */
const PAGE_BYTES = 4096;

export class Journal {
  readonly path: string;
  readonly #options: JournalOptions;
  #database: DatabaseSync;
  #statements: Statements;
  #head: ChainHead;

  /**
   * Opens or creates the file. Errors: see `JournalRefusal`; `journal-locked` means that another process writes it. Beyond
   * `maxBytes` appends answer `insufficient-storage`, as on a full disk.
   */
  static open(path: string, options: JournalOptions = {}): Result<Journal, JournalRefusal> {
    const opened = openDatabase(path, options);
    return opened.ok ? ok(new Journal(path, options, opened.value)) : opened;
  }

  private constructor(path: string, options: JournalOptions, database: DatabaseSync) {
    this.path = path;
    this.#options = options;
    this.#database = database;
    this.#statements = prepare(this.#database);
    this.#head = readHead(this.#database);
  }

  /** Seq and hash of the newest entry; `{seq: 0, hash: GENESIS_HASH}` in an empty journal. */
  get head(): ChainHead {
    return this.#head;
  }

  /**
   * Stores the drafts in one durable transaction; one receipt each, in order. A refusal means that none is stored. Duplicates are
   * recognised within the batch too.
   */
  append(drafts: readonly JournalEntryDraft[]): Result<AppendReceipt[], JournalRefusal> {
    for (const draft of drafts) {
      const checked = checkDraft(draft);
      if (!checked.ok) return checked;
    }
    const before = this.#head;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const receipts = drafts.map((draft) => this.#insert(draft));
      this.#database.exec('COMMIT');
      return ok(receipts);
    } catch (error) {
      this.#head = before;
      this.#rollBack();
      return err(toSqliteCode(error), String(error));
    }
  }

  /** Entries with `seq >= fromSeq` in order, at most `limit` (and `MAX_PAGE`); of one kind if asked. */
  read(
    fromSeq: number,
    limit: number,
    options: { readonly kind?: string } = {},
  ): Result<JournalEntry[], JournalRefusal> {
    const { page, pageOfKind } = this.#statements;
    const most = Math.max(0, Math.min(limit, MAX_PAGE));
    return this.#asked(() => {
      const rows =
        options.kind === undefined ? page.all(fromSeq, most) : pageOfKind.all(options.kind, fromSeq, most);
      return rows.map(toJournalEntry);
    });
  }

  get(seq: number): Result<JournalEntry | null, JournalRefusal> {
    return this.#asked(() => {
      const row = this.#statements.bySeq.get(seq);
      return row === undefined ? null : toJournalEntry(row);
    });
  }

  byDedupKey(dedupKey: string): Result<JournalEntry | null, JournalRefusal> {
    const found = this.#asked(() => this.#seqOfKey(dedupKey));
    if (!found.ok || found.value === null) return found.ok ? ok(null) : found;
    return this.get(found.value);
  }

  /** Recomputes the chain from the beginning, or from an entry that was proven before. */
  verify(
    after: ChainHead = { seq: 0, hash: GENESIS_HASH },
    limit = Infinity,
  ): Result<ChainReport, JournalRefusal> {
    return this.#asked(() => verifyChain((fromSeq, most) => this.#rows(fromSeq, most), { after, limit }));
  }

  /** Entries of one kind with `fromMs <= atMs < toMs`, by time and then in order, at most `limit` and `MAX_PAGE`. */
  between({ kind, fromMs, toMs, after, limit }: TimeSpanQuery): Result<JournalEntry[], JournalRefusal> {
    const most = Math.max(0, Math.min(limit, MAX_PAGE));
    const from = after ?? { atMs: fromMs, seq: 0 };
    return this.#asked(() =>
      this.#statements.ofKindBetween.all(kind, from.atMs, from.seq, toMs, most).map(toJournalEntry),
    );
  }

  /** The newest entries whose dedup key begins with `prefix`, oldest first, at most `limit` and `MAX_PAGE`. */
  byKeyPrefix(prefix: string, limit: number): Result<JournalEntry[], JournalRefusal> {
    const most = Math.max(0, Math.min(limit, MAX_PAGE));
    return this.#asked(() =>
      this.#statements.byKeyPrefix.all(prefix, `${prefix}\u{10ffff}`, most).map(toJournalEntry).toReversed(),
    );
  }

  getMeta(key: string): Result<string | null, JournalRefusal> {
    return this.#asked(() => {
      const value = this.#statements.getMeta.get(key)?.['value'];
      return typeof value === 'string' ? value : null;
    });
  }

  /** Durable like an entry, but not chained: only for what can be rebuilt. */
  setMeta(key: string, value: string): Result<null, JournalRefusal> {
    return this.#asked(() => {
      this.#statements.setMeta.run(key, value);
      return null;
    });
  }

  /** Moves the write-ahead log into the file and empties it. False if a reader stood in the way; nothing is lost then. */
  checkpoint(): Result<boolean, JournalRefusal> {
    return this.#asked(() => {
      const row = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      return row?.['busy'] === 0;
    });
  }

  /** A fresh connection to the same file. On an error the journal stays closed; try again. */
  reopen(): Result<null, JournalRefusal> {
    try {
      this.close();
      const opened = openDatabase(this.path, this.#options);
      if (!opened.ok) return opened;
      this.#database = opened.value;
      this.#statements = prepare(this.#database);
      this.#head = readHead(this.#database);
      return ok(null);
    } catch (error) {
      return err(toSqliteCode(error), `cannot reopen journal ${this.path}: ${String(error)}`);
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #insert(draft: JournalEntryDraft): AppendReceipt {
    const key = draft.dedupKey ?? null;
    const earlier = key === null ? null : this.#seqOfKey(key);
    if (earlier !== null) return { seq: earlier, duplicateOf: earlier };
    const entry = chainEntry(draft, this.#head.seq + 1, this.#head.hash);
    const { seq, kind, v, atMs, actor, body, isDerived } = entry;
    this.#statements.insert.run(
      ...[seq, kind, v, atMs, actor, body, key, isDerived ? 1 : 0],
      ...[Buffer.from(entry.hash, 'hex'), Buffer.from(entry.prevHash, 'hex')],
    );
    this.#head = { seq, hash: entry.hash };
    return { seq };
  }

  #seqOfKey(key: string): number | null {
    const seq = this.#statements.byKey.get(key)?.['seq'];
    return typeof seq === 'number' ? seq : null;
  }

  #rows(fromSeq: number, most: number): JournalEntry[] {
    return this.#statements.page.all(fromSeq, most).map(toJournalEntry);
  }

  #rollBack(): void {
    // SQLite rolls back by itself after some errors; a second rollback would be an error of its own.
    if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  #asked<T>(question: () => T): Result<T, JournalRefusal> {
    try {
      return ok(question());
    } catch (error) {
      return err(toSqliteCode(error), String(error));
    }
  }
}

function openDatabase(path: string, { maxBytes }: JournalOptions): Result<DatabaseSync, JournalRefusal> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 1000, enableForeignKeyConstraints: true });
    const migrated = migrateJournal(database);
    if (!migrated.ok) {
      database.close();
      return migrated;
    }
    if (maxBytes !== undefined) database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
    return ok(database);
  } catch (error) {
    database?.close();
    return err(toSqliteCode(error), `cannot open journal ${path}: ${String(error)}`);
  }
}

function prepare(database: DatabaseSync): Statements {
  const columns = 'seq, kind, v, at_ms, actor, body, dedup_key, derived, hash, prev_hash';
  return {
    insert: database.prepare(`INSERT INTO entries (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    byKey: database.prepare('SELECT seq FROM entries WHERE dedup_key = ?'),
    bySeq: database.prepare(`SELECT ${columns} FROM entries WHERE seq = ?`),
    page: database.prepare(`SELECT ${columns} FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?`),
    pageOfKind: database.prepare(
      `SELECT ${columns} FROM entries WHERE kind = ? AND seq >= ? ORDER BY seq LIMIT ?`,
    ),
    ofKindBetween: database.prepare(
      `SELECT ${columns} FROM entries WHERE kind = ? AND (at_ms, seq) > (?, ?) AND at_ms < ? ORDER BY at_ms, seq LIMIT ?`,
    ),
    byKeyPrefix: database.prepare(
      `SELECT ${columns} FROM entries WHERE dedup_key >= ? AND dedup_key < ? ORDER BY seq DESC LIMIT ?`,
    ),
    getMeta: database.prepare('SELECT value FROM meta WHERE key = ?'),
    setMeta: database.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  };
}

function readHead(database: DatabaseSync): ChainHead {
  const row = database.prepare('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1').get();
  if (row === undefined) return { seq: 0, hash: GENESIS_HASH };
  const { seq, hash } = row;
  assert(typeof seq === 'number' && hash instanceof Uint8Array, 'journal head has a seq and a hash', { seq });
  return { seq, hash: Buffer.from(hash).toString('hex') };
}
