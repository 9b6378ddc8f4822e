import type { DatabaseSync } from 'node:sqlite';
import { assert, err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';

const SCHEMA_VERSION = 1;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Came later than the layout, and changes nothing that an older program reads or writes: so without a new version. */
const TIME_INDEX = 'CREATE INDEX IF NOT EXISTS entries_by_kind_and_time ON entries (kind, at_ms, seq)';

/** Brings a journal file to the present layout and sets what makes a commit durable. Throws SQLite errors. */
export function migrateJournal(database: DatabaseSync): Result<null, 'journal-newer'> {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  assert(mode === 'wal' || mode === 'memory', 'the journal runs in WAL mode', { mode });
  database.exec(`PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`);
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (found > SCHEMA_VERSION) {
    return err('journal-newer', `journal has layout ${found}, this program knows up to ${SCHEMA_VERSION}`);
  }
  if (found === SCHEMA_VERSION) {
    database.exec(TIME_INDEX);
    return ok(null);
  }
  // Hashes cover every column but themselves; triggers keep a slip of a program from rewriting the past.
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE entries (
      seq INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      v INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      actor TEXT,
      body TEXT NOT NULL,
      dedup_key TEXT UNIQUE,
      derived INTEGER NOT NULL CHECK (derived IN (0, 1)),
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32)
    ) STRICT;
    CREATE INDEX entries_by_kind ON entries (kind, seq);
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TRIGGER entries_are_final BEFORE UPDATE ON entries BEGIN SELECT RAISE (ABORT, 'journal entries are final'); END;
    CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries BEGIN SELECT RAISE (ABORT, 'journal entries are kept'); END;
    ${TIME_INDEX};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `);
  return ok(null);
}
