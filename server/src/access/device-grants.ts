/**
 * How a wall gets in without a keyboard (RFC 8628, device authorization grant): the screen asks for a grant and shows its short code,
 * a person who is signed in types the code (or scans it), sees which screen it is and lets it in; the screen, which asks all the
 * while with a long secret of its own, then gets its session, once.
 *
 * The short code can be read by anybody who stands before the screen: it opens nothing, it only names a grant to somebody who may
 * decide. Grants live in memory: after a restart the screen asks for a new one by itself.
 */
import { randomInt } from 'node:crypto';
import type { Clock, Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import { hashSecret, isSecretShaped, makeSecret } from './credential.ts';

export const GRANT_TTL_MS = 10 * 60_000;
export const POLL_EVERY_MS = 3_000;
/** RFC 8628 6.1: no vowels, so that no word comes out, and nothing that is taken for something else. 20^8 codes. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE = /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/;
/** A room of walls behind one address starts at once; nobody needs more. */
const MAX_PER_ADDRESS = 64;
const MAX_ALL = 1_024;

/** The screen that asks. */
export interface DevicePlace {
  readonly room: string;
  readonly screen: string;
}

/** What the screen is given; the secret goes nowhere else. */
export interface BegunGrant {
  readonly deviceSecret: string;
  readonly userCode: string;
  readonly expiresMs: number;
}

/** What the person who decides is shown. */
export interface GrantRequest extends DevicePlace {
  readonly userCode: string;
  readonly address: string;
  readonly askedMs: number;
  readonly expiresMs: number;
}

/** The codes are those of RFC 8628 where it has one. */
export type PollRefusal = 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token';

interface Grant extends GrantRequest {
  readonly secretHash: string;
  decision: 'open' | 'denied' | { readonly approvedBy: string };
  polledMs: number;
}

export class DeviceGrants {
  readonly #clock: Clock;
  readonly #bySecret = new Map<string, Grant>();
  readonly #byCode = new Map<string, Grant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new grant for a screen. An older one of the same screen and address ends: the code that is seen is the one that counts. */
  begin(place: DevicePlace, address: string): Result<BegunGrant, 'too-many-devices'> {
    this.#forgetExpired();
    for (const grant of this.#of(address))
      if (grant.room === place.room && grant.screen === place.screen) this.#drop(grant);
    if (this.#of(address).length >= MAX_PER_ADDRESS || this.#bySecret.size >= MAX_ALL)
      return err('too-many-devices', 'too many screens are waiting to be let in; try again in some minutes');
    const deviceSecret = makeSecret();
    const askedMs = this.#clock.nowMs();
    const grant: Grant = {
      ...{ room: place.room, screen: place.screen },
      userCode: this.#freeCode(),
      address,
      askedMs,
      expiresMs: askedMs + GRANT_TTL_MS,
      secretHash: hashSecret(deviceSecret),
      decision: 'open',
      polledMs: Number.NEGATIVE_INFINITY,
    };
    this.#bySecret.set(grant.secretHash, grant);
    this.#byCode.set(grant.userCode, grant);
    return ok({ deviceSecret, userCode: shownCode(grant.userCode), expiresMs: grant.expiresMs });
  }

  /** What waits under a short code, however it was typed; `undefined` when nothing does (any more). */
  find(typed: string): GrantRequest | undefined {
    const grant = this.#open(typed);
    if (grant === undefined) return undefined;
    const { room, screen, address, askedMs, expiresMs } = grant;
    return { room, screen, address, askedMs, expiresMs, userCode: shownCode(grant.userCode) };
  }

  /** Decides once; what was decided, expired or never asked is `undefined`. */
  decide(typed: string, decision: 'deny' | { approvedBy: string }): GrantRequest | undefined {
    const request = this.find(typed);
    const grant = this.#open(typed);
    if (grant === undefined) return undefined;
    grant.decision = decision === 'deny' ? 'denied' : decision;
    this.#byCode.delete(grant.userCode);
    return request;
  }

  /** What the screen is told. An approval is handed out once, and the grant is gone. */
  poll(deviceSecret: string): Result<DevicePlace & { approvedBy: string }, PollRefusal> {
    const grant = isSecretShaped(deviceSecret) ? this.#bySecret.get(hashSecret(deviceSecret)) : undefined;
    const nowMs = this.#clock.nowMs();
    if (grant === undefined || nowMs >= grant.expiresMs) return err('expired_token', 'this code has ended');
    const { decision, room, screen } = grant;
    if (decision === 'denied') {
      this.#drop(grant);
      return err('access_denied', 'somebody refused this screen');
    }
    if (decision !== 'open') {
      this.#drop(grant);
      return ok({ room, screen, approvedBy: decision.approvedBy });
    }
    const isEarly = nowMs - grant.polledMs < POLL_EVERY_MS / 2;
    grant.polledMs = nowMs;
    if (isEarly) return err('slow_down', `ask every ${POLL_EVERY_MS} ms`);
    return err('authorization_pending', 'nobody has let this screen in yet');
  }

  /** Grants that wait, for a test of their bound. */
  get size(): number {
    return this.#bySecret.size;
  }

  #of(address: string): Grant[] {
    return [...this.#bySecret.values()].filter((grant) => grant.address === address);
  }

  #open(typed: string): Grant | undefined {
    const code = typed.toUpperCase().replaceAll(/[^A-Z]/g, '');
    const grant = CODE.test(code) ? this.#byCode.get(code) : undefined;
    return grant !== undefined && this.#clock.nowMs() < grant.expiresMs ? grant : undefined;
  }

  #freeCode(): string {
    for (;;) {
      const code = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
      if (!this.#byCode.has(code)) return code;
    }
  }

  #forgetExpired(): void {
    const nowMs = this.#clock.nowMs();
    for (const grant of this.#bySecret.values()) if (nowMs >= grant.expiresMs) this.#drop(grant);
  }

  #drop(grant: Grant): void {
    this.#bySecret.delete(grant.secretHash);
    this.#byCode.delete(grant.userCode);
  }
}

/** `BCDF-GHJK`, as it is shown and read aloud. */
function shownCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
