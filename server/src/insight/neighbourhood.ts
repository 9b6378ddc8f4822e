/**
 * What lies around an incident: in space, in its ward, and over the city's networks in both directions. The fold's own search
 * (packages/incidents/src/topology-index.ts) goes from an effect back to causes of one category; a person who looks around wants both
 * directions of every network, so this one walks all links, a few steps far.
 */
import { distanceM, type TopologyLink } from '@metropane/incidents';

type LonLat = readonly [lon: number, lat: number];

export interface Place {
  loc: LonLat;
  name: { vi: string; en: string };
  unit?: { code: string; name: string };
}
export type Places = Readonly<Record<string, Place>>;

export interface NetworkNeighbour {
  key: string;
  kind: TopologyLink['kind'];
  /** `from`: what happens there reaches the incident; `to`: what happens at the incident reaches there. For roads as traffic flows. */
  side: 'from' | 'to';
  hops: number;
  /** Over what it is tied to the step before: the parent towards the incident. */
  via: string;
  /** Sum of the known lags; absent where no link of the way tells one. */
  lagMs?: number;
}

export interface SpaceNeighbour {
  key: string;
  distanceM: number;
}

const MAX_HOPS = 2;
const MAX_NETWORK = 24;
/** A queue or a flooded gauge has its causes within this. */
const REACH_M = 3_000;
/** A report names a place, no thing: the network that it stands on is that of what is measured within this. */
const ANCHOR_M = 400;

export interface Subject {
  loc?: LonLat | undefined;
  unit?: { code: string } | undefined;
  /** Keys of its alarms, `domain/entity`. */
  keys: readonly string[];
}

/** Where on the networks the incident is: the things its alarms watch, else what is measured at its place. */
export function anchorsOf({ keys, loc }: Subject, places: Places): string[] {
  const known = [...new Set(keys)].filter((key) => places[key] !== undefined);
  if (known.length > 0 || loc === undefined) return known;
  return nearest(loc, places, ANCHOR_M)
    .slice(0, 3)
    .map(({ key }) => key);
}

/** Over every network, nearest first; of two ways to one place the shorter. */
export function networkAround(
  anchors: readonly string[],
  links: readonly TopologyLink[],
): NetworkNeighbour[] {
  const index = indexOf(links);
  const found = new Map<string, NetworkNeighbour>();
  const seen = new Set(anchors);
  for (const side of ['from', 'to'] as const) {
    let front = anchors.map((key) => ({
      key,
      lagMs: undefined as number | undefined,
      kind: undefined as Kind,
    }));
    for (let hops = 1; hops <= MAX_HOPS; hops++) {
      const next: typeof front = [];
      for (const place of front) {
        for (const step of index[side].get(place.key) ?? []) {
          // One network at a time: a street that drains to a gauge does not make the whole river its neighbour.
          if (place.kind !== undefined && place.kind !== step.kind) continue;
          if (seen.has(step.key)) continue;
          seen.add(step.key);
          const lagMs = step.lagMs === undefined ? place.lagMs : (place.lagMs ?? 0) + step.lagMs;
          const lag = lagMs === undefined ? {} : { lagMs };
          found.set(step.key, { key: step.key, kind: step.kind, side, hops, via: place.key, ...lag });
          next.push({ key: step.key, lagMs, kind: step.kind });
        }
      }
      front = next;
    }
  }
  return [...found.values()].sort((a, b) => a.hops - b.hops).slice(0, MAX_NETWORK);
}

/** Measured things within reach, nearest first. */
export function spaceAround(loc: LonLat | undefined, places: Places): SpaceNeighbour[] {
  return loc === undefined ? [] : nearest(loc, places, REACH_M);
}

/** Measured things of the ward, in the order of the pack. */
export function wardAround(unit: { code: string } | undefined, places: Places): string[] {
  if (unit === undefined) return [];
  return Object.entries(places).flatMap(([key, place]) => (place.unit?.code === unit.code ? [key] : []));
}

type Kind = TopologyLink['kind'] | undefined;
type Step = { key: string; kind: TopologyLink['kind']; lagMs?: number };
type Index = Record<'from' | 'to', Map<string, Step[]>>;

function indexOf(links: readonly TopologyLink[]): Index {
  const index: Index = { from: new Map(), to: new Map() };
  for (const { kind, from, to, lagMs } of links) {
    const lag = lagMs === undefined ? {} : { lagMs };
    put(index.from, to, { key: from, kind, ...lag });
    put(index.to, from, { key: to, kind, ...lag });
  }
  return index;
}

function put(map: Map<string, Step[]>, key: string, step: Step): void {
  const steps = map.get(key);
  if (steps === undefined) map.set(key, [step]);
  else steps.push(step);
}

function nearest(loc: LonLat, places: Places, withinM: number): SpaceNeighbour[] {
  return Object.entries(places)
    .map(([key, place]) => ({ key, distanceM: Math.round(distanceM(loc, place.loc)) }))
    .filter(({ distanceM: far }) => far <= withinM)
    .sort((a, b) => a.distanceM - b.distanceM);
}
