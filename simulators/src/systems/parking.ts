/**
 * Car parks: free places and how full. A park leans towards office hours or towards the evening by a share of its own (`rhythm: day`
 * or `evening` in its facts settles it); drivers who come for a crowd that a scenario gathers fill it up.
 */
import type { Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { between, bump, isDayOff } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

const USUAL_CAPACITY = 200;
/** Cars that come with a hundred people. */
const CARS_PER_PERSON = 0.02;

/** Cars in the pack's parks. */
export interface CarParks {
  readonly stations: readonly Station[];
  capacity(index: number): number;
  /** Whole cars in park `index`, 0 to its capacity. */
  parked(index: number, tMs: number): number;
}

/** Makes the car parks of one seed. */
export function makeCarParks(seed: number | string, { pack, localTime, causes }: CityWorld): CarParks {
  const noise = makeNoise(seed, 'parking');
  const stations = stationsOf(pack, 'parking', ['freeCount', 'occupancyPct']);
  const parks = stations.map((station, index) => ({
    loc: station.loc,
    capacity: factOf(station, 'capacityCount', USUAL_CAPACITY),
    evening: eveningShare(station, noise.at(index, 1)),
    liking: 0.78 + 0.3 * noise.at(index, 2),
  }));
  return {
    stations,
    capacity: (index) => parks[index]?.capacity ?? 0,
    parked: (index, tMs) => {
      const park = parks[index];
      if (park === undefined) return 0;
      const local = localTime(tMs);
      const usual = park.evening * eveningFill(local) + (1 - park.evening) * officeFill(local);
      const wave = 0.05 * noise.smooth(index, tMs, 2_700_000) + 0.012 * noise.smooth(index, tMs, 240_000);
      const visitors = causes.crowdPeople(park.loc, tMs) * CARS_PER_PERSON;
      const cars = park.capacity * (usual * park.liking + wave * (0.3 + usual)) + visitors;
      return Math.round(clamp(cars, 0, park.capacity));
    },
  };
}

function eveningShare({ facts }: Station, drawn: number): number {
  if (facts?.['rhythm'] === 'day') return 0.1;
  return facts?.['rhythm'] === 'evening' ? 0.9 : 0.2 + 0.6 * drawn;
}

function officeFill(local: LocalTime): number {
  const { hour } = local;
  const open = 1 / (1 + Math.exp(-(hour - 7.9) * 1.9)) - 1 / (1 + Math.exp(-(hour - 17.6) * 1.7));
  return 0.1 + open * (isDayOff(local) ? 0.35 : 0.76 - 0.07 * bump(hour, 12.2, 0.8));
}

function eveningFill(local: LocalTime): number {
  const evening = bump(local.hour, 19.8, 2.6);
  const day = between(local.hour, 8.5, 21.5);
  return 0.06 + 0.24 * day + (isDayOff(local) ? 0.6 : local.weekday === 5 ? 0.55 : 0.4) * evening;
}

/** Displays at the gates. */
export function makeParkingSystem(carParks: CarParks): CitySystem {
  return makeStationSystem('parking', carParks.stations, (_, index) => (tMs) => {
    const capacity = carParks.capacity(index);
    const parked = carParks.parked(index, tMs);
    return { freeCount: capacity - parked, occupancyPct: capacity === 0 ? 0 : (100 * parked) / capacity };
  });
}
