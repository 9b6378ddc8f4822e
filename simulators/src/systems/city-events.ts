/**
 * What happens in the city: accidents, jams, fires, broken lights, water in the streets. Drawn per slot of ten minutes from the
 * seed alone, so that the events of any moment are found by looking back a few hours, from wherever a simulation starts.
 */
import type { CityPack } from '@metropane/city-pack';
import { EVENT_SLOT_MS, LONGEST_EVENT_MS } from './city-event.ts';
import type { CityEvent, CityEvents, EventWorld } from './city-event.ts';
import { EVENT_KINDS } from './event-kinds.ts';
import type { EventKind } from './event-kinds.ts';
import { makeEventPlaces } from './event-places.ts';
import type { EventPlaces, Spot } from './event-places.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { demandAt } from './traffic-demand.ts';
import { drawWaterEvents } from './water-events.ts';

const KEPT_SLOTS = 128;
/** Ten to twenty things go on at a usual moment of the day. */
const OFTEN = 1.45;

/** Makes the events of one seed in one city. */
export function makeCityEvents(seed: number | string, pack: CityPack, world: EventWorld): CityEvents {
  const noise = makeNoise(seed, 'events');
  const places = makeEventPlaces(pack);
  const known = new Set(pack.categories.map((category) => category.id));
  const slots = new Map<number, readonly CityEvent[]>();
  const startingIn = (slot: number): readonly CityEvent[] => {
    const found = slots.get(slot);
    if (found !== undefined) return found;
    const events: CityEvent[] = drawWaterEvents(slot, { pack, world });
    EVENT_KINDS.forEach((kind, kindIndex) => {
      // Where no road is measured, nothing is told of one.
      if (kind.where !== 'place' && world.crowd.segments.length === 0) return;
      const mean = meanPerSlot(kind, slot, world);
      for (let n = 0; n < noise.count(kindIndex, slot, mean); n += 1)
        events.push(drawEvent(kind, { noise, places, world, slot, lane: 1_000 * (kindIndex + 1) + 50 * n }));
    });
    const fromMs = slot * EVENT_SLOT_MS;
    const caused = world.causes.events.filter(
      ({ startMs }) => startMs >= fromMs && startMs < fromMs + EVENT_SLOT_MS,
    );
    const sorted = [...events, ...caused]
      .filter((event) => known.has(event.category))
      .toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
    if (slots.size >= KEPT_SLOTS)
      for (const old of slots.keys()) if (old < slot - KEPT_SLOTS / 2) slots.delete(old);
    slots.set(slot, sorted);
    return sorted;
  };
  return {
    startingIn,
    activeAt: (tMs) => {
      const last = Math.floor(tMs / EVENT_SLOT_MS);
      const active: CityEvent[] = [];
      for (let slot = last - LONGEST_EVENT_MS / EVENT_SLOT_MS; slot <= last; slot += 1)
        for (const event of startingIn(slot))
          if (event.startMs <= tMs && tMs < event.endMs) active.push(event);
      return active;
    },
  };
}

function meanPerSlot(kind: EventKind, slot: number, world: EventWorld): number {
  const tMs = slot * EVENT_SLOT_MS;
  const local = world.localTime(tMs);
  const mean = (kind.perHour * OFTEN * EVENT_SLOT_MS) / 3_600_000;
  const rainMmH = world.weather.cityRainMmH(tMs);
  if (kind.follows === 'crowd') return mean * (0.15 + 1.35 * demandAt(local)) * (1 + 0.03 * rainMmH);
  if (kind.follows === 'rain')
    return mean * (0.4 + 0.35 * rainMmH) * gustiness(world.weather.cityWindMps(tMs));
  const isNight = local.hour < 5 || local.hour >= 18.5;
  if (kind.follows === 'night') return mean * (isNight ? 1.7 : 0.4);
  // People sleep: few call about rubbish at three in the morning.
  return mean * (0.25 + 0.95 * demandAt(local));
}

/** Branches break and lines swing above a strong breeze: twice as much at 14 m/s. */
function gustiness(windMps: number): number {
  return 1 + (Math.max(0, windMps - 8) / 6) ** 2;
}

interface Draw {
  readonly noise: Noise;
  readonly places: EventPlaces;
  readonly world: EventWorld;
  readonly slot: number;
  readonly lane: number;
}

function drawEvent(kind: EventKind, { noise, places, world, slot, lane }: Draw): CityEvent {
  const draw = (purpose: number): number => noise.at(lane + purpose, slot);
  const pick = <T>(list: readonly T[], purpose: number): T => list[Math.floor(draw(purpose) * list.length)]!;
  const startMs = Math.floor(slot * EVENT_SLOT_MS + draw(0) * EVENT_SLOT_MS);
  const [shortest, longest] = kind.minutes;
  const minutes = shortest + (longest - shortest) * draw(1) ** 1.5;
  const spot =
    kind.where === 'place'
      ? choosePlace(kind, { places, world, startMs, draw })
      : places.segment(chooseSegment(kind, world, { startMs, draw }));
  const [worst, best] = kind.speedLeft;
  const first = Math.floor(draw(5) * kind.sources.length);
  const details = kind.details;
  return {
    id: `${slot.toString(36)}-${lane.toString(36)}`,
    category: kind.category,
    severity: drawSeverity(kind, draw(3)),
    startMs,
    endMs: Math.floor(startMs + minutes * 60_000),
    loc: spot.loc,
    title: pick(kind.titles, 4).replace('{place}', spot.name),
    ...(details === undefined || draw(6) < 0.4 ? {} : { description: pick(details, 7) }),
    sources: [...kind.sources.slice(first), ...kind.sources.slice(0, first)],
    ...(spot.entity === undefined ? {} : { entity: spot.entity }),
    ...(spot.segment === undefined || worst === 1
      ? {}
      : {
          blocks: {
            segment: spot.segment,
            upstream: draw(8) < 0.5 ? 1 : -1,
            speedLeft: worst + (best - worst) * draw(9),
          },
        }),
  };
}

function drawSeverity(kind: EventKind, uniform: number): 1 | 2 | 3 | 4 {
  let left = uniform;
  for (const [severity, share] of kind.severities) {
    left -= share;
    if (left < 0) return severity;
  }
  return kind.severities.at(-1)?.[0] ?? 3;
}

/** Any place; for what rain does, the wettest of several. */
function choosePlace(
  kind: EventKind,
  { places, world, startMs, draw }: Pick<Draw, 'places' | 'world'> & Moment,
): Spot {
  const candidates = kind.follows === 'rain' ? 6 : 1;
  const spots = Array.from({ length: candidates }, (_, n) => places.place(n === 0 ? draw(2) : draw(40 + n)));
  const rainAt = ({ loc }: Spot): number => world.weather.rainMmH(loc, startMs);
  return spots.reduce((wettest, spot) => (rainAt(spot) > rainAt(wettest) ? spot : wettest));
}

interface Moment {
  readonly startMs: number;
  readonly draw: (purpose: number) => number;
}

/** Any segment; for a jam the slowest of several, so that jams are told where it is slow. */
function chooseSegment(kind: EventKind, { crowd }: EventWorld, { startMs, draw }: Moment): number {
  const candidates = kind.where === 'slow-segment' ? 12 : 1;
  let best = 0;
  let bestShare = Infinity;
  for (let n = 0; n < candidates; n += 1) {
    const index = Math.floor(draw(20 + n) * crowd.segments.length);
    const share = crowd.crowdShare(index, startMs);
    if (share < bestShare) [best, bestShare] = [index, share];
  }
  return best;
}
