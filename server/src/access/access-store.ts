/**
 * Tokens, sessions, sign-in links and settings of persons in `<data>/secrets/access.db`. Secrets are stored as SHA-256 only.
 * Verifying is cheap (cached) and a revocation is seen within a second, also one written by another process: SQLite's
 * `data_version` tells when somebody else committed. All calls are synchronous; none is slower than one small transaction.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import { AccountStore } from './account-store.ts';
import type { LinkRow } from './access-database.ts';
import { openAccessDatabase } from './access-database.ts';
import { areSameHash, hashSecret, isSecretShaped, makeRowId, makeSecret } from './credential.ts';
import type { Principal, Role } from './principal.ts';
import { type OpenedSession, SessionStore } from './session-store.ts';
import { SettingsStore } from './settings-store.ts';
import { FIXED_ADMIN } from './token-rules.ts';
import type { NewToken, TokenRefusal, TokenSummary } from './token-rules.ts';
import { TokenStore } from './token-store.ts';

export const SIGN_IN_LINK_TTL_MS = 15 * 60_000;
/** Walls and screens that a token opened: they show for weeks and nobody types there. */
const SESSION_TTL_MS = 30 * 24 * 3_600_000;
/** People: a shift of twelve hours and its handover; an hour without an open page ends it before. */
export const SHIFT_TTL_MS = 13 * 3_600_000;
export const SHIFT_IDLE_MS = 3_600_000;
/** A screen that did not start for so long must be let in again; a wall loads itself anew every night. */
export const DEVICE_TTL_MS = 90 * 24 * 3_600_000;
const FOREIGN_WRITE_CHECK_MS = 1_000;
const MIN_FIXED_TOKEN_LENGTH = 20;

/** A setting that cannot be honoured; `message` is the one sentence for the terminal. */
export class AccessConfigError extends Error {
  override readonly name = 'AccessConfigError';
}

export interface AccessOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** `METROPANE_TOKEN`: one fixed admin token of at least 20 characters. */
  readonly fixedToken?: string | undefined;
  /** How long a browser stays signed in that came by a link or a token; 30 days. */
  readonly sessionTtlMs?: number;
}

/** Somebody who proved who they are, with what their account allows. */
export interface Person {
  readonly account: string;
  readonly label: string;
  readonly role: Role;
  readonly agency?: string;
  readonly position?: string;
}

export type LinkRefusal = 'unknown-link' | 'used-link' | 'expired-link' | 'admin-exists';

/** Opens the store; throws `AccessConfigError` for a fixed token that is too short. */
export function openAccessStore(options: AccessOptions): AccessStore {
  const { fixedToken } = options;
  if (fixedToken !== undefined && fixedToken.length < MIN_FIXED_TOKEN_LENGTH) {
    throw new AccessConfigError(
      `METROPANE_TOKEN must have at least ${MIN_FIXED_TOKEN_LENGTH} characters, it has ${fixedToken.length}.`,
    );
  }
  return new AccessStore(openAccessDatabase(options.dataDir), options);
}

export class AccessStore {
  /** Differs between instances, so that two centres on one host do not sign each other out. */
  readonly cookieName: string;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #sessionTtlMs: number;
  readonly #fixedHash: string | undefined;
  readonly tokens: TokenStore;
  readonly sessions: SessionStore;
  readonly accounts: AccountStore;
  readonly settings: SettingsStore;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  #dataVersion = -1;

  constructor(database: DatabaseSync, options: AccessOptions) {
    this.#database = database;
    this.#clock = options.clock;
    this.tokens = new TokenStore(database, options.clock);
    this.sessions = new SessionStore(database, options.clock);
    this.accounts = new AccountStore(database, options.clock);
    this.settings = new SettingsStore(database, options.clock);
    this.#sessionTtlMs = options.sessionTtlMs ?? SESSION_TTL_MS;
    this.#fixedHash = options.fixedToken === undefined ? undefined : hashSecret(options.fixedToken);
    this.#run("INSERT OR IGNORE INTO meta VALUES ('instance', ?)", makeRowId().slice(0, 8));
    this.cookieName = `metropane_${this.#meta('instance') ?? ''}`;
    const longAgoMs = this.#clock.nowMs() - SESSION_TTL_MS;
    this.#run('DELETE FROM links WHERE expires_ms < ?', longAgoMs);
    this.#run('DELETE FROM sessions WHERE expires_ms < ?', longAgoMs);
    this.settings.dropForgotten();
  }

