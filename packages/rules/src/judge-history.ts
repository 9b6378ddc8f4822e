import { HOURS_OF_WEEK } from './baseline.ts';
import type { HourlySeries } from './fit-baseline.ts';

/** Two weeks: with less, a weekly season is a guess. */
export const LEAST_HOURS = 2 * HOURS_OF_WEEK;
/** Of its hours so many may be unmeasured. */
const MOST_MISSING = 0.2;
const HOUR_MS = 3_600_000;

/** What a baseline was made of, or would have been: from the first to the last hour with a measurement. */
export interface BaselineQuality {
  fromMs: number;
  /** End of the last hour, exclusive. */
  toMs: number;
  /** Measured hours. */
  hours: number;
  /** Share of the hours between that nothing was measured in, 0–1. */
  missingShare: number;
}

/** Why no baseline could be made. `quality` is null where nothing was ever measured. */
export interface BaselineRefusal {
  code: 'no-history' | 'history-too-short' | 'too-many-gaps' | 'fit-failed';
  message: string;
  quality: BaselineQuality | null;
}

export type Judged =
  | { ok: true; series: HourlySeries; quality: BaselineQuality }
  | { ok: false; refusal: BaselineRefusal };

/** Whether a history is enough, without the unmeasured hours before its first and after its last one. */
export function judgeHistory({ startMs, values }: HourlySeries): Judged {
  const first = values.findIndex((value) => value !== null);
  if (first === -1) {
    const message = 'nothing was ever measured of it';
    return { ok: false, refusal: { code: 'no-history', message, quality: null } };
  }
  const end = values.findLastIndex((value) => value !== null) + 1;
  const series = { startMs: startMs + first * HOUR_MS, values: values.slice(first, end) };
  const hours = series.values.filter((value) => value !== null).length;
  const span = series.values.length;
  const toMs = startMs + end * HOUR_MS;
  const quality = { fromMs: series.startMs, toMs, hours, missingShare: 1 - hours / span };
  if (span < LEAST_HOURS) {
    const message = `${span} hours of history, ${LEAST_HOURS} are needed`;
    return { ok: false, refusal: { code: 'history-too-short', message, quality } };
  }
  if (quality.missingShare > MOST_MISSING) {
    const message = `${Math.round(quality.missingShare * 100)} % of the hours are missing, at most ${MOST_MISSING * 100} % may be`;
    return { ok: false, refusal: { code: 'too-many-gaps', message, quality } };
  }
  return { ok: true, series, quality };
}
