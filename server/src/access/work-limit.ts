import type { Result } from '@metropane/base';
import { err, ok } from '@metropane/base';

/**
 * Lets so much work run at once and so much wait; what comes beyond is refused at once. For work whose memory or time somebody
 * outside could otherwise multiply.
 */
export class WorkLimit {
  readonly #running: number;
  readonly #waiting: number;
  #now = 0;
  readonly #queue: (() => void)[] = [];

  constructor({ running, waiting }: { running: number; waiting: number }) {
    this.#running = running;
    this.#waiting = waiting;
  }

  /** `busy`: nothing was begun. Rejects with what the work rejects with. */
  async run<T>(work: () => Promise<T>): Promise<Result<T, 'busy'>> {
    if (this.#now >= this.#running) {
      if (this.#queue.length >= this.#waiting) return err('busy', 'too many at once, try again in a moment');
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#now += 1;
    }
    try {
      return ok(await work());
    } finally {
      // The place goes to who waits longest, so that nobody who comes later is faster.
      const next = this.#queue.shift();
      if (next === undefined) this.#now -= 1;
      else next();
    }
  }
}
