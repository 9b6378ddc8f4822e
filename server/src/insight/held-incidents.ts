/**
 * Which incidents a figure can be made of: the room holds all open ones and the newest closed. Numbers are given without gaps, so what
 * is no longer held can be counted, though not told.
 */
import type { Incident } from '@metropane/incidents';

export interface Coverage {
  /** Incidents that may have been opened in the period and are held no longer: no figure has them. */
  missing: number;
  isComplete: boolean;
}

/** Of incidents opened in `[fromMs, toMs)`. An absent one lies in time between those that were numbered before and after it. */
export function coverageOf(
  held: readonly Pick<Incident, 'id' | 'knownAtMs'>[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Coverage {
  const byNumber = held
    .map(({ id, knownAtMs }) => ({ number: numberOf(id), knownAtMs }))
    .sort((a, b) => a.number - b.number);
  let missing = 0;
  let before = { number: 0, knownAtMs: Number.NEGATIVE_INFINITY };
  for (const next of byNumber) {
    const gap = next.number - before.number - 1;
    if (gap > 0 && before.knownAtMs < toMs && next.knownAtMs >= fromMs) missing += gap;
    before = next;
  }
  return { missing, isComplete: missing === 0 };
}

/** `SC-000412` is 412. */
export function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? Number.NaN);
}
