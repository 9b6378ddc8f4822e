/**
 * Signing in with name and password. Whether the name exists, is disabled, or the password is wrong: one answer, after the same
 * work. Hashing is bounded (40 MiB and two threads at most), so a flood of attempts is refused and takes neither CPU nor memory
 * from the centre.
 */
import type { Clock, Result } from '@metropane/base';
import { ok } from '@metropane/base';
import type { AccessStore } from './access-store.ts';
import { toAccountName } from './account-store.ts';
import type { OpenedSession } from './session-store.ts';
import { hashPassword, isOutdated, OWASP_COST, verifyPassword } from './password-hash.ts';
import type { HashCost } from './password-hash.ts';
import { MAX_PASSWORD_LENGTH, refusePassword } from './password-rules.ts';
import type { PasswordRefusal } from './password-rules.ts';
import { SignInDelays } from './sign-in-delays.ts';
import { WorkLimit } from './work-limit.ts';

const HASHING = { running: 2, waiting: 64 };

export type SignInRefusal =
  | { readonly ok: false; readonly code: 'bad-credentials'; readonly message: string }
  | {
      readonly ok: false;
      readonly code: 'too-many-attempts' | 'busy';
      readonly message: string;
      readonly retryAfterMs: number;
    };

export interface Attempt {
  readonly user: string;
  readonly password: string;
  readonly address: string;
}

export class PasswordSignIn {
  readonly #access: AccessStore;
  readonly #clock: Clock;
  readonly #cost: HashCost;
  readonly #delays: SignInDelays;
  readonly #hashing = new WorkLimit(HASHING);
  /** Compared with when there is no account: its cost must be the same. */
  #decoy: Promise<string> | undefined;

  constructor(access: AccessStore, clock: Clock, cost: HashCost = OWASP_COST) {
    this.#access = access;
    this.#clock = clock;
    this.#cost = cost;
    this.#delays = new SignInDelays(clock);
  }

  async signIn({ user, password, address }: Attempt): Promise<Result<OpenedSession, never> | SignInRefusal> {
    const name = toAccountName(user);
    const proven = await this.#prove({ user: name, password, address });
    if (!proven.ok) return proven;
    // Read again: it may have been disabled while the hash was computed.
    const account = this.#access.accounts.get(name);
    if (account === undefined || account.disabledMs !== undefined) return BAD_CREDENTIALS;
    if (isOutdated(proven.value, this.#cost)) await this.#renew(name, password);
    const { role, agency, position } = account;
    const bounds = { ...(agency && { agency }), ...(position && { position }) };
    return ok(this.#access.openShift({ account: name, label: name, role, ...bounds }, this.#clock.nowMs()));
  }

  /** A person changes their own password: proves the old one, and every other session of the account ends. */
  async changePassword(
    { user, password, address }: Attempt,
    { wanted, sessionId }: { wanted: string; sessionId: string },
  ): Promise<Result<{ ended: number }, PasswordRefusal> | SignInRefusal> {
    const refusal = refusePassword(wanted, user);
    if (refusal !== undefined) return refusal;
    const proven = await this.#prove({ user, password, address });
    if (!proven.ok) return proven;
    const hashed = await this.#hashing.run(() => hashPassword(wanted, this.#cost));
    if (!hashed.ok) return BUSY;
    this.#access.accounts.setHash(user, hashed.value);
    return ok({ ended: this.#access.sessions.endOfAccount(user, sessionId) });
  }

  /** The hash that the password was proven by. */
  async #prove({ user, password, address }: Attempt): Promise<Result<string, never> | SignInRefusal> {
    const waitMs = this.#delays.waitMs(user, address);
    if (waitMs > 0) return tooMany(waitMs);
    // Counted before the work: a thousand attempts at once are a thousand attempts.
    this.#delays.failed(user, address);
    const hash = this.#access.accounts.hashOf(user);
    const checked = await this.#hashing.run(async () => {
      this.#decoy ??= hashPassword('nobody has this password', this.#cost);
      const decoy = await this.#decoy;
      return verifyPassword(password.slice(0, MAX_PASSWORD_LENGTH * 2), hash ?? decoy);
    });
    if (!checked.ok) {
      this.#delays.undone(user, address);
      return BUSY;
    }
    if (!checked.value || hash === undefined) return BAD_CREDENTIALS;
    this.#delays.succeeded(user, address);
    return ok(hash);
  }

  async #renew(name: string, password: string): Promise<void> {
    const hashed = await this.#hashing.run(() => hashPassword(password, this.#cost));
    // A busy moment is no reason to keep somebody out: the next sign-in renews it.
    if (hashed.ok) this.#access.accounts.setHash(name, hashed.value);
  }
}

const BAD_CREDENTIALS: SignInRefusal = {
  ok: false,
  code: 'bad-credentials',
  message: 'this name and password do not belong together',
};
const BUSY: SignInRefusal = {
  ok: false,
  code: 'busy',
  message: 'too many people are signing in, try again in a moment',
  retryAfterMs: 2_000,
};

function tooMany(retryAfterMs: number): SignInRefusal {
  const message = `too many attempts: wait ${Math.ceil(retryAfterMs / 1_000)} s`;
  return { ok: false, code: 'too-many-attempts', message, retryAfterMs };
}
