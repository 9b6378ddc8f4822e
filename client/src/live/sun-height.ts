import type { LonLat } from './city-ground.ts';

const RAD = Math.PI / 180;
const J2000_MS = 946_728_000_000;
const DAY_MS = 86_400_000;

/**
 * Height of the middle of the sun above the horizon in degrees, without refraction: low-precision formulas of the Astronomical Almanac
 * (C, "Sun"), good to 0.02° between 1950 and 2050. At sunset, with refraction and the sun's radius, it is -0.833.
 */
export function sunHeightDeg([lon, lat]: LonLat, atMs: number): number {
  const days = (atMs - J2000_MS) / DAY_MS;
  const anomaly = (357.529 + 0.985_600_28 * days) * RAD;
  const meanLongitude = 280.459 + 0.985_647_36 * days;
  const longitude = (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD;
  const obliquity = (23.439 - 0.000_000_36 * days) * RAD;
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude));
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude));
  const siderealDeg = 280.460_618_37 + 360.985_647_366_29 * days;
  const hourAngle = (siderealDeg + lon) * RAD - ascension;
  return (
    Math.asin(
      Math.sin(lat * RAD) * Math.sin(declination) +
        Math.cos(lat * RAD) * Math.cos(declination) * Math.cos(hourAngle),
    ) / RAD
  );
}
