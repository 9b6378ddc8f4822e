/**
 * Speed on every road segment: demand by hour and weekday, the character of the segment, rain, standing water, and what blocks
 * the road further on. A blocked segment sends its queue upstream: the segments before it slow down as the minutes pass.
 */
import { distanceM } from '@metropane/city-pack';
import type { CityPack, RoadSegment } from '@metropane/city-pack';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem, SimEntity } from './system.ts';
import { demandAt } from './traffic-demand.ts';
import { densityAt, LANES, toDensity, toOccupancyPct } from './traffic-flow.ts';
import type { Weather } from './weather.ts';

/** State of the roads at any moment; segments by their index in the pack. */
export interface Traffic {
  readonly segments: readonly RoadSegment[];
  /** Share of the free speed that the crowd alone leaves, before any event. Never below 0.1. */
  crowdShare(segment: number, tMs: number): number;
  /** Kilometres per hour, events included. */
  speedKmh(segment: number, tMs: number): number;
  occupancyPct(segment: number, tMs: number): number;
}

/** What acts on one segment at one moment. */
export interface RoadEffect {
  /** Share of the crowd's flow that passes. */
  readonly flowLeft: number;
  /** Vehicles that stand there beyond the crowd, per lane and kilometre. */
  readonly extraPerLaneKm: number;
  /** Share of the speed that is left for any other reason. */
  readonly speedLeft: number;
}

/** Effects by segment and moment; undefined where nothing acts. */
export type RoadEffects = (segment: number, tMs: number) => RoadEffect | undefined;

/** The roads without and with what happens on them. */
export interface TrafficParts {
  readonly weather: Weather;
  readonly localTime: (tMs: number) => LocalTime;
}

/** Makes the crowd of one seed; `withEffects` adds events, which are themselves drawn where the crowd is thick. */
export function makeTraffic(
  seed: number | string,
  pack: CityPack,
  { weather, localTime }: TrafficParts,
): { readonly crowd: Traffic; withEffects(effects: RoadEffects): Traffic } {
  const noise = makeNoise(seed, 'traffic');
  const { segments } = pack;
  const weightOf = segments.map((segment, index) => {
    const km = distanceM(segment.points[Math.floor(segment.points.length / 2)]!, pack.centre) / 1_000;
    return 0.62 + 0.34 * noise.at(index, 0) + 0.22 * Math.exp(-((km / 5) ** 2)) + 0.08 * noise.at(index, 1);
  });
  let rain = { slot: Number.NaN, share: 1 };
  const rainShare = (tMs: number): number => {
    const slot = Math.floor(tMs / 30_000);
    if (slot !== rain.slot)
      rain = { slot, share: 1 - Math.min(0.28, weather.cityRainMmH(slot * 30_000) * 0.014) };
    return rain.share;
  };
  let local = { slot: Number.NaN, demand: 0 };
  const demand = (tMs: number): number => {
    const slot = Math.floor(tMs / 1_000);
    if (slot !== local.slot) local = { slot, demand: demandAt(localTime(slot * 1_000)) };
    return local.demand;
  };
  const crowdShare = (index: number, tMs: number): number => {
    const wave = 0.09 * noise.smooth(index, tMs, 540_000) + 0.04 * noise.smooth(index + 50_000, tMs, 100_000);
    const load = clamp(demand(tMs) * (weightOf[index] ?? 0.8) + wave * (0.35 + demand(tMs)), 0, 1.15);
    // Convex: streets take a half-full day almost freely and give way in the rush.
    return clamp((1 - 0.67 * load ** 1.45) * rainShare(tMs), 0.1, 1);
  };
  const roads = (effects: RoadEffects): Traffic => {
    const stateAt = (index: number, tMs: number): RoadState =>
      underEffect(crowdShare(index, tMs), segments[index]?.freeFlowKmh ?? 0, effects(index, tMs));
    return {
      segments,
      crowdShare,
      speedKmh: (index, tMs) => {
        const jitter = 1 + 0.035 * noise.smooth(index + 100_000, tMs, 21_000);
        return clamp(stateAt(index, tMs).speedKmh * jitter, SLOWEST_KMH, 120);
      },
      occupancyPct: (index, tMs) => {
        const jitter = 1.5 * noise.smooth(index + 150_000, tMs, 17_000);
        return clamp(toOccupancyPct(stateAt(index, tMs).perLaneKm) + jitter, 0, 100);
      },
    };
  };
  return { crowd: roads(() => undefined), withEffects: roads };
}

interface RoadState {
  readonly speedKmh: number;
  readonly perLaneKm: number;
}

