/**
 * Noise: A-weighted energy mean of the last minute, built up as energy from what makes it: the roads nearby (vehicles and their
 * speed), people in the place, rain on the roofs and the hum of the city. `area: special` in the facts (a hospital, a school) stands
 * back from the road.
 */
import { distanceM } from '@metropane/city-pack';
import type { LonLat, Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import type { Crowds } from './crowd.ts';
import { between } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import { makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

/** Roads and squares farther away are not heard above the near ones, metres. */
const ROAD_HEARD_M = 1_200;
const CROWD_HEARD_M = 400;
const HEARD_SEGMENTS = 3;
/** A road of 1,000 motorbikes and cars an hour at 30 km/h, heard at its edge, dB(A). */
const ROAD_EDGE_DBA = 69.5;
/** 1,000 people talking in the place itself, dB(A). */
const CROWD_DBA = 63;

interface Heard {
  readonly segments: readonly { readonly index: number; readonly share: number }[];
  readonly crowds: readonly number[];
}

/** Noise stations of the pack. */
export function makeNoiseSystem(seed: number | string, world: CityWorld, crowds: Crowds): CitySystem {
  const noise = makeNoise(seed, 'sound-level');
  const { weather, localTime, causes } = world;
  return makeStationSystem('noise', stationsOf(world.pack, 'noise', ['laeqDba']), (station, index) => {
    const heard = whatIsHeard(station, world, crowds);
    const { loc } = station;
    return (tMs) => {
      const hum = energy(46 + 7 * between(localTime(tMs).hour, 6, 22));
      const people = heard.crowds.reduce((sum, crowd) => sum + crowds.people(crowd, tMs), 0);
      const gathered = people === 0 ? causes.crowdPeople(loc, tMs) : people;
      const voices = (gathered / 1_000) * energy(CROWD_DBA);
      const rain = energy(30 + Math.min(32, 1.1 * weather.rainMmH(loc, tMs)));
      // Single vehicles, horns: more alike in a crowded street than at night.
      const passing = 1.1 * noise.smooth(index, tMs, 70_000) + 0.7 * noise.smooth(index + 100, tMs, 900_000);
      const sum = hum + voices + rain + roadEnergy(heard, world, tMs);
      return { laeqDba: clamp(10 * Math.log10(sum) + passing, 32, 110) };
    };
  });
}

function energy(dba: number): number {
  return 10 ** (dba / 10);
}

/** The nearest roads, the nearest of them at full strength, and the squares within hearing. */
function whatIsHeard(station: Station, { pack }: CityWorld, crowds: Crowds): Heard {
  const back = station.facts?.['area'] === 'special' ? 6 : 0;
  const near = pack.segments
    .map(({ points }, index) => ({ index, metres: nearestM(points, station.loc) }))
    .filter(({ metres }) => metres < ROAD_HEARD_M)
    .toSorted((a, b) => a.metres - b.metres || a.index - b.index)
    .slice(0, HEARD_SEGMENTS);
  return {
    // Positions are typed to about 100 m: within that, a station stands at the edge of its road.
    segments: near.map(({ index, metres }) => ({
      index,
      share: energy(-back) * Math.min(1, (100 / Math.max(1, metres)) ** 2),
    })),
    crowds: crowds.stations.flatMap(({ loc }, index) =>
      distanceM(loc, station.loc) < CROWD_HEARD_M ? [index] : [],
    ),
  };
}

function nearestM(points: readonly LonLat[], loc: LonLat): number {
  return Math.min(...points.map((point) => distanceM(point, loc)));
}

/** Energy grows with the number of vehicles and with the square of their speed. */
function roadEnergy({ segments }: Heard, { roads }: CityWorld, tMs: number): number {
  let sum = 0;
  for (const { index, share } of segments) {
    const kmh = roads.speedKmh(index, tMs);
    const vehiclesPerH = Math.max(0, (roads.occupancyPct(index, tMs) - 2.5) * 1.54 * kmh);
    sum += share * (vehiclesPerH / 1_000) * (kmh / 30) ** 2 * energy(ROAD_EDGE_DBA);
  }
  return sum;
}
