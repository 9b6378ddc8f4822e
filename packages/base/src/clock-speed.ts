const SPAN_MS = 10_000;

/** How fast a clock runs that is told now and then, against one that runs by itself. Holds the last ten seconds. */
export class ClockSpeed {
  readonly #told: { atMs: number; clockMs: number }[] = [];

  /** The clock stood at `clockMs` when the own time was `atMs`. */
  note(clockMs: number, atMs: number): void {
    const last = this.#told.at(-1);
    // A clock that is told many times a second is kept once in a while: ten seconds of it are not a thousand entries.
    if (last !== undefined && atMs - last.atMs < SPAN_MS / 40) return;
    this.#told.push({ atMs, clockMs });
    this.#forget(atMs);
  }

  /** Seconds of the clock per second, to one decimal; 0 = it stands still, or has been told too little. `clockMs`: as it stands. */
  per(clockMs: number, atMs: number): number {
    this.#forget(atMs);
    const first = this.#told[0];
    if (first === undefined || atMs - first.atMs < SPAN_MS / 10) return 0;
    if (atMs - this.#told.at(-1)!.atMs >= SPAN_MS) return 0;
    return Math.round(((clockMs - first.clockMs) / (atMs - first.atMs)) * 10) / 10;
  }

  /** The newest that is older than the span stays: it is where the span begins. */
  #forget(atMs: number): void {
    while (this.#told.length > 1 && atMs - this.#told[1]!.atMs >= SPAN_MS) this.#told.shift();
  }
}
