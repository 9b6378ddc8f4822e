/**
 * Holds the frames of a wall until the moment at which all screens of its room paint them [P21]: each is applied, in order, in the first
 * animation frame at or after its time. A page that gets no animation frames applies all the same, half a second late: its state and
 * its credit must not stand still because nobody sees it, and that it does not paint is told by its paint times.
 */
export class FrameHold {
  readonly #ports: FrameHoldPorts;
  readonly #held: { dueMs: number; apply: () => void }[] = [];
  #isAsked = false;
  #stopFallback: (() => void) | null = null;

  constructor(ports: FrameHoldPorts) {
    this.#ports = ports;
  }

  /** Frames that wait. */
  get size(): number {
    return this.#held.length;
  }

  /** `apply` comes after everything that was put before it, at server time `paintAtMs`, at once when that is past. */
  put(paintAtMs: number, apply: () => void): void {
    const nowMs = this.#ports.serverMs();
    if (this.#held.length === 0 && paintAtMs <= nowMs) return apply();
    // A time far ahead is a clock that is wrong, and no reason to stand still.
    this.#held.push({ dueMs: Math.min(paintAtMs, nowMs + LONGEST_HOLD_MS), apply });
    this.#askFrame();
    this.#stopFallback ??= this.#ports.after(LATEST_MS, () => {
      this.#stopFallback = null;
      this.#applyDue();
    });
  }

  /** Applies everything now: what comes next must find it done. */
  drain(): void {
    for (let next = this.#held.shift(); next !== undefined; next = this.#held.shift()) next.apply();
    this.#stopFallback?.();
    this.#stopFallback = null;
  }

  /** Forgets what waits: it will be sent again. */
  clear(): void {
    this.#held.length = 0;
    this.#stopFallback?.();
    this.#stopFallback = null;
  }

  #askFrame(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#ports.onFrame(() => {
      this.#isAsked = false;
      this.#applyDue();
    });
  }

  #applyDue(): void {
    const nowMs = this.#ports.serverMs();
    let count = 0;
    while (this.#held.length > 0 && this.#held[0]!.dueMs <= nowMs) {
      this.#held.shift()!.apply();
      count += 1;
    }
    if (count > 0) this.#ports.applied();
    if (this.#held.length === 0) {
      this.#stopFallback?.();
      this.#stopFallback = null;
      return;
    }
    this.#askFrame();
    this.#stopFallback ??= this.#ports.after(LATEST_MS, () => {
      this.#stopFallback = null;
      this.#applyDue();
    });
  }
}

export interface FrameHoldPorts {
  serverMs(): number;
  onFrame(work: () => void): void;
  /** Calls once after so many milliseconds; the answer stops it. */
  after(delayMs: number, work: () => void): () => void;
  /** Some frames were applied in this animation frame. */
  applied(): void;
}

const LONGEST_HOLD_MS = 1_000;
const LATEST_MS = 500;
