/**
 * The days that usual ranges are made of, asked of history one by one and kept: a month in one question would hold up everybody
 * else who asks, for history answers in order. Charts that ask at once walk the same days together, so that history takes their
 * series by one statement. Kept for six hours, then asked again: late readings may have changed a day.
 */
import type { WindowRow } from './history-query.ts';
import { BIN_MS, BINS_PER_DAY, emptyDay, type KnownDay } from './usual-band.ts';

const KEPT_MS = 6 * 3_600_000;
/** About 7 kB each. */
const MOST_DAYS = 4_000;
/** Questions at history at a time, of all charts together: its own queue has 256 places for everybody. */
const MOST_ASKED = 32;

export interface DaySeries {
  domain: string;
  metric: string;
  /** At least one; of several the day is that of all their readings together. */
  entities: readonly string[];
}

export interface DaySpan {
  startMs: number;
  endMs: number;
}

/** The five-minute windows of one entity that start in the span. Rejects where history has expired or is away. */
export type AskDay = (
  series: Omit<DaySeries, 'entities'> & { entity: string },
  span: DaySpan,
) => Promise<WindowRow[]>;

export class UsualDays {
  readonly #ask: AskDay;
  readonly #nowMs: () => number;
  readonly #isExpired: (error: unknown) => boolean;
  readonly #days = new Map<string, { askedMs: number; day: Promise<KnownDay | 'expired'> }>();
  readonly #waiting: (() => void)[] = [];
  #asked = 0;

  constructor({
    ask,
    nowMs,
    isExpired,
  }: {
    ask: AskDay;
    nowMs: () => number;
    isExpired: (error: unknown) => boolean;
  }) {
    this.#ask = ask;
    this.#nowMs = nowMs;
    this.#isExpired = isExpired;
  }

  /** One day of a series; `expired`: nothing of it is left. Rejects as history does, and then keeps nothing. */
  day(series: DaySeries, span: DaySpan): Promise<KnownDay | 'expired'> {
    const key = [series.domain, series.metric, span.startMs, ...series.entities].join('\0');
    const known = this.#days.get(key);
    const nowMs = this.#nowMs();
    if (known !== undefined && nowMs - known.askedMs < KEPT_MS) {
      // Back to the young end: what is asked for often stays.
      this.#days.delete(key);
      this.#days.set(key, known);
      return known.day;
    }
    const day = this.#askDay(series, span).catch((error: unknown) => {
      if (this.#isExpired(error)) return 'expired' as const;
      this.#days.delete(key);
      throw error;
    });
    this.#days.delete(key);
    this.#days.set(key, { askedMs: nowMs, day });
    const oldest = this.#days.size > MOST_DAYS ? this.#days.keys().next().value : undefined;
    if (oldest !== undefined) this.#days.delete(oldest);
    return day;
  }

  async #askDay({ domain, metric, entities }: DaySeries, span: DaySpan): Promise<KnownDay> {
    const day = emptyDay();
    const all = await Promise.all(
      entities.map((entity) => this.#inTurn(() => this.#ask({ domain, metric, entity }, span))),
    );
    for (const rows of all) for (const row of rows) addRow(day, row, span.startMs);
    return day;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#asked >= MOST_ASKED) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#asked += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one that waits, or is given back.
      const next = this.#waiting.shift();
      if (next === undefined) this.#asked -= 1;
      else next();
    }
  }
}

/** Five minutes that begin after 24 hours, on the day that clocks go back, are no time of another day. */
function addRow(day: KnownDay, row: WindowRow, startMs: number): void {
  const at = Math.floor((row.startMs - startMs) / BIN_MS);
  if (at < 0 || at >= BINS_PER_DAY) return;
  day.sums[at]! += row.sum;
  day.counts[at]! += row.n;
  day.lasts[at] = row.last;
}
