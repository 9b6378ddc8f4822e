import type { CityPack } from '@metropane/city-pack';
import { makeAirSystem } from './air.ts';
import { makeTerminalSystem } from './bus-terminals.ts';
import { makeBusSystem } from './buses.ts';
import { makeCallSystem, makeHotlineSystem } from './calls.ts';
import { makeCameraSystem } from './camera-health.ts';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import type { CityEvents } from './city-event.ts';
import { makeCityEvents } from './city-events.ts';
import type { CityWorld } from './city-world.ts';
import { makeCrowds, makeCrowdSystem } from './crowd.ts';
import { makeCivilTime } from './day-rhythm.ts';
import { makeSewerSystem } from './drainage.ts';
import { makeExpansions } from './expansions.ts';
import type { Expansion } from './expansions.ts';
import { makeLamps, makeLightingSystem } from './lighting.ts';
import { makeMetroSystems } from './metro.ts';
import { makeCarParks, makeParkingSystem } from './parking.ts';
import { makeGrid, makePowerSystem } from './power.ts';
import { makeFloods, makeFloodSystem, makeRainSystem } from './rain-and-flood.ts';
import type { Floods } from './rain-and-flood.ts';
import { makeRoadEffects } from './road-effects.ts';
import { makeSecuritySystem } from './security-counts.ts';
import { makeNoiseSystem } from './sound-level.ts';
import type { CitySystem } from './system.ts';
import { makeTide, makeWaterSystem } from './tide.ts';
import { makeTraffic, makeTrafficSystems } from './traffic.ts';
import { makeWasteSystem } from './waste.ts';
import { makePressureSystem, makeWaterNetwork, makeWaterPlantSystem } from './water-supply.ts';
import { makeWeather } from './weather.ts';
import { makeWeatherSystem } from './weather-stations.ts';

/** A city of one seed: what reports, and what happens. */
export interface City {
  readonly systems: readonly CitySystem[];
  readonly events: CityEvents;
  readonly world: CityWorld;
}

/** How much of a city, and what befalls it. */
export interface CitySize {
  readonly entities?: number;
  readonly causes?: Causes;
}

const DEMO_BUSES = 150;
/** Of the entities beyond the stations, this share is of each kind, as far as there are so many; the rest measure traffic. */
const SHARES = { buses: 0.18, lamps: 0.2, bins: 0.1, feeders: 0.04, districts: 0.02, zones: 0.02 } as const;

/**
 * Makes the city of one seed. `entities` is how many things report in all: stations first, then buses, road segments (and loop
 * detectors once every segment reports), and what the pack's stations are expanded by. Without it: all stations, trains and segments
 * of the pack and 150 buses.
 */
export function makeCity(
  seed: number | string,
  pack: CityPack,
  { entities, causes = NO_CAUSES }: CitySize = {},
): City {
  const { world, floods } = makeWorld(seed, pack, causes);
  const { roads, localTime } = world;
  const { fixed, expansions } = makeFixed(seed, world, floods);
  const counts = shareOut(fixed, { pack, expansions, entities });
  return {
    world,
    events: world.events,
    systems: [
      ...fixed.map((system, n) => ({ ...system, entities: system.entities.slice(0, counts.fixed[n]) })),
      ...makeTrafficSystems(pack, roads, counts.traffic),
      makeBusSystem(seed, pack, { traffic: roads, localTime, count: counts.buses }),
      ...counts.expanded,
    ],
  };
}

function makeWorld(
  seed: number | string,
  pack: CityPack,
  causes: Causes,
): { readonly world: CityWorld; readonly floods: Floods } {
  const localTime = makeCivilTime(pack);
  const weather = makeWeather(seed, pack, { localTime, causes });
  const tide = makeTide(seed, pack, causes);
  const floods = makeFloods(seed, pack, { weather, tide });
  const traffic = makeTraffic(seed, pack, { weather, localTime });
  const events = makeCityEvents(seed, pack, {
    crowd: traffic.crowd,
    weather,
    tide,
    floods,
    localTime,
    causes,
  });
  const roads = traffic.withEffects(makeRoadEffects(pack, { events, floods, causes, crowd: traffic.crowd }));
  return { world: { pack, weather, tide, roads, events, localTime, causes }, floods };
}

/** What stands in the pack, and the models by which more of its kind can be made. */
function makeFixed(
  seed: number | string,
  world: CityWorld,
  floods: Floods,
): { readonly fixed: readonly CitySystem[]; readonly expansions: Expansions } {
  const { pack, weather, tide, localTime } = world;
  const grid = makeGrid(seed, world);
  const network = makeWaterNetwork(seed, world);
  const carParks = makeCarParks(seed, world);
  const lamps = makeLamps(seed, world);
  const crowds = makeCrowds(seed, world);
  return {
    expansions: makeExpansions(seed, world, { grid, network, carParks, lamps }),
    fixed: [
      makeWaterSystem(pack, tide),
      makeRainSystem(pack, weather),
      makeFloodSystem(floods),
      makeAirSystem(seed, pack, { weather, localTime }),
      makePowerSystem(grid),
      makeCallSystem(seed, world),
      makeHotlineSystem(seed, world),
      makeWeatherSystem(seed, world),
      ...makeMetroSystems(seed, world),
      makeTerminalSystem(seed, world),
      makeParkingSystem(carParks),
      makeCrowdSystem(crowds),
      makeNoiseSystem(seed, world, crowds),
      makeLightingSystem(seed, lamps),
      makeWaterPlantSystem(seed, network, world),
      makePressureSystem(seed, network, world),
      makeSewerSystem(seed, world),
      makeWasteSystem(seed, world),
      makeCameraSystem(seed, world),
      makeSecuritySystem(seed, world),
    ],
  };
}

type Expansions = ReturnType<typeof makeExpansions>;

interface Shares {
  readonly fixed: readonly number[];
  readonly traffic: number;
  readonly buses: number;
  readonly expanded: readonly CitySystem[];
}

function shareOut(
  fixed: readonly CitySystem[],
  {
    pack,
    expansions,
    entities,
  }: {
    readonly pack: CityPack;
    readonly expansions: Expansions;
    readonly entities: number | undefined;
  },
): Shares {
  const all = fixed.map((system) => system.entities.length);
  if (entities === undefined)
    return { fixed: all, traffic: pack.segments.length, buses: DEMO_BUSES, expanded: [] };
  let left = entities;
  const counts = all.map((count) => {
    const taken = Math.min(count, left);
    left -= taken;
    return taken;
  });
  const beyond = left;
  const take = (share: number, most: number): number => {
    const taken = Math.min(most, Math.round(beyond * share));
    left -= taken;
    return taken;
  };
  const expand = (kind: keyof Expansions): CitySystem => {
    const one: Expansion = expansions[kind];
    return one.make(take(SHARES[kind], one.most));
  };
  const buses = take(SHARES.buses, Infinity);
  const expanded = (['feeders', 'districts', 'zones', 'lamps', 'bins'] as const).map(expand);
  return { fixed: counts, traffic: left, buses, expanded };
}
