import { assert } from '@metropane/base';
import type { Clock } from '@metropane/base';

/** A clock that moves only when the test says so. Starts at 2026-11-23T00:00:00Z unless told otherwise. */
export class FakeClock implements Clock {
  #nowMs: number;

  constructor(startMs = Date.UTC(2026, 10, 23)) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** Moves forward. */
  advance(ms: number): void {
    assert(ms >= 0, 'advance moves forward; use jumpTo for a clock that steps back', { ms });
    this.#nowMs += ms;
  }

  /** Jumps anywhere, backwards too, as a corrected system clock does. */
  jumpTo(nowMs: number): void {
    this.#nowMs = nowMs;
  }
}
