import { DatabaseSync } from 'node:sqlite';

/**
 * What counts how is part of these tables: raise it when a count, a life cycle or a period means something else, and the tables are
 * made anew from the journal.
 */
export const OFFICES_VERSION = 1;

const TABLES = `
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS cases;
DROP TABLE IF EXISTS tallies;
DROP TABLE IF EXISTS figures;
DELETE FROM meta;
CREATE TABLE cases (
  system TEXT NOT NULL,
  id TEXT NOT NULL,
  events TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since_ms INTEGER NOT NULL,
  is_open INTEGER NOT NULL,
  due_ms INTEGER,
  is_overdue INTEGER NOT NULL,
  unit_row TEXT,
  agency_row TEXT,
  heard_ms INTEGER NOT NULL,
  PRIMARY KEY (system, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_by_due ON cases (due_ms) WHERE is_open = 1 AND is_overdue = 0 AND due_ms IS NOT NULL;
CREATE INDEX cases_overdue ON cases (system, due_ms) WHERE is_overdue = 1;
CREATE INDEX cases_open ON cases (system, state, state_since_ms) WHERE is_open = 1;
CREATE INDEX cases_closed ON cases (heard_ms) WHERE is_open = 0;
CREATE TABLE tallies (
  system TEXT NOT NULL,
  period TEXT NOT NULL,
  of TEXT NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (system, period, of)
) STRICT, WITHOUT ROWID;
CREATE TABLE figures (
  system TEXT NOT NULL,
  code TEXT NOT NULL,
  territory TEXT NOT NULL,
  period TEXT NOT NULL,
  vintage TEXT NOT NULL,
  status TEXT NOT NULL,
  t_ms INTEGER NOT NULL,
  unit TEXT,
  value REAL,
  numerator REAL,
  denominator REAL,
  UNIQUE (system, code, territory, period, vintage)
) STRICT;
COMMIT;
`;

/**
 * Opens the tables of the administrative systems. They hold nothing that the journal has not: another `version`, a file that
 * cannot be read, or one that is gone costs a rebuild, never a fact. So a commit need not wait for the disk.
 */
export function openOfficesTables(path: string, version: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 1_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384');
  database.exec(
    'CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  );
  const found = database.prepare("SELECT value FROM meta WHERE key = 'version'").get()?.['value'];
  if (found === version) return database;
  database.exec(TABLES);
  database.prepare("INSERT INTO meta VALUES ('version', ?)").run(version);
  return database;
}
