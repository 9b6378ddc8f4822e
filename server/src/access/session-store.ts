/**
 * Browser sessions in `access.db`. A session ends at its absolute limit, when it was idle too long, when its account, its token or
 * somebody ended it; every way out is seen within a second by routes, and at the next beat by open sockets.
 * Idle means that no page is open: requests count, and so does an open socket, which asks `isActive` on every beat. An operator who
 * watches for hours without a click is at work.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@metropane/base';
import type { CredentialRow } from './access-database.ts';
import { toPrincipal } from './access-database.ts';
import { hashSecret, makeRowId, makeSecret } from './credential.ts';
import type { Principal } from './principal.ts';
import type { NewToken } from './token-rules.ts';

const CACHE_LIMIT = 10_000;
/** Sightings are written this often, all in one transaction; a crash makes a session at most so much older. */
const WRITE_SEEN_MS = 60_000;

export interface OpenedSession {
  /** The secret for the cookie; shown once. */
  readonly cookieValue: string;
  readonly principal: Principal;
  readonly expiresMs: number;
}

/** Where a session comes from and how long it may last. */
export interface SessionLimits {
  readonly nowMs: number;
  readonly expiresMs: number;
  /** Without a sign of an open page for so long it ends; absent = only the absolute limit (a wall). */
  readonly idleMs?: number;
  readonly tokenId?: string;
  readonly account?: string;
  /** Who let a device in; absent for every other session. */
  readonly grantedBy?: string;
}

export interface SessionSummary {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly account?: string;
  /** Of a wall. */
  readonly room?: string;
  readonly screen?: string;
  readonly grantedBy?: string;
  readonly createdMs: number;
  readonly seenMs: number;
  readonly expiresMs: number;
}

interface SessionRow extends CredentialRow {
  readonly account: string | null;
  readonly idle_ms: number | null;
  readonly seen_ms: number | null;
  readonly granted_by: string | null;
}

interface Known {
  readonly principal: Principal;
  readonly expiresMs: number;
  readonly idleMs: number | null;
}

