import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Result } from '@metropane/base';
import { ok } from '@metropane/base';
import type { CredentialRow } from './access-database.ts';
import { toPrincipal, toTokenSummary } from './access-database.ts';
import { hashSecret, makeRowId, makeSecret } from './credential.ts';
import type { Principal } from './principal.ts';
import type { NewToken, TokenRefusal, TokenSummary } from './token-rules.ts';
import { refuseToken } from './token-rules.ts';

const CACHE_LIMIT = 10_000;
/** Uses are written this often, all in one transaction: "last used" is at most a minute older than the truth after a crash. */
const WRITE_USED_MS = 60_000;

interface Known {
  readonly principal: Principal;
  readonly expiresMs: number;
}

/** Bearer tokens in `access.db`, by the SHA-256 of their secret. Verifying is one look into a map while nobody writes. */
export class TokenStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #byHash = new Map<string, Known>();
  readonly #expiry = new Map<string, number>();
  readonly #unwritten = new Map<string, number>();
  #writtenMs = Number.NEGATIVE_INFINITY;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Creates a token; `secret` is shown this once and cannot be read again. */
  create(wanted: NewToken): Result<{ id: string; secret: string }, TokenRefusal> {
    const refusal = refuseToken(wanted);
    if (refusal !== undefined) return refusal;
    const id = makeRowId();
    const secret = makeSecret();
    const nowMs = this.#clock.nowMs();
    const realm = wanted.role === 'simulator' ? (wanted.realm ?? `exercise:${id}`) : 'live';
    this.#run(
      `INSERT INTO tokens (id, hash, label, role, realm, room, screen, agency, created_ms, expires_ms, made_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, hashSecret(secret), wanted.label, wanted.role, realm],
      ...[wanted.room ?? null, wanted.screen ?? null, wanted.agency ?? null],
      ...[nowMs, wanted.ttlMs === undefined ? null : nowMs + wanted.ttlMs, wanted.madeBy ?? null],
    );
    return ok({ id, secret });
  }

  /** False if there is no such token, or it was revoked before. The sessions that it opened are the caller's to end. */
  revoke(id: string): boolean {
    const sql = 'UPDATE tokens SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL';
    const changed = this.#run(sql, this.#clock.nowMs(), id);
    this.forget();
    return changed > 0;
  }

  /** All tokens, oldest first, revoked ones included; never a secret. */
  list(): TokenSummary[] {
    this.flush();
    const rows = this.#database.prepare('SELECT * FROM tokens ORDER BY created_ms, id').all();
    return (rows as unknown as CredentialRow[]).map(toTokenSummary);
  }

  /** The principal of a secret's hash, or `undefined` if it is unknown, expired or revoked. Counts as a use. */
  verify(hash: string): Principal | undefined {
    let known = this.#byHash.get(hash);
    if (known === undefined) {
      const row = this.#row('hash', hash);
      if (row === undefined || row.revoked_ms !== null) return undefined;
      known = { principal: toPrincipal('token', row), expiresMs: expiryOf(row) };
      if (this.#byHash.size >= CACHE_LIMIT) this.#byHash.clear();
      this.#byHash.set(hash, known);
    }
    const nowMs = this.#clock.nowMs();
    if (nowMs >= known.expiresMs) return undefined;
    this.#noteUse(known.principal.id, nowMs);
    return known.principal;
  }

  /** Whether a token verified earlier still stands: long-lived connections ask this on every beat, and so use it. */
  isActive(id: string): boolean {
    let expiresMs = this.#expiry.get(id);
    if (expiresMs === undefined) {
      const row = this.#row('id', id);
      expiresMs = row === undefined || row.revoked_ms !== null ? 0 : expiryOf(row);
      if (this.#expiry.size >= CACHE_LIMIT) this.#expiry.clear();
      this.#expiry.set(id, expiresMs);
    }
    const nowMs = this.#clock.nowMs();
    if (nowMs >= expiresMs) return false;
    this.#noteUse(id, nowMs);
    return true;
  }

  /** When a token ends, in epoch milliseconds; `undefined` for one that does not, or that is not there. */
  endOf(id: string): number | undefined {
    return this.#row('id', id)?.expires_ms ?? undefined;
  }

  /** Another process wrote: what is known of rows is worth nothing. */
  forget(): void {
    this.#byHash.clear();
    this.#expiry.clear();
  }

  /** Writes what was used since the last time; call before the database is closed. */
  flush(): void {
    if (this.#unwritten.size === 0) return;
    const update = this.#database.prepare('UPDATE tokens SET used_ms = ? WHERE id = ?');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const [id, usedMs] of this.#unwritten) update.run(usedMs, id);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    this.#unwritten.clear();
  }

  #noteUse(id: string, nowMs: number): void {
    this.#unwritten.set(id, nowMs);
    if (nowMs - this.#writtenMs < WRITE_USED_MS) return;
    this.#writtenMs = nowMs;
    try {
      this.flush();
    } catch (error) {
      // A full or locked disk makes "last used" old; it is no reason to turn a sensor's gateway away. The next minute tries again.
      if ((error as { code?: string }).code !== 'ERR_SQLITE_ERROR') throw error;
    }
  }

  #row(by: 'id' | 'hash', value: string): CredentialRow | undefined {
    const row = this.#database.prepare(`SELECT * FROM tokens WHERE ${by} = ?`).get(value);
    return row as unknown as CredentialRow | undefined;
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }
}

function expiryOf({ expires_ms: expiresMs }: CredentialRow): number {
  return expiresMs ?? Number.MAX_SAFE_INTEGER;
}
