/** Milliseconds of the units in which people say how long. */
export const UNIT_MS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
export type DurationUnit = keyof typeof UNIT_MS;
export const DURATION_UNITS = ['s', 'min', 'h'] as const;

/** The largest unit in which a duration is a whole number; seconds where none is. */
export function unitOf(ms: number): DurationUnit {
  if (ms === 0 || !Number.isFinite(ms)) return 's';
  return DURATION_UNITS.findLast((unit) => ms % UNIT_MS[unit] === 0) ?? 's';
}

/** How many of a unit it is; `durationMs` gives the same milliseconds back. */
export function amountOf(ms: number, unit: DurationUnit): number {
  return ms / UNIT_MS[unit];
}

/** Whole milliseconds. */
export function durationMs(amount: number, unit: DurationUnit): number {
  return Math.round(amount * UNIT_MS[unit]);
}
