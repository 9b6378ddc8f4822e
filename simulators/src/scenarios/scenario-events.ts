import { distanceM } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import type { CityEvent, Teller } from '../systems/city-event.ts';
import type { Noise } from '../systems/noise.ts';
import { quantise } from '../systems/system.ts';
import type { CauseOf, Spot } from './scenario.ts';

interface Ground {
  readonly pack: CityPack;
  readonly startMs: number;
  readonly noise: Noise;
}

const DEGREES_PER_M = 1 / 111_195;

/** What a scenario lets happen and be told, as events like those of an ordinary day. */
export function makeScenarioEvents(
  causes: readonly CauseOf<'event'>[],
  ground: Ground,
): readonly CityEvent[] {
  return causes
    .map((cause, index) => toEvent(cause, index, ground))
    .toSorted((a, b) => a.startMs - b.startMs);
}

function toEvent(cause: CauseOf<'event'>, index: number, ground: Ground): CityEvent {
  const startMs = ground.startMs + cause.at;
  const { where, blocks } = cause;
  return {
    id: `${startMs.toString(36)}-s${index}`,
    category: cause.category,
    severity: cause.severity,
    startMs,
    endMs: startMs + cause.lasts,
    loc: where.loc,
    title: fill(cause.title[0]!, where),
    ...(cause.description === undefined ? {} : { description: cause.description }),
    sources: cause.told.by,
    ...(where.entity === undefined ? {} : { entity: where.entity }),
    ...(blocks === undefined || where.segment === undefined
      ? {}
      : {
          blocks: {
            segment: where.segment,
            upstream: upstreamOf(where.segment, blocks.queueTowards, ground.pack),
            speedLeft: blocks.capacityLeft,
          },
        }),
    tellers: toTellers(cause, index, ground),
  };
}

function toTellers(cause: CauseOf<'event'>, index: number, { noise }: Ground): readonly Teller[] {
  const { by, times, within, spreadM } = cause.told;
  const [lon, lat] = cause.where.loc;
  return Array.from({ length: times }, (_, n) => {
    const draw = (purpose: number): number => noise.at(10 * index + purpose, n);
    // The first tells at once, most soon after.
    const afterMs = n === 0 ? 0 : Math.floor(within * draw(0) ** 1.6);
    const awayM = n === 0 ? 0 : spreadM * Math.sqrt(draw(1));
    const angle = 2 * Math.PI * draw(2);
    return {
      source: by[n % by.length]!,
      afterMs,
      title: fill(cause.title[n % cause.title.length]!, cause.where),
      loc: [
        quantise(lon + (awayM * Math.cos(angle) * DEGREES_PER_M) / Math.cos((lat * Math.PI) / 180), 5),
        quantise(lat + awayM * Math.sin(angle) * DEGREES_PER_M, 5),
      ] as const,
    };
  });
}

/** Which neighbour in the pack's order the queue grows into: the one that lies towards the given place. */
function upstreamOf(segment: number, towards: Spot | undefined, pack: CityPack): 1 | -1 {
  if (towards === undefined) return 1;
  const points = pack.segments[segment]!.points;
  return distanceM(points.at(-1)!, towards.loc) < distanceM(points[0]!, towards.loc) ? 1 : -1;
}

function fill(title: string, { name }: Spot): string {
  return title.replace('{place}', name);
}
