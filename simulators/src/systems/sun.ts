import type { LonLat } from '@metropane/city-pack';

const DAY_MS = 86_400_000;
const RADIANS = Math.PI / 180;

/**
 * Height of the sun above the horizon in degrees, without refraction: declination and equation of time after NOAA's general solar
 * position (Fourier series of Spencer, 1971), good to about half a degree. Asked for in whole minutes, so that the last bit of a sine
 * cannot move a lamp by more than it is rounded to.
 */
export function sunHeightDeg([lon, lat]: LonLat, tMs: number): number {
  const minuteMs = Math.floor(tMs / 60_000) * 60_000;
  const yearStartMs = Date.UTC(new Date(minuteMs).getUTCFullYear(), 0, 1);
  const year = (2 * Math.PI * (minuteMs - yearStartMs)) / (365.2425 * DAY_MS);
  const declination =
    0.006918 -
    0.399912 * Math.cos(year) +
    0.070257 * Math.sin(year) -
    0.006758 * Math.cos(2 * year) +
    0.000907 * Math.sin(2 * year);
  const equationMin =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(year) -
      0.032077 * Math.sin(year) -
      0.014615 * Math.cos(2 * year) -
      0.040849 * Math.sin(2 * year));
  const utcMin = (minuteMs % DAY_MS) / 60_000;
  const hourAngle = ((utcMin + equationMin + 4 * lon) / 4 - 180) * RADIANS;
  const sine =
    Math.sin(lat * RADIANS) * Math.sin(declination) +
    Math.cos(lat * RADIANS) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.asin(Math.max(-1, Math.min(1, sine))) / RADIANS;
}
