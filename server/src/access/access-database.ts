import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Principal, Realm, Role } from './principal.ts';
import type { TokenSummary } from './token-rules.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, label TEXT NOT NULL, role TEXT NOT NULL, realm TEXT NOT NULL,
    room TEXT, screen TEXT, agency TEXT, created_ms INTEGER NOT NULL, expires_ms INTEGER, revoked_ms INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, label TEXT NOT NULL, role TEXT NOT NULL, realm TEXT NOT NULL,
    room TEXT, screen TEXT, agency TEXT, token_id TEXT, created_ms INTEGER NOT NULL, expires_ms INTEGER, revoked_ms INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_by_token ON sessions (token_id);
  CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL, role TEXT NOT NULL, agency TEXT, position TEXT,
    created_ms INTEGER NOT NULL, password_ms INTEGER NOT NULL, disabled_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY, label TEXT NOT NULL, role TEXT NOT NULL, agency TEXT, is_first_admin INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, used_ms INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS password_links (
    account TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, expires_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS settings (
    person TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL, seen_ms INTEGER NOT NULL,
    PRIMARY KEY (person, key)
  ) STRICT, WITHOUT ROWID;
`;

/** Columns of later builds: added to a database that an earlier one made. */
const LATER_COLUMNS = {
  sessions: {
    account: 'TEXT',
    position: 'TEXT',
    idle_ms: 'INTEGER',
    seen_ms: 'INTEGER',
    granted_by: 'TEXT',
  },
  tokens: { used_ms: 'INTEGER', made_by: 'TEXT' },
} as const;

/** Columns that tokens and sessions share. */
export interface CredentialRow {
  readonly id: string;
  readonly label: string;
  readonly role: Role;
  readonly realm: Realm;
  readonly room: string | null;
  readonly screen: string | null;
  readonly agency: string | null;
  readonly created_ms: number;
  readonly expires_ms: number | null;
  readonly revoked_ms: number | null;
  /** Of sessions only. */
  readonly account?: string | null;
  readonly position?: string | null;
  /** Of tokens only. */
  readonly used_ms?: number | null;
  readonly made_by?: string | null;
}

/** One sign-in link. */
export interface LinkRow {
  readonly label: string;
  readonly role: Role;
  readonly agency: string | null;
  readonly is_first_admin: number;
  readonly expires_ms: number;
  readonly used_ms: number | null;
}

/**
 * Opens (or creates) `<dataDir>/secrets/access.db`, folder 0700, file 0600. WAL, because `npm run admin` writes to it while
 * the centre runs; FULL, because a revocation that was confirmed must survive a power cut. Throws if the folder cannot be used.
 */
export function openAccessDatabase(dataDir: string): DatabaseSync {
  const folder = path.join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = path.join(folder, 'access.db');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(SCHEMA);
  addLaterColumns(database);
  chmodSync(file, 0o600);
  return database;
}

function addLaterColumns(database: DatabaseSync): void {
  // Two processes may open it at once: the one that waits finds the columns there.
  database.exec('BEGIN IMMEDIATE');
  for (const [table, wanted] of Object.entries(LATER_COLUMNS)) {
    const columns = database.prepare(`PRAGMA table_info (${table})`).all();
    const there = new Set(columns.map((column) => String(column['name'])));
    for (const [name, type] of Object.entries(wanted))
      if (!there.has(name)) database.exec(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
  }
  database.exec('CREATE INDEX IF NOT EXISTS sessions_by_account ON sessions (account)');
  database.exec('COMMIT');
}

/** The principal that a row stands for. */
export function toPrincipal(kind: 'token' | 'session', row: CredentialRow): Principal {
  return {
    kind,
    id: row.id,
    role: row.role,
    realm: row.realm,
    label: row.label,
    ...(row.room === null ? {} : { room: row.room }),
    ...(row.screen === null ? {} : { screen: row.screen }),
    ...(row.agency === null ? {} : { agency: row.agency }),
    ...(row.account ? { account: row.account } : {}),
    ...(row.position ? { position: row.position } : {}),
  };
}

/** A token as a list shows it; never its secret. */
export function toTokenSummary(row: CredentialRow): TokenSummary {
  const { kind: _kind, ...rest } = toPrincipal('token', row);
  return {
    ...rest,
    createdMs: row.created_ms,
    ...(row.expires_ms === null ? {} : { expiresMs: row.expires_ms }),
    ...(row.revoked_ms === null ? {} : { revokedMs: row.revoked_ms }),
    ...(row.used_ms ? { usedMs: row.used_ms } : {}),
    ...(row.made_by ? { madeBy: row.made_by } : {}),
  };
}
