/**
 * What a city has many of around its stations: feeders under the supply areas, water districts, zones of car parks, groups of street
 * lamps, bins. Only what the pack has stations of is expanded; each follows the same model as its station, so that parts add up: the
 * zones of a car park to the park, all feeders of an area to its load, all water districts to what the taps draw and the pipes lose.
 */
import type { LonLat, Name } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import type { Lamps } from './lighting.ts';
import { makeNoise } from './noise.ts';
import type { CarParks } from './parking.ts';
import type { Grid } from './power.ts';
import { rounded, stationsOf } from './station-system.ts';
import type { Values } from './station-system.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem, SimEntity } from './system.ts';
import type { WaterNetwork } from './water-supply.ts';

const FEEDER_MW = 8;
const ZONE_PLACES = 60;
const LAMPS_PER_GROUP = 20;
const METRES_PER_DEGREE = 111_320;

/** The models that parts are cut from. */
export interface ExpansionParts {
  readonly grid: Grid;
  readonly network: WaterNetwork;
  readonly carParks: CarParks;
  readonly lamps: Lamps;
}

/** A system that grows to any number of entities up to `most`. */
export interface Expansion {
  readonly most: number;
  make(count: number): CitySystem;
}

/** All expansions of a pack, those that it has no stations for with `most` 0. */
export function makeExpansions(
  seed: number | string,
  world: CityWorld,
  { grid, network, carParks, lamps }: ExpansionParts,
): Readonly<Record<'feeders' | 'districts' | 'zones' | 'lamps' | 'bins', Expansion>> {
  return {
    feeders: feeders(seed, grid, world),
    districts: districts(seed, network, world),
    zones: zones(carParks),
    lamps: lampGroups(seed, lamps, world),
    bins: bins(seed, world),
  };
}

/** What all entities of an expansion have in common. */
interface Kind {
  readonly id: string;
  readonly domain: string;
  readonly periodMs: number;
  readonly metrics: CitySystem['metrics'];
}

interface Part {
  readonly entity: string;
  readonly name: Name;
  readonly loc: LonLat;
  readonly read: (tMs: number) => Values;
}

function expand(kind: Kind, most: number, part: (n: number) => Part): Expansion {
  const metrics = Object.keys(kind.metrics);
  const toEntity = (n: number): SimEntity => {
    const { entity, name, loc, read } = part(n);
    return {
      domain: kind.domain,
      entity,
      description: { name, loc },
      readAt: (tMs) => ({ v: rounded(read(tMs), metrics) }),
    };
  };
  return {
    most,
    make: (count) => ({
      ...kind,
      entities: Array.from({ length: Math.min(count, most) }, (_, n) => toEntity(n)),
    }),
  };
}

const numbered = (n: number): string => String(n + 1).padStart(4, '0');

/** A place within `withinM` of another, drawn from two uniform numbers. */
function nearby([lon, lat]: LonLat, [x, y]: readonly [number, number], withinM: number): LonLat {
  const degrees = withinM / METRES_PER_DEGREE;
  return [quantise(lon + (2 * x - 1) * degrees, 5), quantise(lat + (2 * y - 1) * degrees, 5)];
}

