import type { CanonicalWriter } from '@metropane/base';

/** What feeds told of their entities, as JSON text by `domain\0entity`, and how often each metric is promised there. */
export class Descriptions {
  readonly #texts = new Map<string, string>();
  /** Read out of the text once, not at each question. */
  readonly #periods = new Map<string, ReadonlyMap<string, number>>();

  get size(): number {
    return this.#texts.size;
  }

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /** Null ends a description. */
  put(key: string, text: string | null): void {
    if (text === null) {
      this.#texts.delete(key);
      this.#periods.delete(key);
      return;
    }
    this.#texts.set(key, text);
    this.#periods.set(key, promisedPeriods(text));
  }

  /** Milliseconds between two readings of each metric, for those that the description promises. */
  periods(key: string): ReadonlyMap<string, number> {
    return this.#periods.get(key) ?? NO_PERIODS;
  }

  snapshot(): [string, string][] {
    return [...this.#texts];
  }

  restore(from: readonly [string, string][]): void {
    for (const [key, text] of from) this.put(key, text);
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [key, text] of this.#texts) write(`description\0${key}`, (w) => w.string(text));
  }
}

const NO_PERIODS: ReadonlyMap<string, number> = new Map();

function promisedPeriods(text: string): ReadonlyMap<string, number> {
  const { metrics = {} } = JSON.parse(text) as { metrics?: Record<string, { expectedEveryMs?: number }> };
  const periods = new Map<string, number>();
  for (const [metric, { expectedEveryMs }] of Object.entries(metrics))
    if (expectedEveryMs !== undefined) periods.set(metric, expectedEveryMs);
  return periods;
}