/**
 * Speed and density where the crowd leaves `share` of the free speed and an effect acts on top. Flow stays density times speed:
 * fewer cars pass, so those that are there stand closer, or further on the road is emptier and no slower.
 */
function underEffect(share: number, freeKmh: number, effect: RoadEffect | undefined): RoadState {
  const crowdKmh = freeKmh * share;
  const crowdPerLaneKm = densityAt(share);
  if (effect === undefined) return { speedKmh: crowdKmh, perLaneKm: crowdPerLaneKm };
  const flow = crowdKmh * crowdPerLaneKm * effect.flowLeft;
  const freely = crowdKmh * effect.speedLeft;
  const queued = effect.extraPerLaneKm > 0 ? flow / (crowdPerLaneKm + effect.extraPerLaneKm) : Infinity;
  const speedKmh = Math.max(SLOWEST_KMH, Math.min(freely, queued));
  return { speedKmh, perLaneKm: Math.min(MOST_PER_LANE_KM, flow / speedKmh) };
}

/** A queue behind a block that lets hardly anybody through. */
const SLOWEST_KMH = 0.5;
const MOST_PER_LANE_KM = 148;
const ROAD_CLASSES = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor'];
/** So many segments report often; the small streets beyond them take turns more slowly. */
const MAIN_SEGMENTS = 500;
const METRICS = {
  speedKmh: { unit: 'km/h', range: [0, 130] },
  occupancyPct: { unit: '%', range: [0, 100] },
  flowVph: { unit: '{vehicles}/h', range: [0, 20_000] },
} as const;

/**
 * `count` things that measure traffic: one entity per segment of the pack, the important ones first and more often, then loop
 * detectors (`{segment}:d1`, `:d2`, …) that read their segment with their own offset.
 */
export function makeTrafficSystems(pack: CityPack, traffic: Traffic, count: number): CitySystem[] {
  const order = segmentOrder(pack);
  const main: SimEntity[] = [];
  const minor: SimEntity[] = [];
  for (let n = 0; n < count && order.length > 0; n += 1) {
    const detector = Math.floor(n / order.length);
    const isMinor = n >= MAIN_SEGMENTS && detector === 0;
    (isMinor ? minor : main).push(toEntity(traffic, order[n % order.length]!, detector));
  }
  return [
    { id: 'traffic', periodMs: 20_000, metrics: METRICS, entities: main },
    { id: 'traffic-minor', periodMs: 45_000, metrics: METRICS, entities: minor },
  ];
}

function toEntity(traffic: Traffic, index: number, detector: number): SimEntity {
  const segment = traffic.segments[index]!;
  const isLoop = detector > 0;
  const bias = isLoop ? 1 + 0.08 * Math.sin(detector * 2.4 + index) : 1;
  return {
    domain: 'traffic',
    entity: isLoop ? `${segment.id}:d${detector}` : segment.id,
    description: isLoop
      ? {
          name: { vi: `${segment.name}, vòng từ ${detector}`, en: `${segment.name}, loop ${detector}` },
          loc: segment.points[Math.floor(segment.points.length / 2)]!,
        }
      : {
          name: { vi: segment.name, en: segment.name },
          geometry: { type: 'LineString', coordinates: segment.points },
          ...(segment.unit === undefined ? {} : { ward: segment.unit }),
        },
    readAt: (tMs) => {
      const speedKmh = traffic.speedKmh(index, tMs) * bias;
      const occupancyPct = traffic.occupancyPct(index, tMs);
      // Flow is density times speed.
      const perLaneKm = toDensity(occupancyPct);
      return {
        v: {
          speedKmh: quantise(speedKmh, 1),
          occupancyPct: quantise(occupancyPct, 0),
          flowVph: quantise(perLaneKm * speedKmh * LANES[segment.class], 0),
        },
      };
    },
  };
}

/** Indexes of segments by importance: those of the corridor panels, then by class of road, then as in the pack. */
function segmentOrder(pack: CityPack): readonly number[] {
  const corridor = corridorSegments(pack);
  const rank = ({ id, class: roadClass }: RoadSegment): number =>
    corridor.has(id) ? -1 : ROAD_CLASSES.indexOf(roadClass);
  return pack.segments
    .map((_, index) => index)
    .toSorted((a, b) => rank(pack.segments[a]!) - rank(pack.segments[b]!) || a - b);
}

/** Ids of the segments whose trend a panel shows. */
export function corridorSegments(pack: CityPack): ReadonlySet<string> {
  return new Set(
    pack.panels.flatMap((panel) =>
      panel.kind === 'corridors' ? panel.corridors.flatMap((corridor) => corridor.segments) : [],
    ),
  );
}
