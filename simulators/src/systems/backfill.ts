/**
 * The past of what has a trend on a screen: corridor segments and the stations of the pack. Oldest first across all entities, in blocks of
 * six hours with one message per entity, so that event time ascends for everybody and no message is large.
 */
import type { CityPack } from '@metropane/city-pack';
import { observationTopic } from '../message.ts';
import type { SimMessage } from '../message.ts';
import type { City } from './make-city.ts';
import type { SimEntity } from './system.ts';
import { corridorSegments } from './traffic.ts';

/** One entity whose past is told, in steps. */
interface Series {
  readonly entity: SimEntity;
  readonly metrics: ReadonlySet<string>;
  readonly stepMs: number;
  /** Its steps stay as they are when the rest is thinned. */
  readonly keepsStep: boolean;
}

/** What a backfill will send. */
export interface BackfillPlan {
  readonly readings: number;
  readonly messages: number;
  /** Messages of one block, with the number of readings in it, oldest block first. */
  blocks(): Generator<{ readonly readings: number; readonly messages: readonly SimMessage[] }>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BLOCK_MS = 6 * 3_600_000;
/** The contract allows 1,000; smaller messages keep a slow machine responsive. */
const MOST_PER_MESSAGE = 200;
/** How the past of a system is told; `metrics` absent: all of them. */
interface Telling {
  readonly minutes: number;
  readonly metrics?: readonly string[];
  /** What is counted since the last reading would leave its plausible range if many hours were told as one. */
  readonly keepsStep?: true;
}

const TELLINGS: Readonly<Record<string, Telling>> = {
  traffic: { minutes: 5, metrics: ['speedKmh'] },
  river: { minutes: 5 },
  rain: { minutes: 5 },
  air: { minutes: 15, metrics: ['pm25UgM3', 'pm10UgM3', 'no2UgM3', 'o3UgM3'] },
  weather: { minutes: 30 },
  power: { minutes: 30 },
  noise: { minutes: 30 },
  water: { minutes: 30 },
  pressure: { minutes: 30 },
  sewer: { minutes: 30 },
  parking: { minutes: 30, metrics: ['occupancyPct'] },
  crowd: { minutes: 30 },
  lighting: { minutes: 30, metrics: ['lampsOnPct'] },
  'transit-terminals': { minutes: 30 },
  metro: { minutes: 15, metrics: ['passengersCount'], keepsStep: true },
  hotline: { minutes: 15, keepsStep: true },
  emergency: { minutes: 15, keepsStep: true },
  security: { minutes: 15, keepsStep: true },
  waste: { minutes: 15, metrics: ['receivedT'], keepsStep: true },
};

/**
 * Plans the time from `fromMs` to `toMs`. With `mostReadings`, what is older than a day is told in longer steps until it fits.
 */
export function planBackfill(
  city: City,
  pack: CityPack,
  { fromMs, toMs, mostReadings = Infinity }: { fromMs: number; toMs: number; mostReadings?: number },
): BackfillPlan {
  const series = trendSeries(city, pack);
  const recentMs = Math.max(fromMs, toMs - DAY_MS);
  let thin = 1;
  while (thin < 24 && countReadings(series, { fromMs, recentMs, toMs, thin }) > mostReadings) thin += 1;
  const span = { fromMs, recentMs, toMs, thin };
  return {
    readings: countReadings(series, span),
    messages: series.length * Math.ceil((toMs - fromMs) / BLOCK_MS),
    blocks: () => tellBlocks(series, span),
  };
}

interface Span {
  readonly fromMs: number;
  readonly recentMs: number;
  readonly toMs: number;
  /** How many times longer the steps before `recentMs` are. */
  readonly thin: number;
}

function trendSeries(city: City, pack: CityPack): Series[] {
  const corridor = corridorSegments(pack);
  return city.systems.flatMap((system) => {
    const telling = TELLINGS[system.id];
    if (telling === undefined) return [];
    const { minutes, metrics: told, keepsStep = false } = telling;
    const metrics = new Set(Object.keys(system.metrics).filter((metric) => told?.includes(metric) ?? true));
    return system.entities
      .filter((entity) => system.id !== 'traffic' || corridor.has(entity.entity))
      .map((entity) => ({ entity, metrics, stepMs: minutes * MINUTE_MS, keepsStep }));
  });
}

function countReadings(series: readonly Series[], span: Span): number {
  let sum = 0;
  for (const one of series) {
    const older = Math.max(0, span.recentMs - span.fromMs) / olderStepMs(one, span);
    sum += (older + (span.toMs - span.recentMs) / one.stepMs) * one.metrics.size;
  }
  return Math.round(sum);
}

function olderStepMs({ stepMs, keepsStep }: Series, { thin }: Span): number {
  return keepsStep ? stepMs : stepMs * thin;
}

function* tellBlocks(
  series: readonly Series[],
  span: Span,
): Generator<{ readings: number; messages: SimMessage[] }> {
  const smallestMs = Math.min(...series.map((one) => one.stepMs));
  const first = Math.ceil(span.fromMs / smallestMs) * smallestMs;
  for (let blockMs = first; blockMs < span.toMs; blockMs += BLOCK_MS) {
    const parts: string[][] = series.map(() => []);
    let readings = 0;
    // Moment by moment, not entity by entity: what all entities share (weather, events) is worked out once per moment.
    for (let tMs = blockMs; tMs < Math.min(blockMs + BLOCK_MS, span.toMs); tMs += smallestMs) {
      series.forEach((one, index) => {
        const stepMs = tMs < span.recentMs ? olderStepMs(one, span) : one.stepMs;
        // A step that reaches back before the start may be told already: what is summed must not be summed twice.
        if (tMs % stepMs !== 0 || tMs - stepMs < span.fromMs) return;
        const v = trendValues(one, tMs, stepMs);
        readings += Object.keys(v).length;
        parts[index]!.push(JSON.stringify({ t: tMs, v }));
      });
    }
    yield {
      readings,
      messages: series.flatMap((one, index) => toMessages(one.entity, parts[index]!, blockMs)),
    };
  }
}

function trendValues(
  { entity, metrics }: Series,
  tMs: number,
  stepMs: number,
): Record<string, number | null> {
  const v: Record<string, number | null> = {};
  for (const [metric, value] of Object.entries(entity.readAt(tMs, stepMs).v))
    if (metrics.has(metric)) v[metric] = value;
  return v;
}

function toMessages(entity: SimEntity, observations: readonly string[], atMs: number): SimMessage[] {
  const messages: SimMessage[] = [];
  const topic = observationTopic(entity.domain, entity.entity);
  for (let from = 0; from < observations.length; from += MOST_PER_MESSAGE) {
    const payload = `[${observations.slice(from, from + MOST_PER_MESSAGE).join(',')}]`;
    messages.push({ atMs, topic, qos: 1, retain: false, payload });
  }
  return messages;
}