/** Medium-voltage feeders: each a share of its area's load, all of them the whole of it. */
function feeders(seed: number | string, grid: Grid, { causes }: CityWorld): Expansion {
  const noise = makeNoise(seed, 'feeders');
  const shares: { area: number; feeder: number; share: number }[] = [];
  grid.stations.forEach((_, area) => {
    const count = Math.max(1, Math.round(grid.peakMw(area) / FEEDER_MW));
    const weights = Array.from({ length: count }, (__, n) => 0.5 + noise.at(area * 10_000 + n, 1));
    const sum = weights.reduce((total, one) => total + one, 0);
    weights.forEach((weight, feeder) => shares.push({ area, feeder, share: weight / sum }));
  });
  // One of each area in turn: a few feeders are spread over the city.
  const order = shares.toSorted((a, b) => a.feeder - b.feeder || a.area - b.area);
  const metrics = {
    loadKw: { unit: 'kW', range: [0, 40_000] },
    voltageV: { unit: 'V', range: [0, 26_000] },
  } as const;
  return expand({ id: 'feeders', domain: 'power', periodMs: 60_000, metrics }, order.length, (n) => {
    const { area, feeder, share } = order[n]!;
    const station = grid.stations[area]!;
    const index = area * 10_000 + feeder;
    const loc = nearby(station.loc, [noise.at(index, 2), noise.at(index, 3)], 6_000);
    return {
      entity: `${station.entity}-f${numbered(feeder)}`,
      name: {
        vi: `${station.name.vi}, xuất tuyến ${feeder + 1}`,
        en: `${station.name.en}, feeder ${feeder + 1}`,
      },
      loc,
      read: (tMs) => {
        const isFed = 1 - causes.powerLost(loc, tMs);
        const load = grid.wantedMw(area, tMs) * share * isFed;
        // Voltage sags by up to 4 % under load.
        const sag = 0.04 * (load / (grid.peakMw(area) * share));
        return { loadKw: 1_000 * load, voltageV: 22_000 * (1.02 - sag) * (isFed < 0.5 ? 0 : 1) };
      },
    };
  });
}

/** Metered districts of the pipe network, one for each ward: together they take what the taps draw and the pipes lose. */
function districts(seed: number | string, network: WaterNetwork, { pack }: CityWorld): Expansion {
  const noise = makeNoise(seed, 'water-districts');
  const weights = pack.units.map((_, n) => 0.4 + 1.2 * noise.at(n, 1));
  const sum = weights.reduce((total, one) => total + one, 0);
  const metrics = { districtFlowM3H: { unit: 'm3/h', range: [0, 20_000] } } as const;
  const most = network.plants.length === 0 ? 0 : pack.units.length;
  return expand({ id: 'water-districts', domain: 'water', periodMs: 300_000, metrics }, most, (n) => {
    const unit = pack.units[n]!;
    return {
      entity: `dma-${unit.code}`,
      name: { vi: `Khu cấp nước ${unit.name}`, en: `Water district ${unit.ascii}` },
      loc: unit.centroid,
      read: (tMs) => ({
        districtFlowM3H: ((network.demandM3H(tMs) + network.leakageM3H(tMs)) * weights[n]!) / sum,
      }),
    };
  });
}

/** Zones of about sixty places that make up each car park. */
function zones(carParks: CarParks): Expansion {
  const all = carParks.stations.flatMap((_, park) => {
    const capacity = carParks.capacity(park);
    const count = Math.ceil(capacity / ZONE_PLACES);
    const edge = (k: number): number => Math.floor((capacity * k) / count);
    return Array.from({ length: count }, (__, k) => ({ park, k, from: edge(k), to: edge(k + 1) }));
  });
  const metrics = {
    freePlacesCount: { unit: '1', range: [0, ZONE_PLACES] },
    occupancyPct: { unit: '%', range: [0, 100] },
  } as const;
  return expand({ id: 'parking-zones', domain: 'parking', periodMs: 60_000, metrics }, all.length, (n) => {
    const { park, k, from, to } = all[n]!;
    const station = carParks.stations[park]!;
    return {
      entity: `${station.entity}-z${k + 1}`,
      name: { vi: `${station.name.vi}, khu ${k + 1}`, en: `${station.name.en}, zone ${k + 1}` },
      loc: nearby(station.loc, [((k * 7) % 10) / 10, ((k * 3) % 10) / 10], 90),
      read: (tMs) => {
        // Differences of rounded-down sums: zones are whole cars, and add up to the park's.
        const [parked, capacity] = [carParks.parked(park, tMs), carParks.capacity(park)];
        const cars = Math.floor((parked * to) / capacity) - Math.floor((parked * from) / capacity);
        return { freePlacesCount: to - from - cars, occupancyPct: (100 * cars) / (to - from) };
      },
    };
  });
}

