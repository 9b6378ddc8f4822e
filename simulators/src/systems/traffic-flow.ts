import type { RoadSegment } from '@metropane/city-pack';
import { clamp } from './system.ts';

/** Of one direction. */
export const LANES: Readonly<Record<RoadSegment['class'], number>> = {
  motorway: 3,
  trunk: 3,
  primary: 3,
  secondary: 2,
  tertiary: 1,
  minor: 1,
};

/** Road that a car covers for a loop, its own length and the loop's: what turns occupancy into density. */
const EFFECTIVE_LENGTH_M = 6.5;

/** Vehicles per lane and kilometre under which a loop is covered for `occupancyPct` of the time. */
export function toDensity(occupancyPct: number): number {
  return (occupancyPct * 10) / EFFECTIVE_LENGTH_M;
}

/** The opposite of `toDensity`. */
export function toOccupancyPct(perLaneKm: number): number {
  return (perLaneKm * EFFECTIVE_LENGTH_M) / 10;
}

/** Vehicles per lane and kilometre when the crowd leaves `share` of the free speed: nearly empty at 1, packed near 0. */
export function densityAt(share: number): number {
  return toDensity(4 + 72 * (1 - clamp(share, 0, 1)) ** 1.25);
}

/** The most that a lane carries, as vehicles per hour for each km/h of free speed: density times share at its best. */
export const SATURATION = Math.max(...Array.from({ length: 100 }, (_, n) => densityAt(n / 100) * (n / 100)));