  /** As `TokenStore.create`. */
  createToken(wanted: NewToken): Result<{ id: string; secret: string }, TokenRefusal> {
    return this.tokens.create(wanted);
  }

  /** Revokes a token and ends the sessions opened with it. False if there is no such token, or it was revoked before. */
  revokeToken(id: string): boolean {
    const isRevoked = this.tokens.revoke(id);
    this.sessions.endOfToken(id);
    this.settings.forget(`token:${id}`);
    return isRevoked;
  }

  /** As `TokenStore.list`. */
  listTokens(): TokenSummary[] {
    return this.tokens.list();
  }

  /** The principal of a bearer token, or `undefined` if it is unknown, expired or revoked. */
  verifyToken(bearer: string): Principal | undefined {
    return isSecretShaped(bearer) ? this.#verify(hashSecret(bearer)) : undefined;
  }

  /** The principal of a session cookie, or `undefined` if it is unknown, expired or ended. */
  verifySession(cookieValue: string): Principal | undefined {
    if (!isSecretShaped(cookieValue)) return undefined;
    this.#noticeForeignWrites();
    return this.sessions.verify(hashSecret(cookieValue));
  }

  /** Whether a principal verified earlier still stands; long-lived connections ask this every second. */
  isActive(principal: Principal): boolean {
    if (principal.kind === 'anonymous-ingest' || principal.kind === 'external-broker') return true;
    if (principal.id === FIXED_ADMIN.id) return true;
    this.#noticeForeignWrites();
    if (principal.kind === 'session') return this.sessions.isActive(principal.id);
    return this.tokens.isActive(principal.id);
  }

  /** True once any admin has signed in with a browser; from then on no first sign-in link is made or taken. */
  hasAdminSignedIn(): boolean {
    return this.#meta('firstAdminSignInMs') !== undefined;
  }

  /** The link of a first start: admin, single use, 15 minutes, replaces the one of an earlier start. */
  createSignInLink(nowMs: number): Result<{ token: string; expiresMs: number }, 'admin-exists'> {
    if (this.hasAdminSignedIn())
      return err('admin-exists', 'an admin has signed in already: use a token or ask them');
    this.#run('DELETE FROM links WHERE is_first_admin = 1');
    return ok(this.#insertLink({ role: 'admin', label: 'first admin' }, { nowMs, isFirstAdmin: true }));
  }

  /** A link that an admin hands to a person: single use, 15 minutes, signs in with the given role. */
  inviteWithLink(
    wanted: Pick<NewToken, 'role' | 'label' | 'agency'>,
    nowMs: number,
  ): { token: string; expiresMs: number } {
    return this.#insertLink(wanted, { nowMs, isFirstAdmin: false });
  }

  /** Uses a link up and opens a session. Of two browsers with one link exactly one gets in. */
  redeemSignInLink(token: string, nowMs: number): Result<OpenedSession, LinkRefusal> {
    if (!isSecretShaped(token)) return err('unknown-link');
    const hash = hashSecret(token);
    const link = this.#database.prepare('SELECT * FROM links WHERE hash = ?').get(hash) as
      | LinkRow
      | undefined;
    if (link === undefined) return err('unknown-link');
    if (link.used_ms !== null) return err('used-link');
    if (nowMs >= link.expires_ms) return err('expired-link');
    if (link.is_first_admin === 1 && this.hasAdminSignedIn()) return err('admin-exists');
    if (this.#run('UPDATE links SET used_ms = ? WHERE hash = ? AND used_ms IS NULL', nowMs, hash) !== 1) {
      return err('used-link');
    }
    const { role, label, agency } = link;
    return ok(this.#openSession({ role, label, ...(agency === null ? {} : { agency }) }, { nowMs }));
  }

  /** Exchanges a token principal for a browser session with the same bounds (a wall signs in like this); ends with the token. */
  openSessionFor(principal: Principal, nowMs: number): OpenedSession {
    return this.#openSession(principal, {
      nowMs,
      ...(principal.kind === 'token' ? { tokenId: principal.id } : {}),
    });
  }

