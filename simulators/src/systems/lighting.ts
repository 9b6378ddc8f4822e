/**
 * Street lighting: cabinets that switch by a light sensor at dusk and dawn, lamps behind them that fail and are repaired after some
 * days, half of the current late at night. Dark where the power is out.
 */
import type { LonLat, Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import type { CitySystem } from './system.ts';
import { sunHeightDeg } from './sun.ts';

const DAY_MS = 86_400_000;
const USUAL_LAMPS = 100;
/** A LED lamp of 130 W on 220 V, with its driver. */
const AMPERES_PER_LAMP = 0.65;
/** Between 23 and 5 o'clock lamps are dimmed. */
const DIMMED = 0.7;

/** Lamps of any place. */
export interface Lamps {
  readonly stations: readonly Station[];
  /** Share of the lamps behind a cabinet that burn, 0 to 1. `cabinet` numbers cabinets: each has its own faults and its own sensor. */
  shareOn(cabinet: number, loc: LonLat, tMs: number): number;
  /** Amperes of `lamps` lamps of which `shareOn` burn. */
  amperes(lamps: number, shareOn: number, tMs: number): number;
}

/** Makes the street lighting of one seed. */
export function makeLamps(seed: number | string, { pack, weather, localTime, causes }: CityWorld): Lamps {
  const noise = makeNoise(seed, 'lighting');
  const outShare = (cabinet: number, tMs: number): number => {
    const few = 0.004 + 0.03 * noise.at(cabinet, 1) * noise.at(cabinet, Math.floor(tMs / (5 * DAY_MS)) + 10);
    // One cabinet in sixty has lost a phase for the night.
    const hasFault = noise.at(cabinet + 5_000_011, Math.floor((tMs - 4 * 3_600_000) / DAY_MS)) < 1 / 60;
    return hasFault ? 0.34 : few;
  };
  return {
    stations: stationsOf(pack, 'lighting', ['currentA', 'lampsOnPct']),
    shareOn: (cabinet, loc, tMs) => {
      // Rain darkens the afternoon: the sensor switches on earlier, but never while the sun stands high.
      const threshold = -1.5 + 2 * noise.at(cabinet, 2) + Math.min(3, 0.1 * weather.rainMmH(loc, tMs));
      if (sunHeightDeg(loc, tMs) >= threshold) return 0;
      return (1 - outShare(cabinet, tMs)) * (1 - causes.powerLost(loc, tMs));
    },
    amperes: (lamps, shareOn, tMs) => {
      const { hour } = localTime(tMs);
      return lamps * shareOn * AMPERES_PER_LAMP * (hour >= 23 || hour < 5 ? DIMMED : 1);
    },
  };
}

/** Lighting cabinets of the pack. */
export function makeLightingSystem(seed: number | string, lamps: Lamps): CitySystem {
  const noise = makeNoise(seed, 'lighting-meter');
  return makeStationSystem('lighting', lamps.stations, (station, index) => {
    const count = factOf(station, 'lampsCount', USUAL_LAMPS);
    return (tMs) => {
      const on = lamps.shareOn(index, station.loc, tMs);
      return {
        lampsOnPct: 100 * on,
        currentA: lamps.amperes(count, on, tMs) * (1 + 0.015 * noise.smooth(index, tMs, 300_000)),
      };
    };
  });
}
