import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Principal, Realm, Role } from './principal.ts';

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
  CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY, label TEXT NOT NULL, role TEXT NOT NULL, agency TEXT, is_first_admin INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, used_ms INTEGER
  ) STRICT;
`;

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
  chmodSync(file, 0o600);
  return database;
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
  };
}
