/** Minutes of the civil day: after the last buses, before the first. The hour is told on the strip. */
export const RELOAD_FROM = 3 * 60 + 10;
const RELOAD_UNTIL = 5 * 60;
/** Screens go one after another: never a dark wall. */
const PLACES = 30;
const YOUNG_MS = 3_600_000;
/** An acknowledged P1 may stay open for days; a page that missed so many nights waits only for those that call. */
const OVERDUE_MS = 75 * 3_600_000;

/** Which place in the row of screens is this screen's own, 0..29: by its number, else by its name. */
export function placeOfScreen(screen: string): number {
  const number = /^\d+$/.test(screen)
    ? Number(screen)
    : Array.from(screen).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9_973, 7);
  return number % PLACES;
}

/** Which minute of the night is this screen's own. */
export function reloadMinute(screen: string): number {
  return RELOAD_FROM + placeOfScreen(screen);
}

/**
 * Whether a wall loads itself anew now: once a night from its own minute on, so that what leaks in a browser over weeks never gets old.
 * Not while the link is lost (the page would not come back), nor while a life-threatening incident is open: then it waits, up to the
 * end of the night.
 */
export function isReloadDue({
  minuteOfDay,
  screen,
  ageMs,
  isLive,
  calling,
}: {
  minuteOfDay: number;
  screen: string;
  /** Of the page. */
  ageMs: number;
  isLive: boolean;
  /** The worst of the life-threatening incidents. */
  calling: 'none' | 'acknowledged' | 'unacknowledged';
}): boolean {
  if (ageMs < YOUNG_MS || !isLive || calling === 'unacknowledged') return false;
  if (minuteOfDay < reloadMinute(screen) || minuteOfDay >= RELOAD_UNTIL) return false;
  return calling === 'none' || ageMs > OVERDUE_MS;
}
