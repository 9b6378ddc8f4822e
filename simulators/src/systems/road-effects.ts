/**
 * What slows a road beside its daily crowd: queues behind what blocks it, water on it, signals without power, people in the way.
 * Asked for every ten seconds of simulated time, kept in between.
 */
import { distanceM } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import type { Causes } from './causes.ts';
import { NO_CAUSES } from './causes.ts';
import type { CityEvent, CityEvents } from './city-event.ts';
import { LONGEST_DRAIN_MS, makeJunctions, makeQueue } from './queues.ts';
import type { Queue } from './queues.ts';
import type { Floods } from './rain-and-flood.ts';
import { clamp } from './system.ts';
import type { RoadEffect, Traffic } from './traffic.ts';

/** What acts on the roads. */
export interface RoadTroubles {
  readonly events: CityEvents;
  readonly floods: Floods;
  readonly causes: Causes;
  /** The roads without any of it. */
  readonly crowd: Traffic;
}

type Blocking = CityEvent & { readonly blocks: NonNullable<CityEvent['blocks']> };
type Sums = { flowLeft: number; extraPerLaneKm: number; speedLeft: number };

const STEP_MS = 10_000;
const KEPT_QUEUES = 400;
/** Streets downstream fill up again from the side: this share of the loss is left after each segment. */
const STILL_MISSING = 0.72;
const DOWNSTREAM = 3;
const FLOODED_WITHIN_M = 450;
/** People within walking distance who halve the speed of the street. */
const HALVING_PEOPLE = 6_000;

/** Effects by segment; undefined where nothing acts. */
export function makeRoadEffects(
  pack: Pick<CityPack, 'segments'>,
  { events, floods, causes, crowd }: RoadTroubles,
): (segment: number, tMs: number) => RoadEffect | undefined {
  const { segments } = pack;
  const junctions = makeJunctions(segments);
  const flooded = floods.stations.map(({ loc }) => nearestSegment(pack, loc, FLOODED_WITHIN_M));
  const middles = segments.map(({ points }) => points[Math.floor(points.length / 2)]!);
  const queues = new Map<string, Queue>();
  const queueOf = (event: Blocking): Queue => {
    let queue = queues.get(event.id);
    if (queue === undefined) {
      for (const old of queues.keys()) if (queues.size >= KEPT_QUEUES) queues.delete(old);
      queues.set(event.id, (queue = makeQueue(event, crowd, junctions)));
    }
    return queue;
  };
  const effectsAt = (tMs: number): Map<number, Sums> => {
    const effects = new Map<number, Sums>();
    const on = (segment: number): Sums => {
      let sums = effects.get(segment);
      if (sums === undefined) effects.set(segment, (sums = { flowLeft: 1, extraPerLaneKm: 0, speedLeft: 1 }));
      return sums;
    };
    for (const event of blockingAt(events, tMs))
      addQueue({ event, queue: queueOf(event), segments, tMs }, on);
    flooded.forEach((segment, station) => {
      const left = segment === undefined ? 1 : speedLeftIn(floods.depthCm(station, tMs));
      if (segment !== undefined && left < 1) on(segment).speedLeft = Math.min(on(segment).speedLeft, left);
    });
    if (causes !== NO_CAUSES)
      segments.forEach(({ class: roadClass }, segment) => {
        const loc = middles[segment]!;
        // A motorway has no signals.
        const dark = roadClass === 'motorway' ? 0 : causes.powerLost(loc, tMs);
        const left = (1 - 0.5 * dark) / (1 + causes.crowdPeople(loc, tMs) / HALVING_PEOPLE);
        if (left < 0.995) on(segment).speedLeft *= left;
      });
    return effects;
  };
  let known = { step: Number.NaN, effects: new Map<number, Sums>() };
  return (segment, tMs) => {
    const step = Math.floor(tMs / STEP_MS);
    if (step !== known.step) known = { step, effects: effectsAt(step * STEP_MS) };
    return known.effects.get(segment);
  };
}

/** The segment with a point nearest to `loc`, if one is within `withinM` metres. */
export function nearestSegment(
  { segments }: Pick<CityPack, 'segments'>,
  loc: readonly [number, number],
  withinM: number,
): number | undefined {
  let best: number | undefined;
  let bestM = withinM;
  segments.forEach((segment, index) => {
    for (const point of segment.points) {
      const metres = distanceM(point, loc);
      if (metres < bestM) [best, bestM] = [index, metres];
    }
  });
  return best;
}

/** Events that block a road now, or whose queue has not run out yet. */
function blockingAt(events: CityEvents, tMs: number): readonly Blocking[] {
  const found = new Map<string, Blocking>();
  for (let backMs = 0; backMs <= LONGEST_DRAIN_MS; backMs += LONGEST_DRAIN_MS / 2)
    for (const event of events.activeAt(tMs - backMs))
      if (event.blocks !== undefined) found.set(event.id, event as Blocking);
  return [...found.values()];
}

interface Standing {
  readonly event: Blocking;
  readonly queue: Queue;
  readonly segments: CityPack['segments'];
  readonly tMs: number;
}

function addQueue({ event, queue, segments, tMs }: Standing, on: (segment: number) => Sums): void {
  const { segment, upstream, speedLeft } = event.blocks;
  const { standing, flowLeft } = queue.stateAt(tMs);
  // Past the spot everybody drives slowly, also when nobody has to wait.
  if (tMs < event.endMs) on(segment).speedLeft *= 0.25 + 0.75 * speedLeft;
  let left = standing;
  for (const stretch of queue.storage) {
    if (left <= 0) break;
    const here = Math.min(left, stretch.vehicles);
    left -= here;
    const share = here / stretch.vehicles;
    const sums = on(stretch.segment);
    sums.extraPerLaneKm += here / stretch.laneKm;
    sums.flowLeft *= stretch.isSideStreet ? 1 - 0.5 * share : 1 + share * (flowLeft - 1);
  }
  if (standing <= 0 && flowLeft >= 1) return;
  for (let k = 1; k <= DOWNSTREAM; k += 1) {
    const index = segment - k * upstream;
    if (segments[index]?.roadId !== segments[segment]?.roadId) break;
    on(index).flowLeft *= 1 + (Math.min(1, flowLeft) - 1) * STILL_MISSING ** k;
  }
}

/** Wading: nothing up to 5 cm, a third of the speed at 30 cm where motorbikes give up, walking pace above 60 cm. */
function speedLeftIn(depthCm: number): number {
  if (depthCm <= 5) return 1;
  return depthCm <= 30 ? 1 - 0.7 * ((depthCm - 5) / 25) : clamp(0.3 - 0.2 * ((depthCm - 30) / 30), 0.1, 0.3);
}