export class SessionStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #byHash = new Map<string, Known>();
  readonly #byId = new Map<string, Known | null>();
  /** When each session was last seen, as far as it is not written yet. */
  readonly #seen = new Map<string, number>();
  readonly #unwritten = new Set<string>();
  #writtenMs = Number.NEGATIVE_INFINITY;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  open(as: NewToken & { position?: string }, limits: SessionLimits): OpenedSession {
    const cookieValue = makeSecret();
    const id = makeRowId();
    const { nowMs, expiresMs, idleMs, tokenId, account, grantedBy } = limits;
    const realm = as.realm ?? 'live';
    const { role, label, room, screen, agency, position } = as;
    this.#run(
      `INSERT INTO sessions (id, hash, label, role, realm, room, screen, agency, token_id, created_ms, expires_ms,
         account, position, idle_ms, seen_ms, granted_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, hashSecret(cookieValue), label, role, realm, room ?? null, screen ?? null, agency ?? null],
      ...[tokenId ?? null, nowMs, expiresMs, account ?? null, position ?? null, idleMs ?? null, nowMs],
      grantedBy ?? null,
    );
    const bounds = { ...(room && { room }), ...(screen && { screen }), ...(agency && { agency }) };
    const person = { ...(account && { account }), ...(position && { position }) };
    const principal: Principal = { kind: 'session', id, role, realm, label, ...bounds, ...person };
    return { cookieValue, expiresMs, principal };
  }

  /** The principal of a cookie's hash, or `undefined` if it is unknown or its session has ended. */
  verify(hash: string): Principal | undefined {
    let known = this.#byHash.get(hash);
    if (known === undefined) {
      const row = this.#row('hash', hash);
      if (row === undefined || row.revoked_ms !== null) return undefined;
      known = toKnown(row);
      this.#noteStored(row);
      if (this.#byHash.size >= CACHE_LIMIT) this.#byHash.clear();
      this.#byHash.set(hash, known);
    }
    return this.#touch(known) ? known.principal : undefined;
  }

  /** Whether a session still stands; counts as a sign of life. */
  isActive(id: string): boolean {
    let known = this.#byId.get(id);
    if (known === undefined) {
      const row = this.#row('id', id);
      known = row === undefined || row.revoked_ms !== null ? null : toKnown(row);
      if (row !== undefined) this.#noteStored(row);
      if (this.#byId.size >= CACHE_LIMIT) this.#byId.clear();
      this.#byId.set(id, known);
    }
    return known !== null && this.#touch(known);
  }

  /** Ends a session by the secret of its cookie (signing out). False if there was none. */
  endByCookie(cookieValue: string): boolean {
    return this.#end('hash = ?', hashSecret(cookieValue)) > 0;
  }

  endById(id: string): boolean {
    return this.#end('id = ?', id) > 0;
  }

  /** Moves the end of a device's session on; false for a session that is over or of anything else. */
  renewDevice(id: string, expiresMs: number): boolean {
    const changed = this.#run(
      'UPDATE sessions SET expires_ms = ? WHERE id = ? AND revoked_ms IS NULL AND granted_by IS NOT NULL AND expires_ms > ?',
      ...[expiresMs, id, this.#clock.nowMs()],
    );
    this.forget();
    return changed === 1;
  }

  endOfToken(tokenId: string): void {
    this.#end('token_id = ?', tokenId);
  }

  /** Ends the sessions of an account, but for one; tells how many. */
  endOfAccount(account: string, exceptId = ''): number {
    return this.#end('account = ? AND id <> ?', account, exceptId);
  }

  /** Sessions that stand, newest first; of one account if asked. */
  list(account?: string): SessionSummary[] {
    return account === undefined ? this.#listed('1') : this.#listed('account = ?2', account);
  }

  /** Walls that are signed in, newest first: let in by a person, or opened with a token. */
  listWalls(): SessionSummary[] {
    return this.#listed("role = 'wall'");
  }

  /** Another process wrote: what is known of rows is worth nothing. */
  forget(): void {
    this.#byHash.clear();
    this.#byId.clear();
  }

  /** Writes what was seen since the last time; call before the database is closed. */
  flush(): void {
    const update = this.#database.prepare('UPDATE sessions SET seen_ms = ? WHERE id = ?');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const id of this.#unwritten) update.run(this.#seen.get(id) ?? null, id);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    this.#unwritten.clear();
  }

  /** False when the session is over; else it has been seen now. */
  #touch({ principal: { id }, expiresMs, idleMs }: Known): boolean {
    const nowMs = this.#clock.nowMs();
    if (nowMs >= expiresMs) return false;
    const seenMs = this.#seen.get(id) ?? nowMs;
    if (idleMs !== null && nowMs - seenMs >= idleMs) return false;
    this.#seen.set(id, Math.max(nowMs, seenMs));
    this.#unwritten.add(id);
    if (nowMs - this.#writtenMs >= WRITE_SEEN_MS) {
      this.#writtenMs = nowMs;
      this.flush();
    }
    return true;
  }

  #listed(where: string, ...values: string[]): SessionSummary[] {
    const nowMs = this.#clock.nowMs();
    const rows = this.#database
      .prepare(
        `SELECT * FROM sessions WHERE revoked_ms IS NULL AND expires_ms > ?1 AND ${where}
         ORDER BY created_ms DESC, id LIMIT 1000`,
      )
      .all(nowMs, ...values) as unknown as SessionRow[];
    return rows
      .map((row) => ({ row, seenMs: this.#seenMs(row) }))
      .filter(({ row, seenMs }) => row.idle_ms === null || nowMs - seenMs < row.idle_ms)
      .map(({ row, seenMs }) => toSummary(row, seenMs));
  }

  #noteStored(row: SessionRow): void {
    if (row.seen_ms !== null) this.#seen.set(row.id, this.#seenMs(row));
    if (this.#seen.size > CACHE_LIMIT) this.#dropOldest();
  }

  #dropOldest(): void {
    this.flush();
    this.#seen.clear();
    this.forget();
  }

  #seenMs({ id, seen_ms, created_ms }: SessionRow): number {
    return Math.max(this.#seen.get(id) ?? 0, seen_ms ?? created_ms);
  }

  #end(where: string, ...values: string[]): number {
    const changed = this.#run(
      `UPDATE sessions SET revoked_ms = ? WHERE revoked_ms IS NULL AND ${where}`,
      this.#clock.nowMs(),
      ...values,
    );
    this.forget();
    return changed;
  }

  #row(by: 'id' | 'hash', value: string): SessionRow | undefined {
    const row = this.#database.prepare(`SELECT * FROM sessions WHERE ${by} = ?`).get(value);
    return row as unknown as SessionRow | undefined;
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }
}

function toKnown(row: SessionRow): Known {
  return {
    principal: toPrincipal('session', row),
    expiresMs: row.expires_ms ?? Number.MAX_SAFE_INTEGER,
    idleMs: row.idle_ms,
  };
}

function toSummary(row: SessionRow, seenMs: number): SessionSummary {
  return {
    id: row.id,
    label: row.label,
    role: row.role,
    ...(row.account === null ? {} : { account: row.account }),
    ...(row.room === null ? {} : { room: row.room }),
    ...(row.screen === null ? {} : { screen: row.screen }),
    ...(row.granted_by === null ? {} : { grantedBy: row.granted_by }),
    createdMs: row.created_ms,
    seenMs,
    expiresMs: row.expires_ms ?? Number.MAX_SAFE_INTEGER,
  };
}
