/**
 * How far apart the screens of one room paint the same publish. A publish is judged once everybody had the time to tell: the spread between
 * the first and the last who painted it, and of each screen how long after the first it came. What only one screen painted says
 * nothing. Screens tell in server time as their own clocks know it: an error of such a clock is part of the figure.
 */
export class PaintSkew {
  /** Paints by publish, in the order in which publishes were first told. */
  readonly #open = new Map<number, { sinceMs: number; atMs: Map<string, number> }>();
  readonly #spreads: Figure[] = [];
  readonly #lags = new Map<string, Figure[]>();

  /** `atMs`: server time at which `screen` painted publish `seq`; one that no clock can mean is left out. */
  note(screen: string, { seq, atMs }: { seq: number; atMs: number }, nowMs: number): void {
    this.#close(nowMs);
    if (Math.abs(atMs - nowMs) > BELIEVED_MS) return;
    const frame = this.#open.get(seq) ?? { sinceMs: nowMs, atMs: new Map<string, number>() };
    this.#open.set(seq, frame);
    if (!frame.atMs.has(screen)) frame.atMs.set(screen, atMs);
  }

  /** Of the publishes of the last minute that several screens painted; null while there is none. */
  spread(nowMs: number): { p50Ms: number; p99Ms: number; frames: number } | null {
    this.#close(nowMs);
    const spreads = newest(this.#spreads, nowMs);
    if (spreads.length === 0) return null;
    return { p50Ms: percentile(spreads, 0.5), p99Ms: percentile(spreads, 0.99), frames: spreads.length };
  }

  lagP99Ms(screen: string, nowMs: number): number | null {
    const lags = newest(this.#lags.get(screen) ?? [], nowMs);
    return lags.length === 0 ? null : percentile(lags, 0.99);
  }

  /** Forgets a screen that has gone: what it did before says nothing of what it will do. */
  forget(screen: string): void {
    this.#lags.delete(screen);
  }

  #close(nowMs: number): void {
    for (const [seq, { sinceMs, atMs }] of this.#open) {
      if (nowMs - sinceMs < JUDGED_AFTER_MS) return;
      this.#open.delete(seq);
      if (atMs.size < 2) continue;
      const first = Math.min(...atMs.values());
      keep(this.#spreads, { sinceMs, ms: Math.max(...atMs.values()) - first });
      for (const [screen, paintedMs] of atMs) {
        const lags = this.#lags.get(screen) ?? [];
        this.#lags.set(screen, lags);
        keep(lags, { sinceMs, ms: paintedMs - first });
      }
    }
  }
}

/** Longer than a beat: a screen tells of its last paint with its next credit. */
const JUDGED_AFTER_MS = 3_000;
const BELIEVED_MS = 10_000;
const SHOWN_FOR_MS = 60_000;
/** A minute of a room with ten publishes a second. */
const KEPT = 600;

interface Figure {
  sinceMs: number;
  ms: number;
}

function keep(figures: Figure[], figure: Figure): void {
  figures.push(figure);
  if (figures.length > KEPT) figures.shift();
}

function newest(figures: readonly Figure[], nowMs: number): number[] {
  return figures.filter(({ sinceMs }) => nowMs - sinceMs <= SHOWN_FOR_MS).map(({ ms }) => ms);
}

/** Nearest rank, whole milliseconds upwards: a mark at 100 ms must not hide behind rounding. */
function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return Math.ceil(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!);
}
