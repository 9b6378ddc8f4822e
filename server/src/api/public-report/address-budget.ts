const SPAN_MS = 600_000;
/** Reports of one address in ten minutes: a family behind one router, not a machine. */
const PER_ADDRESS = 5;
/** Of all addresses together: what a desk can read, and a bound for a flood from many. */
const OF_ALL = 600;
const MAX_ADDRESSES = 50_000;

/** How many reports strangers may still send. Addresses are forgotten after ten minutes and never written anywhere. */
export class AddressBudget {
  readonly #nowMs: () => number;
  readonly #perAddress: number;
  #since = 0;
  #all = 0;
  #used = new Map<string, number>();

  /** `perAddress`: how many in ten minutes; together they may be as many times more. */
  constructor(nowMs: () => number, perAddress = PER_ADDRESS) {
    this.#nowMs = nowMs;
    this.#perAddress = perAddress;
  }

  /** Milliseconds to wait; 0 = it may be sent, and is counted. */
  take(address: string): number {
    const nowMs = this.#nowMs();
    if (nowMs - this.#since >= SPAN_MS) {
      this.#since = nowMs;
      this.#all = 0;
      this.#used = new Map();
    }
    const waitMs = this.#since + SPAN_MS - nowMs;
    const key = networkOf(address);
    const used = this.#used.get(key) ?? 0;
    const ofAll = (OF_ALL / PER_ADDRESS) * this.#perAddress;
    if (used >= this.#perAddress || this.#all >= ofAll) return waitMs;
    if (used === 0 && this.#used.size >= MAX_ADDRESSES) return waitMs;
    this.#used.set(key, used + 1);
    this.#all += 1;
    return 0;
  }
}

/** A household has a whole /64 of IPv6: single addresses of it are one caller. */
function networkOf(address: string): string {
  if (!address.includes(':') || /^::ffff:/i.test(address)) return address;
  const [head = '', tail] = address.split('::');
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0');
  return [...start, ...zeros, ...end].slice(0, 4).join(':');
}
