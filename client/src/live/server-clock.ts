/**
 * The server's time on this screen. Each message carries the server's time; the one that travelled fastest gives the
 * best offset, so the largest `serverTime - receivedAt` of the last few wins. Local time comes from a monotone source: a
 * wall computer whose own clock is wrong or is set back shows the right time all the same.
 * An exercise has no such time: its clock is its own ticks, so it shows the newest one and stands still between them.
 */
export class ServerClock {
  readonly #localNowMs: () => number;
  readonly #offsets: number[] = [];
  #offsetMs = 0;
  #tickMs: number | null = null;

  constructor(localNowMs: () => number = () => performance.timeOrigin + performance.now()) {
    this.#localNowMs = localNowMs;
  }

  /** Learns from a message that left the server at `serverTimeMs` and arrives now. */
  learn(serverTimeMs: number): void {
    this.#offsets.push(serverTimeMs - this.#localNowMs());
    if (this.#offsets.length > KEPT_OFFSETS) this.#offsets.shift();
    this.#offsetMs = Math.max(...this.#offsets);
  }

  /** From here on the time is that of the ticks. */
  standOnTicks(): void {
    this.#tickMs ??= 0;
  }

  get isOnTicks(): boolean {
    return this.#tickMs !== null;
  }

  /** The room's clock stood at `atMs` when the last message left; without meaning for a clock that runs. */
  tick(atMs: number): void {
    if (this.#tickMs !== null) this.#tickMs = Math.max(this.#tickMs, atMs);
  }

  /**
   * The server's clock now, epoch milliseconds; before the first message the local clock. On ticks: the newest one, 0 before the
   * exercise has begun.
   */
  nowMs(): number {
    return this.#tickMs ?? this.serverMs();
  }

  /** The server's running clock, also in an exercise: when screens paint, whatever time they show. */
  serverMs(): number {
    return this.#localNowMs() + this.#offsetMs;
  }
}

/** Half a minute of beats: long enough to see one fast packet, short enough to follow a drifting clock. */
const KEPT_OFFSETS = 15;
