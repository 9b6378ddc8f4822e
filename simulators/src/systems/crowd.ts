/**
 * People in squares, parks and markets. A place has a rhythm of its own: `rhythm` in its facts is `evening` (the usual), `day` (a
 * market, a zoo) or `event` (a stadium, full on some evenings). Rain sends people home; what a scenario gathers is added in persons.
 */
import type { Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { between, bump, isDayOff } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

/** Where the pack does not say how many a place holds. */
const USUAL_CAPACITY = 10_000;

/** How many people are where. */
export interface Crowds {
  readonly stations: readonly Station[];
  /** Persons at place `index`, whole. */
  people(index: number, tMs: number): number;
}

/** Makes the crowds of one seed. */
export function makeCrowds(seed: number | string, { pack, weather, localTime, causes }: CityWorld): Crowds {
  const noise = makeNoise(seed, 'crowd');
  const stations = stationsOf(pack, 'crowd', ['peopleCount']);
  const sites = stations.map((station, index) => ({
    loc: station.loc,
    capacity: factOf(station, 'capacityCount', USUAL_CAPACITY),
    rhythm: station.facts?.['rhythm'] ?? 'evening',
    liking: 0.8 + 0.4 * noise.at(index, 1),
  }));
  const usualShare = (index: number, tMs: number): number => {
    const local = localTime(tMs);
    const rhythm = sites[index]!.rhythm;
    if (rhythm === 'day') return daytimeShare(local);
    if (rhythm !== 'event') return eveningShare(local);
    const hasEvent = noise.at(index + 500, local.day) < (isDayOff(local) ? 0.5 : 0.12);
    return 0.01 + (hasEvent ? 0.75 * between(local.hour, 17.8, 21) : 0);
  };
  return {
    stations,
    people: (index, tMs) => {
      const site = sites[index];
      if (site === undefined) return 0;
      const dry = 1 - Math.min(0.75, 0.05 * weather.rainMmH(site.loc, tMs));
      const wave =
        1 + 0.12 * noise.smooth(index + 1_000, tMs, 3_000_000) + 0.03 * noise.smooth(index, tMs, 120_000);
      const usual = usualShare(index, tMs) * site.capacity * site.liking * dry * wave;
      return Math.round(clamp(usual + causes.crowdPeople(site.loc, tMs), 0, 200_000));
    },
  };
}

/** Share of what an evening place holds: a few by day, most on the evenings of days off. */
function eveningShare(local: LocalTime): number {
  const evening = bump(local.hour, 20, 2.1);
  const day = between(local.hour, 6, 22);
  if (isDayOff(local)) return 0.006 + 0.07 * day + 0.36 * evening;
  return 0.006 + 0.04 * day + (local.weekday === 5 ? 0.2 : 0.085) * evening;
}

function daytimeShare(local: LocalTime): number {
  const open = between(local.hour, 7, 18.5);
  return 0.004 + open * (0.16 + 0.14 * bump(local.hour, 10.5, 1.8) + (isDayOff(local) ? 0.28 : 0));
}

/** Counters of people. */
export function makeCrowdSystem(crowds: Crowds): CitySystem {
  return makeStationSystem('crowd', crowds.stations, (_, index) => (tMs) => ({
    peopleCount: crowds.people(index, tMs),
  }));
}
