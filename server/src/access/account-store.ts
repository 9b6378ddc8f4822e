import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import { hashSecret, isSecretShaped, makeSecret } from './credential.ts';
import { isRole } from './principal.ts';
import type { Role } from './principal.ts';

/** A person who signs in with a password. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  readonly agency?: string;
  readonly position?: string;
  readonly createdMs: number;
  readonly passwordMs: number;
  readonly disabledMs?: number;
}

export interface AccountBounds {
  readonly role: Role;
  readonly agency?: string | undefined;
  readonly position?: string | undefined;
}

export type AccountRefusal = 'bad-name' | 'account-exists' | 'no-account' | 'bad-role' | 'agency-needed';

/** Small letters, so that no two accounts look the same. */
const NAME = /^[a-z0-9][a-z0-9._-]{1,63}$/;
/** Handed over by hand or by telephone, maybe for the next shift. */
export const PASSWORD_LINK_TTL_MS = 24 * 3_600_000;
const MACHINES: ReadonlySet<Role> = new Set(['wall', 'simulator', 'feed']);

/** A name as it is stored and looked up. */
export function toAccountName(text: string): string {
  return text.trim().toLowerCase();
}

/** Local accounts in `access.db`. Never deletes one: whoever acted is named by it in the journal. */
export class AccountStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  create(name: string, hash: string, bounds: AccountBounds): Result<Account, AccountRefusal> {
    if (!NAME.test(name))
      return err(
        'bad-name',
        'a name has 2 to 64 characters a-z, 0-9, dot, - or _, and begins with a letter or digit',
      );
    const refusal = refuseBounds(bounds);
    if (refusal !== undefined) return refusal;
    const nowMs = this.#clock.nowMs();
    const changed = this.#run(
      `INSERT INTO accounts (name, hash, role, agency, position, created_ms, password_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO NOTHING`,
      ...[name, hash, bounds.role, bounds.agency ?? null, bounds.position ?? null, nowMs, nowMs],
    );
    const made = this.get(name);
    if (changed === 0 || made === undefined)
      return err('account-exists', `there is an account ${name} already`);
    return ok(made);
  }

  get(name: string): Account | undefined {
    const row = this.#database.prepare('SELECT * FROM accounts WHERE name = ?').get(name);
    return row === undefined ? undefined : toAccount(row);
  }

  /** What the password of an account that may sign in is compared with. */
  hashOf(name: string): string | undefined {
    const row = this.#database
      .prepare('SELECT hash FROM accounts WHERE name = ? AND disabled_ms IS NULL')
      .get(name);
    return row === undefined ? undefined : String(row['hash']);
  }

  /** By name, disabled ones included; never a hash. */
  list(): Account[] {
    return this.#database.prepare('SELECT * FROM accounts ORDER BY name').all().map(toAccount);
  }

  /** False if there is no such account. Who is signed in stays so: end the sessions too. A link for a new password ends. */
  setHash(name: string, hash: string): boolean {
    const nowMs = this.#clock.nowMs();
    this.#run('DELETE FROM password_links WHERE account = ?', name);
    return this.#run('UPDATE accounts SET hash = ?, password_ms = ? WHERE name = ?', hash, nowMs, name) === 1;
  }

  setBounds(name: string, bounds: AccountBounds): Result<Account, AccountRefusal> {
    const refusal = refuseBounds(bounds);
    if (refusal !== undefined) return refusal;
    this.#run(
      'UPDATE accounts SET role = ?, agency = ?, position = ? WHERE name = ?',
      ...[bounds.role, bounds.agency ?? null, bounds.position ?? null, name],
    );
    const changed = this.get(name);
    return changed === undefined ? err('no-account', `there is no account ${name}`) : ok(changed);
  }

  /** False if there is no such account, or it is so already. Who may not come in any more keeps no settings here. */
  setDisabled(name: string, isDisabled: boolean): boolean {
    if (isDisabled) this.#run('DELETE FROM settings WHERE person = ?', name);
    return isDisabled
      ? this.#run(
          'UPDATE accounts SET disabled_ms = ? WHERE name = ? AND disabled_ms IS NULL',
          this.#clock.nowMs(),
          name,
        ) === 1
      : this.#run(
          'UPDATE accounts SET disabled_ms = NULL WHERE name = ? AND disabled_ms IS NOT NULL',
          name,
        ) === 1;
  }

  /** Whether nobody could administer any more if this account could not: it is the only admin's that may sign in. */
  isLastAdmin(name: string): boolean {
    const rows = this.#database
      .prepare("SELECT name FROM accounts WHERE role = 'admin' AND disabled_ms IS NULL LIMIT 2")
      .all();
    return rows.length === 1 && String(rows[0]?.['name']) === name;
  }

  /** A secret with which the person may choose a new password, once, within a day; an older one of the account ends. */
  makePasswordLink(name: string): { token: string; expiresMs: number } {
    const token = makeSecret();
    const expiresMs = this.#clock.nowMs() + PASSWORD_LINK_TTL_MS;
    this.#run('INSERT OR REPLACE INTO password_links VALUES (?, ?, ?)', name, hashSecret(token), expiresMs);
    return { token, expiresMs };
  }

  /** The account that a password link is for, or `undefined` if it was used, ended, or its account may not sign in. */
  ofPasswordLink(token: string): Account | undefined {
    if (!isSecretShaped(token)) return undefined;
    const row = this.#database
      .prepare('SELECT account FROM password_links WHERE hash = ? AND expires_ms > ?')
      .get(hashSecret(token), this.#clock.nowMs());
    const account = row === undefined ? undefined : this.get(String(row['account']));
    return account?.disabledMs === undefined ? account : undefined;
  }

  /** Uses a password link up; false when somebody else was faster. */
  takePasswordLink(token: string): boolean {
    return this.#run('DELETE FROM password_links WHERE hash = ?', hashSecret(token)) === 1;
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }
}

/** Why somebody may not have such an account, or `undefined`: machines have tokens, and an agency's officer has an agency. */
export function refuseBounds({ role, agency }: AccountBounds): Result<never, AccountRefusal> | undefined {
  if (MACHINES.has(role))
    return err(
      'bad-role',
      `the role ${role} is for a machine: give it a token (npm run admin -- token create)`,
    );
  if (role === 'agency' && !agency) return err('agency-needed', 'the role agency needs the id of an agency');
  if (role !== 'agency' && agency) return err('bad-role', `the role ${role} is bound to no agency`);
  return undefined;
}

function toAccount(row: Record<string, unknown>): Account {
  const role = String(row['role']);
  if (!isRole(role)) throw new Error(`the account ${String(row['name'])} has no known role: ${role}`);
  return {
    name: String(row['name']),
    role,
    createdMs: Number(row['created_ms']),
    passwordMs: Number(row['password_ms']),
    ...(row['agency'] === null ? {} : { agency: String(row['agency']) }),
    ...(row['position'] === null ? {} : { position: String(row['position']) }),
    ...(row['disabled_ms'] === null ? {} : { disabledMs: Number(row['disabled_ms']) }),
  };
}