  /**
   * Opens the session of a person who proved who they are: a shift long, ended by an hour without an open page. `untilMs`: what
   * proved it lasts no longer.
   */
  openShift(person: Person, nowMs: number, untilMs = Number.MAX_SAFE_INTEGER): OpenedSession {
    const { account, ...as } = person;
    const expiresMs = Math.min(nowMs + SHIFT_TTL_MS, untilMs);
    return this.#noteAdmin(as, this.sessions.open(as, { nowMs, expiresMs, idleMs: SHIFT_IDLE_MS, account }));
  }

  /**
   * Opens the session of a screen that a person let in: bound to the room and screen, and as long as the screen shows itself within
   * `DEVICE_TTL_MS` (`renewDevice`), for nobody signs in at a wall at night.
   */
  openDevice(place: { room: string; screen: string }, grantedBy: string): OpenedSession {
    const nowMs = this.#clock.nowMs();
    const as = { role: 'wall', label: `${place.room}/${place.screen}`, ...place } as const;
    return this.sessions.open(as, { nowMs, expiresMs: nowMs + DEVICE_TTL_MS, grantedBy });
  }

  /** Moves the end of a device's session on, or `undefined` for a session of anything else. */
  renewDevice(id: string): number | undefined {
    const expiresMs = this.#clock.nowMs() + DEVICE_TTL_MS;
    return this.sessions.renewDevice(id, expiresMs) ? expiresMs : undefined;
  }

  /** Ends a session (signing out). False if there was none. */
  endSession(cookieValue: string): boolean {
    return this.sessions.endByCookie(cookieValue);
  }

  close(): void {
    this.tokens.flush();
    this.sessions.flush();
    this.#database.close();
  }

  #verify(hash: string): Principal | undefined {
    if (this.#fixedHash !== undefined && areSameHash(hash, this.#fixedHash)) return FIXED_ADMIN;
    this.#noticeForeignWrites();
    return this.tokens.verify(hash);
  }

  #openSession(as: NewToken, { nowMs, tokenId }: { nowMs: number; tokenId?: string }): OpenedSession {
    const tokenEndsMs = tokenId === undefined ? undefined : this.tokens.endOf(tokenId);
    const expiresMs = Math.min(nowMs + this.#sessionTtlMs, tokenEndsMs ?? Number.MAX_SAFE_INTEGER);
    const limits = { nowMs, expiresMs, ...(tokenId === undefined ? {} : { tokenId }) };
    return this.#noteAdmin(as, this.sessions.open(as, limits));
  }

  #noteAdmin({ role }: { role: Role }, opened: OpenedSession): OpenedSession {
    const nowMs = String(this.#clock.nowMs());
    if (role === 'admin') this.#run("INSERT OR IGNORE INTO meta VALUES ('firstAdminSignInMs', ?)", nowMs);
    return opened;
  }

  #insertLink(
    wanted: Pick<NewToken, 'role' | 'label' | 'agency'>,
    at: { nowMs: number; isFirstAdmin: boolean },
  ): { token: string; expiresMs: number } {
    const token = makeSecret();
    const expiresMs = at.nowMs + SIGN_IN_LINK_TTL_MS;
    this.#run(
      `INSERT INTO links (hash, label, role, agency, is_first_admin, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[hashSecret(token), wanted.label, wanted.role, wanted.agency ?? null],
      ...[at.isFirstAdmin ? 1 : 0, at.nowMs, expiresMs],
    );
    return { token, expiresMs };
  }

  /** `npm run admin` writes from another process: its commits empty our caches within a second. */
  #noticeForeignWrites(): void {
    const nowMs = this.#clock.nowMs();
    if (Math.abs(nowMs - this.#checkedAtMs) < FOREIGN_WRITE_CHECK_MS) return;
    this.#checkedAtMs = nowMs;
    const row = this.#database.prepare('PRAGMA data_version').get() as { data_version: number } | undefined;
    if (row === undefined || row.data_version === this.#dataVersion) return;
    this.#dataVersion = row.data_version;
    this.#forgetCaches();
  }

  #forgetCaches(): void {
    this.tokens.forget();
    this.sessions.forget();
  }

  #meta(key: string): string | undefined {
    const row = this.#database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
    return (row as { value: string } | undefined)?.value;
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }
}
