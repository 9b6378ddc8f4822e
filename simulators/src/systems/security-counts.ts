/**
 * Alerts of the information-security centre since the last reading, as counts only: a background of scans and failed sign-ins that
 * follows the working day a little, small bursts, and what a scenario's attack on any of the city's systems adds.
 */
import { CITY_SYSTEMS } from '@metropane/city';
import type { CityWorld } from './city-world.ts';
import { between, countAbout, isDayOff } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import type { CitySystem } from './system.ts';

const USUAL_PER_HOUR = 240;
/** Of a hundred alerts so many are critical on a usual day, and under attack. */
const CRITICAL_PCT = { usual: 0.4, attack: 6 } as const;
/** How many times the usual number an attack of full strength on one system brings. */
const ATTACK_FACTOR = 25;
const BURST_SLOT_MS = 20 * 60_000;

/** Security centres of the pack. */
export function makeSecuritySystem(
  seed: number | string,
  { pack, localTime, causes }: CityWorld,
): CitySystem {
  const noise = makeNoise(seed, 'security');
  const attackAt = (tMs: number): number =>
    CITY_SYSTEMS.reduce((sum, { code }) => sum + causes.attackOn(code, tMs), 0);
  return makeStationSystem(
    'security',
    stationsOf(pack, 'security', ['alertsCount', 'criticalCount']),
    (station, index) => {
      const perHour = factOf(station, 'perHour', USUAL_PER_HOUR);
      return (tMs, everyMs) => {
        const local = localTime(tMs);
        const office = between(local.hour, 7.5, 17.5) * (isDayOff(local) ? 0.15 : 0.7);
        const burst = noise.at(index + 100, Math.floor(tMs / BURST_SLOT_MS)) < 0.04 ? 2.2 : 0;
        const share = everyMs / 3_600_000;
        const usual = perHour * (0.75 + office + burst) * share;
        const attack = perHour * ATTACK_FACTOR * attackAt(tMs) * share;
        const slot = Math.floor(tMs / 1_000);
        const critical = (CRITICAL_PCT.usual * usual + CRITICAL_PCT.attack * attack) / 100;
        const criticalCount = countAbout(noise, { entity: index + 200, slot, mean: critical });
        return {
          criticalCount,
          // Critical alerts are among the alerts.
          alertsCount:
            criticalCount + countAbout(noise, { entity: index, slot, mean: usual + attack - critical }),
        };
      };
    },
  );
}
