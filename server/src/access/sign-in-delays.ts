import type { Clock } from '@metropane/base';

/** How many failures are free, and the growing wait after them: doubled from one second to a quarter of an hour. */
const FREE = { pair: 5, address: 30, account: 50 } as const;
type Kind = keyof typeof FREE;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 15 * 60_000;
/** A quiet day, and the past is forgotten. */
const FORGET_MS = 24 * 3_600_000;
const MOST_KEYS = 50_000;

interface Failures {
  count: number;
  lastMs: number;
}

/**
 * How long the next attempt to sign in must wait. Counted per account and address together, and more patiently per address (a control
 * room stands behind one) and per account (nobody shall lock an operator out from elsewhere after a few tries). What is counted
 * is the name as it was given, so an account that does not exist waits exactly as one that does. In memory, bounded, the least
 * recently failed go first: whoever fills it needs as many addresses.
 */
export class SignInDelays {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until an attempt is looked at; 0 = now. */
  waitMs(account: string, address: string): number {
    return Math.max(...keysOf(account, address).map(([kind, key]) => this.#waitOf(kind, key)));
  }

  failed(account: string, address: string): void {
    const nowMs = this.#clock.nowMs();
    for (const [, key] of keysOf(account, address)) {
      const known = this.#failures.get(key);
      const count = known === undefined || nowMs - known.lastMs > FORGET_MS ? 1 : known.count + 1;
      this.#failures.delete(key);
      this.#failures.set(key, { count, lastMs: nowMs });
    }
    while (this.#failures.size > MOST_KEYS) this.#failures.delete(this.#failures.keys().next().value!);
  }

  /** The right password: what failed for it from here is forgiven; the address stays counted, it may have tried others. */
  succeeded(account: string, address: string): void {
    for (const [kind, key] of keysOf(account, address)) {
      if (kind === 'address') this.#takeBack(key);
      else this.#failures.delete(key);
    }
  }

  /** The attempt was not looked at. */
  undone(account: string, address: string): void {
    for (const [, key] of keysOf(account, address)) this.#takeBack(key);
  }

  #takeBack(key: string): void {
    const known = this.#failures.get(key);
    if (known === undefined) return;
    known.count -= 1;
    if (known.count <= 0) this.#failures.delete(key);
  }

  /** How many accounts, addresses and pairs are remembered. */
  get keys(): number {
    return this.#failures.size;
  }

  #waitOf(kind: Kind, key: string): number {
    const known = this.#failures.get(key);
    if (known === undefined || known.count < FREE[kind]) return 0;
    const waitMs = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (known.count - FREE[kind]));
    return Math.max(0, known.lastMs + waitMs - this.#clock.nowMs());
  }
}

function keysOf(account: string, address: string): [Kind, string][] {
  return [
    ['pair', `pair\0${account}\0${address}`],
    ['address', `address\0${address}`],
    ['account', `account\0${account}`],
  ];
}
