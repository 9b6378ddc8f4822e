/**
 * The server's time on this screen. Each message carries the server's time; the one that travelled fastest gives the
 * best offset, so the largest `serverTime - receivedAt` of the last few wins. Local time comes from a monotone source: a
 * wall computer whose own clock is wrong or is set back shows the right time all the same.
 */
export class ServerClock {
  readonly #localNowMs: () => number;
  readonly #offsets: number[] = [];
  #offsetMs = 0;

  constructor(localNowMs: () => number = () => performance.timeOrigin + performance.now()) {
    this.#localNowMs = localNowMs;
  }

  /** Learns from a message that left the server at `serverTimeMs` and arrives now. */
  learn(serverTimeMs: number): void {
    this.#offsets.push(serverTimeMs - this.#localNowMs());
    if (this.#offsets.length > KEPT_OFFSETS) this.#offsets.shift();
    this.#offsetMs = Math.max(...this.#offsets);
  }

  /** The server's clock now, epoch milliseconds; before the first message the local clock. */
  nowMs(): number {
    return this.#localNowMs() + this.#offsetMs;
  }
}

/** Half a minute of beats: long enough to see one fast packet, short enough to follow a drifting clock. */
const KEPT_OFFSETS = 15;
