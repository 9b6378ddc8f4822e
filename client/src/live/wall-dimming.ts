import type { CityWall, LonLat } from './city-ground.ts';
import { sunHeightDeg } from './sun-height.ts';

/** Sunset as seen: refraction and the sun's radius. */
const SET_DEG = -0.833;
/** End of civil twilight. */
const DARK_DEG = -6;

/**
 * How bright a wall is, 1 = full: darker while the sun is down, gliding through civil twilight, or between two civil times. Whatever calls
 * lifts it at once.
 */
export function brightnessAt(
  dimming: CityWall['dimming'],
  { nowMs, centre, civil, isCalled }: { nowMs: number; centre: LonLat; civil: string; isCalled: boolean },
): number {
  if (dimming === undefined || isCalled) return 1;
  const { to } = dimming;
  if (dimming.by === 'clock') return isBetween(civil, dimming) ? to : 1;
  const night = (SET_DEG - sunHeightDeg(centre, nowMs)) / (SET_DEG - DARK_DEG);
  return 1 - (1 - to) * Math.min(1, Math.max(0, night));
}

/** `HH:MM`; `until` is the first minute that is no longer in it, perhaps of the next day. */
function isBetween(civil: string, { from, until }: { from: string; until: string }): boolean {
  return from <= until ? civil >= from && civil < until : civil >= from || civil < until;
}
