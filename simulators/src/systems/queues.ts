/**
 * The queue behind what blocks a road. Cars arrive as on any day and pass as far as the block lets them; the rest stand, from the
 * block backwards along the road and then round the corners into the streets that feed it. When the storage is full, drivers turn
 * away. So at every moment arrived = passed + standing + turned away: what one sensor misses, another one shows.
 */
import { distanceM } from '@metropane/city-pack';
import type { LonLat, RoadSegment } from '@metropane/city-pack';
import type { CityEvent } from './city-event.ts';
import { LANES, densityAt, SATURATION } from './traffic-flow.ts';
import type { Traffic } from './traffic.ts';

/** A queue at one moment. Vehicles in one direction. */
export interface QueueState {
  readonly arrived: number;
  readonly passed: number;
  readonly standing: number;
  readonly turnedAway: number;
  /** Flow past the block as a share of the arrivals: above 1 while the queue runs out. */
  readonly flowLeft: number;
}

/** A stretch where cars of the queue stand. */
export interface Storage {
  readonly segment: number;
  readonly vehicles: number;
  readonly laneKm: number;
  readonly isSideStreet: boolean;
}

/** The queue of one event. */
export interface Queue {
  /** From the block backwards, in the order in which it fills. */
  readonly storage: readonly Storage[];
  stateAt(tMs: number): QueueState;
}

/** After the block is gone, the last car leaves within this time. */
export const LONGEST_DRAIN_MS = 20 * 60_000;
const STEP_MS = 60_000;
/** A queue reaches this many segments back on its own road. */
const REACH = 5;
const SIDE_STREETS_PER_END = 2;
const SAME_JUNCTION_M = 120;
/** Vehicles per lane and kilometre of a queue that still creeps. */
const QUEUE_PER_LANE_KM = 123;
/** Of the free capacity, per lane: no queue runs out faster. */
const MOST_FLOW_LEFT = 1.8;

/** Finds segments that meet at a point. */
export type Junctions = (point: LonLat) => readonly number[];

/** Indexes the ends of all segments by squares of about 200 m. */
export function makeJunctions(segments: readonly RoadSegment[]): Junctions {
  const cells = new Map<string, number[]>();
  const cellOf = (value: number): number => Math.floor(value * 500);
  segments.forEach(({ points }, index) => {
    for (const [lon, lat] of [points[0]!, points.at(-1)!]) {
      const key = `${cellOf(lon)}/${cellOf(lat)}`;
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [index]);
      else cell.push(index);
    }
  });
  const metresTo = (index: number, point: LonLat): number => {
    const { points } = segments[index]!;
    return Math.min(distanceM(points[0]!, point), distanceM(points.at(-1)!, point));
  };
  return (point) => {
    const found = new Set<number>();
    for (let x = -1; x <= 1; x += 1)
      for (let y = -1; y <= 1; y += 1)
        for (const index of cells.get(`${cellOf(point[0]) + x}/${cellOf(point[1]) + y}`) ?? [])
          if (metresTo(index, point) <= SAME_JUNCTION_M) found.add(index);
    return [...found].toSorted((a, b) => metresTo(a, point) - metresTo(b, point) || a - b);
  };
}

/** The queue of an event that blocks a segment; `crowd`: the roads without any event. */
export function makeQueue(
  { startMs, endMs, blocks }: CityEvent & { readonly blocks: NonNullable<CityEvent['blocks']> },
  crowd: Traffic,
  junctions: Junctions,
): Queue {
  const storage = findStorage(blocks, { crowd, junctions, startMs });
  const room = storage.reduce((sum, one) => sum + one.vehicles, 0);
  const blocked = crowd.segments[blocks.segment]!;
  const perMinute = (vehiclesPerHour: number): number => (vehiclesPerHour * STEP_MS) / 3_600_000;
  const capacity = perMinute(SATURATION * LANES[blocked.class] * blocked.freeFlowKmh);
  const states: QueueState[] = [{ arrived: 0, passed: 0, standing: 0, turnedAway: 0, flowLeft: 1 }];
  let standingAtEnd = 0;
  const advance = (): void => {
    const before = states.at(-1)!;
    const tMs = startMs + (states.length - 1) * STEP_MS;
    const share = crowd.crowdShare(blocks.segment, tMs);
    const arrivals = perMinute(densityAt(share) * LANES[blocked.class] * blocked.freeFlowKmh * share);
    const isBlocked = tMs < endMs;
    if (isBlocked) standingAtEnd = before.standing;
    const most = isBlocked ? capacity * blocks.speedLeft : Math.min(capacity, arrivals * MOST_FLOW_LEFT);
    const passed = Math.min(before.standing + arrivals, most);
    const waiting = before.standing + arrivals - passed;
    const mayStand = isBlocked
      ? room
      : Math.max(0, Math.min(room, before.standing - (standingAtEnd * STEP_MS) / LONGEST_DRAIN_MS));
    const standing = Math.min(waiting, mayStand);
    states.push({
      arrived: before.arrived + arrivals,
      passed: before.passed + passed,
      standing,
      turnedAway: before.turnedAway + waiting - standing,
      flowLeft: arrivals === 0 ? 1 : passed / arrivals,
    });
  };
  return {
    storage,
    stateAt: (tMs) => {
      const position = Math.max(0, (Math.min(tMs, endMs + LONGEST_DRAIN_MS) - startMs) / STEP_MS);
      const index = Math.floor(position);
      while (states.length <= index + 1) advance();
      return between(states[index]!, states[index + 1]!, position - index);
    },
  };
}

function between(a: QueueState, b: QueueState, share: number): QueueState {
  const mix = (from: number, to: number): number => from + share * (to - from);
  return {
    arrived: mix(a.arrived, b.arrived),
    passed: mix(a.passed, b.passed),
    standing: mix(a.standing, b.standing),
    turnedAway: mix(a.turnedAway, b.turnedAway),
    flowLeft: mix(a.flowLeft, b.flowLeft),
  };
}

function findStorage(
  { segment, upstream }: NonNullable<CityEvent['blocks']>,
  {
    crowd,
    junctions,
    startMs,
  }: { readonly crowd: Traffic; readonly junctions: Junctions; readonly startMs: number },
): Storage[] {
  const { segments } = crowd;
  const seen = new Set<number>();
  const storage: Storage[] = [];
  const add = (index: number, isSideStreet: boolean): void => {
    const { class: roadClass, lengthM } = segments[index]!;
    const laneKm = (LANES[roadClass] * lengthM) / 1_000;
    const free = Math.max(5, QUEUE_PER_LANE_KM - densityAt(crowd.crowdShare(index, startMs)));
    seen.add(index);
    storage.push({ segment: index, vehicles: free * laneKm, laneKm, isSideStreet });
  };
  for (let k = 0; k <= REACH; k += 1) {
    const index = segment + k * upstream;
    const one = segments[index];
    if (one === undefined || one.roadId !== segments[segment]!.roadId) break;
    add(index, false);
    const end = upstream === 1 ? one.points.at(-1)! : one.points[0]!;
    const sides = junctions(end).filter((side) => !seen.has(side) && segments[side]!.roadId !== one.roadId);
    for (const side of sides.slice(0, SIDE_STREETS_PER_END)) add(side, true);
  }
  return storage;
}
