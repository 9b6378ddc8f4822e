import type { CityPack } from '@metropane/city-pack';
import { makeAirSystem } from './air.ts';
import { makeBusSystem } from './buses.ts';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import type { CityEvents } from './city-event.ts';
import { makeCityEvents } from './city-events.ts';
import { makeLocalTime } from './local-time.ts';
import { makeCallSystem, makePowerSystem } from './power-and-calls.ts';
import { makeFloods, makeFloodSystem, makeRainSystem } from './rain-and-flood.ts';
import { makeSlowdown } from './queues.ts';
import type { CitySystem } from './system.ts';
import { makeTide, makeWaterSystem } from './tide.ts';
import { makeTraffic, makeTrafficSystems } from './traffic.ts';
import { makeWeather } from './weather.ts';

/** A city of one seed: what reports, and what happens. */
export interface City {
  readonly systems: readonly CitySystem[];
  readonly events: CityEvents;
}

/** How much of a city, and what befalls it. */
export interface CitySize {
  readonly entities?: number;
  readonly causes?: Causes;
}

const DEMO_BUSES = 150;
/** Of the entities beyond the stations, this share are buses. */
const BUS_SHARE = 0.22;

/**
 * Makes the city of one seed. `entities` is how many things report in all: stations first, then buses and road segments (and
 * loop detectors once every segment reports). Without it: all stations and segments of the pack and 150 buses.
 */
export function makeCity(
  seed: number | string,
  pack: CityPack,
  { entities, causes = NO_CAUSES }: CitySize = {},
): City {
  const localTime = makeLocalTime(pack.zone);
  const weather = makeWeather(seed, pack, { localTime, causes });
  const tide = makeTide(seed, pack, causes);
  const floods = makeFloods(seed, pack, { weather, tide });
  const traffic = makeTraffic(seed, pack, { weather, localTime });
  const events = makeCityEvents(seed, pack, { crowd: traffic.crowd, weather, tide, floods, localTime });
  const roads = traffic.withSlowdown(makeSlowdown(events, pack.segments));
  const fixed = [
    makeWaterSystem(pack, tide),
    makeRainSystem(pack, weather),
    makeFloodSystem(floods),
    makeAirSystem(seed, pack, { weather, localTime }),
    makePowerSystem(seed, { weather, localTime }),
    makeCallSystem(seed, pack, { weather, localTime }),
  ];
  const counts = shareOut(fixed, pack, entities);
  return {
    events,
    systems: [
      ...fixed.map((system, n) => ({ ...system, entities: system.entities.slice(0, counts.fixed[n]) })),
      ...makeTrafficSystems(pack, roads, counts.traffic),
      makeBusSystem(seed, pack, { traffic: roads, localTime, count: counts.buses }),
    ],
  };
}

function shareOut(
  fixed: readonly CitySystem[],
  pack: CityPack,
  entities: number | undefined,
): { fixed: readonly number[]; traffic: number; buses: number } {
  const all = fixed.map((system) => system.entities.length);
  if (entities === undefined) return { fixed: all, traffic: pack.segments.length, buses: DEMO_BUSES };
  let left = entities;
  const counts = all.map((count) => {
    const taken = Math.min(count, left);
    left -= taken;
    return taken;
  });
  const buses = Math.round(left * BUS_SHARE);
  return { fixed: counts, traffic: left - buses, buses };
}
