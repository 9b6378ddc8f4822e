import type { Rng } from '@metropane/base';
import type { WindowPolicy } from '@metropane/windowing';

/** Feeds and entities of a stream; every entity has `METRICS` series. */
export interface StreamCity {
  readonly feeds: readonly WindowPolicy[];
  /** The feed of each entity. */
  readonly feedOf: readonly number[];
}

export const METRICS = 2;

/** One observation: `values` by metric, NaN = not measured; `id` −1 = none; a flagged value stays out of the statistics. */
export interface StreamItem {
  readonly entity: number;
  readonly tMs: number;
  readonly values: readonly number[];
  readonly flagged: readonly boolean[];
  readonly id: number;
}

/** What happens next; `arrivalMs` and ticks never step back. */
export type StreamStep =
  | { readonly kind: 'observe'; readonly item: StreamItem; readonly arrivalMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'restart' };

const START_MS = Date.UTC(2026, 10, 23, 5);
const REMEMBERED = 4_096;
const HARD_VALUES = [1e16, -1e16, 30, 0.1, -0, 0];

/** One to four feeds, with one watermark or one per entity, and up to 40 entities. */
export function drawCity(rng: Rng): StreamCity {
  const feeds = Array.from({ length: 1 + rng.int(4) }, () => ({
    outOfOrdernessMs: rng.int(3) * 4_000,
    allowedLatenessMs: rng.int(4) * 30_000,
    idleAfterMs: 10_000 + rng.int(3) * 25_000,
    dedupMs: rng.int(3) * 300_000,
    watermarkPer: rng.int(3) === 0 ? ('feed' as const) : ('entity' as const),
  }));
  const entities = feeds.length + rng.int(40);
  return { feeds, feedOf: Array.from({ length: entities }, (_, entity) => entity % feeds.length) };
}

/**
 * `observations` of a city with everything that networks and devices do: disorder within and beyond the lateness, repeated messages
 * soon and much later, the same id with another value, equal times, flags, entities that fall silent for minutes and come back,
 * ticks with gaps, restarts at any point. Not kept in memory: for runs of millions.
 */
export function* hostileStream(rng: Rng, city: StreamCity, observations: number): Generator<StreamStep> {
  const recent: StreamItem[] = [];
  let nowMs = START_MS + rng.int(3_600_000);
  // Every entity speaks about every two seconds: windows that hold some tens of events.
  const meanPauseMs = 2_000 / city.feedOf.length;
  let quiet = -1;
  let quietUntilMs = 0;
  for (let n = 0; n < observations; n++) {
    nowMs += rng.int(10_000) === 0 ? rng.int(300_000) : Math.floor(rng.next() * 2 * meanPauseMs);
    if (rng.int(city.feedOf.length) === 0) yield { kind: 'tick', nowMs };
    if (rng.int(50_000) === 0) yield { kind: 'restart' };
    if (nowMs > quietUntilMs) {
      quiet = rng.int(city.feedOf.length * 2);
      quietUntilMs = nowMs + rng.int(240_000);
    }
    const entity = rng.int(city.feedOf.length);
    if (entity === quiet) continue;
    const item =
      recent.length > 0 && rng.int(10) === 0 ? repeated(rng, recent) : drawItem(rng, city, entity, nowMs);
    yield { kind: 'observe', item, arrivalMs: nowMs };
    if (recent.length < REMEMBERED) recent.push(item);
    else recent[rng.int(REMEMBERED)] = item;
  }
}

// oxlint-disable-next-line max-params -- once per event of millions
function drawItem(rng: Rng, city: StreamCity, entity: number, nowMs: number): StreamItem {
  const policy = city.feeds[city.feedOf[entity]!]!;
  const reachMs = policy.outOfOrdernessMs + policy.allowedLatenessMs + 15_000;
  const kind = rng.int(100);
  const delayMs = kind < 70 ? rng.int(400) : kind < 97 ? rng.int(reachMs) : rng.int(reachMs * 5);
  const rounding = rng.int(4) === 0 ? (rng.int(4) === 0 ? 10_000 : 1_000) : 1;
  const values: number[] = [];
  const flagged: boolean[] = [];
  for (let metric = 0; metric < METRICS; metric++) {
    values.push(metric > 0 && rng.int(3) === 0 ? Number.NaN : drawValue(rng));
    flagged.push(rng.int(25) === 0);
  }
  const tMs = Math.floor((nowMs - delayMs) / rounding) * rounding;
  return { entity, tMs, values, flagged, id: rng.int(4) === 0 ? rng.int(1_000) : -1 };
}

/** The same message again; or, under its id or time, with other values; or without its id. */
function repeated(rng: Rng, recent: readonly StreamItem[]): StreamItem {
  const item = recent[rng.int(recent.length)]!;
  const change = rng.int(8);
  if (change === 0) return { ...item, values: item.values.map((value) => value + 1) };
  return change === 1 ? { ...item, id: -1 } : item;
}

function drawValue(rng: Rng): number {
  return rng.int(20) === 0 ? HARD_VALUES[rng.int(HARD_VALUES.length)]! : rng.int(10_000) / 16 - 200;
}
