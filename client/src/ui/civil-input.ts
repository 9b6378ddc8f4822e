import { civilTime } from './format.ts';

/** `2026-11-23T15:30`: an instant as a date and time field shows it, in the city's zone whatever the machine's own is. */
export function civilInput(timeMs: number, zone: string): string {
  const { year, month, day, hour, minute } = civilTime(timeMs, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The instant that the field says in the zone; null for a text that is no date. A time that a change of the clocks leaves out is
 * moved by as much as the clocks are.
 */
export function parseCivilInput(text: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  const asUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtcMs)) return null;
  // What the zone shows at a guess tells how far it lies off UTC there; the second step settles guesses across a change of clocks.
  const first = asUtcMs - offsetMs(asUtcMs, zone);
  return asUtcMs - offsetMs(first, zone);
}

function offsetMs(timeMs: number, zone: string): number {
  return Date.parse(`${civilInput(timeMs, zone)}Z`) - Math.floor(timeMs / 60_000) * 60_000;
}