/** Groups of twenty lamps along the roads. */
function lampGroups(seed: number | string, lamps: Lamps, { pack }: CityWorld): Expansion {
  const noise = makeNoise(seed, 'lamp-groups');
  const metrics = {
    lampsOnPct: { unit: '%', range: [0, 100] },
    currentA: { unit: 'A', range: [0, 200] },
  } as const;
  const most = lamps.stations.length === 0 ? 0 : pack.segments.length * 8;
  return expand({ id: 'lamp-groups', domain: 'lighting', periodMs: 300_000, metrics }, most, (n) => {
    const segment = pack.segments[n % pack.segments.length]!;
    const nth = Math.floor(n / pack.segments.length) + 1;
    const middle = segment.points[Math.floor(segment.points.length / 2)]!;
    const loc = nearby(middle, [noise.at(n, 1), noise.at(n, 2)], 120);
    const cabinet = n + 100_000;
    return {
      entity: `${segment.id}-l${nth}`,
      name: { vi: `Đèn ${segment.name}, nhóm ${nth}`, en: `Lamps ${segment.name}, group ${nth}` },
      loc,
      read: (tMs) => {
        const on = lamps.shareOn(cabinet, loc, tMs);
        // Whole lamps burn: 5 % steps.
        const burning = Math.round(on * LAMPS_PER_GROUP) / LAMPS_PER_GROUP;
        return { lampsOnPct: 100 * burning, currentA: lamps.amperes(LAMPS_PER_GROUP, burning, tMs) };
      },
    };
  });
}

/** Public bins: they fill by day and are emptied once a day, some in the evening, some before dawn. */
function bins(seed: number | string, { pack, localTime }: CityWorld): Expansion {
  const noise = makeNoise(seed, 'bins');
  const metrics = { fillPct: { unit: '%', range: [0, 100] } } as const;
  const hasWaste = stationsOf(pack, 'waste', ['receivedT', 'fillPct']).length > 0;
  const most = hasWaste ? pack.segments.length * 4 : 0;
  return expand({ id: 'bins', domain: 'waste', periodMs: 900_000, metrics }, most, (n) => {
    const segment = pack.segments[n % pack.segments.length]!;
    const nth = Math.floor(n / pack.segments.length) + 1;
    const middle = segment.points[Math.floor(segment.points.length / 2)]!;
    const emptiedHour = noise.at(n, 1) < 0.6 ? 19 + 4 * noise.at(n, 2) : 3 + 3 * noise.at(n, 2);
    return {
      entity: `bin-${segment.id}-${nth}`,
      name: { vi: `Thùng rác ${segment.name} ${nth}`, en: `Bin ${segment.name} ${nth}` },
      loc: nearby(middle, [noise.at(n, 3), noise.at(n, 4)], 150),
      read: (tMs) => {
        const { hour, day } = localTime(tMs);
        const sinceH = (hour - emptiedHour + 24) % 24;
        const perDayPct = 55 + 70 * noise.at(n, 10 + (hour < emptiedHour ? day - 1 : day));
        return { fillPct: clamp(4 + perDayPct * filledShare(emptiedHour, sinceH), 0, 100) };
      },
    };
  });
}

/** Share of a day's waste that falls in the `sinceH` hours after `fromHour`: little between midnight and six. */
function filledShare(fromHour: number, sinceH: number): number {
  const until = (hour: number): number => {
    const day = Math.floor(hour / 24);
    const rest = hour - 24 * day;
    return day + (rest < 6 ? 0.02 * rest : 0.12 + (rest - 6) * (0.88 / 18));
  };
  return until(fromHour + sinceH) - until(fromHour);
}
