/**
 * Level of service of a road segment from its speed, by the rule of the UTraffic project (HCMUT, Ho Chi Minh City): speed is
 * held against a threshold that depends on the street's limit; every 5 km/h below it costs a letter. Not the HCM 2010 measure.
 */
export type LevelOfService = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

export const LEVELS_OF_SERVICE: readonly LevelOfService[] = ['A', 'B', 'C', 'D', 'E', 'F'];

/** The speed that still counts as A: 35 km/h, 40 where the limit is 60 or more, 45 from 70. */
export function losThresholdKmh(maxSpeedKmh?: number): number {
  if (maxSpeedKmh === undefined || maxSpeedKmh < 60) return 35;
  return maxSpeedKmh < 70 ? 40 : 45;
}

/** `ABCDEF[min(ceil(max(threshold - speed, 0) / 5), 5)]`. */
export function levelOfService(speedKmh: number, maxSpeedKmh?: number): LevelOfService {
  const below = Math.max(losThresholdKmh(maxSpeedKmh) - speedKmh, 0);
  return LEVELS_OF_SERVICE[Math.min(Math.ceil(below / 5), 5)]!;
}
