import type { HourlySeries } from '@metropane/rules';
import type { AskedSeries } from './baseline-tasks.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** As far back as is asked for. More bends a season to what was usual in another one. */
const WEEKS = 8;

/** The hours of one entity that start in the span, with how many readings each has. Rejects with `code` `history-expired` where it is gone. */
export type AskHours = (
  of: Omit<AskedSeries, 'series'>,
  span: { fromMs: number; toMs: number },
) => Promise<{ startMs: number; n: number; mean: number }[]>;

/**
 * The last eight weeks of a series by whole hours, the newest week first and each by a question of its own, so that nobody waits long
 * behind them. Ends where history does. Rejects where history cannot be asked.
 */
export async function hourlyHistory(ask: AskHours, of: AskedSeries, nowMs: number): Promise<HourlySeries> {
  const endMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const means = new Map<number, number>();
  let startMs = endMs;
  for (let week = 0; week < WEEKS; week++) {
    const fromMs = startMs - WEEK_MS;
    const rows = await ask(of, { fromMs, toMs: startMs }).catch((error: unknown) => {
      if (isExpired(error)) return null;
      throw error;
    });
    if (rows === null) break;
    for (const { startMs: atMs, n, mean } of rows) if (n > 0 && atMs < endMs) means.set(atMs, mean);
    startMs = fromMs;
  }
  const hours = (endMs - startMs) / HOUR_MS;
  return {
    startMs,
    values: Array.from({ length: hours }, (_, i) => means.get(startMs + i * HOUR_MS) ?? null),
  };
}

function isExpired(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'history-expired';
}
