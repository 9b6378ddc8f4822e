import type { City } from '../systems/make-city.ts';
import type { CitySystem, SimEntity } from '../systems/system.ts';

/** One metric of one kind of entity over a span, read in equal steps. */
export interface MetricSeries {
  readonly system: string;
  readonly domain: string;
  readonly metric: string;
  readonly unit: string;
  /** What can happen; absent where nobody says. */
  readonly range?: readonly [lo: number, hi: number];
  /** How many entities there are, and how many of them were read. */
  readonly entities: number;
  readonly lines: readonly EntityLine[];
  /** Readings taken, those outside `range`, and the extremes of all; undefined where nothing was read. */
  readonly readings: number;
  readonly outside: number;
  readonly extremes: readonly [least: number, most: number] | undefined;
  /** Lines that are not of one kind, and directions, have no mean. */
  readonly hasMean: boolean;
}

export interface EntityLine {
  readonly entity: string;
  /** One value per step; null where the sensor gave none. */
  readonly values: readonly (number | null)[];
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Enough of a large system to see its day. */
const MOST_LINES = 40;
/** What moves is stepped so finely; only every `stepMs` is kept. */
const FINE_MS = 30_000;

/** Reads every system of a city through a span: up to 40 entities of each, evenly chosen. What is summed is summed per step. */
export function readSpan(city: City, span: Span): readonly MetricSeries[] {
  return city.systems.flatMap((system) => {
    const chosen = evenly(system.entities, MOST_LINES);
    return chosen.length === 0 ? [] : toSeries(system, chosen, span);
  });
}

function evenly(all: readonly SimEntity[], most: number): readonly SimEntity[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, n) => all[Math.floor((n * all.length) / most)]!);
}

function toSeries(system: CitySystem, chosen: readonly SimEntity[], span: Span): MetricSeries[] {
  const read = chosen.map((entity) => readEntity(entity, span));
  return Object.entries(system.metrics).map(([metric, { unit, range }]) => {
    const lines = chosen.map(({ entity }, n): EntityLine => ({
      entity,
      values: read[n]!.map((v) => v[metric] ?? null),
    }));
    const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
    const extremes = values.reduce<readonly [number, number] | undefined>(
      (known, value) => [Math.min(known?.[0] ?? value, value), Math.max(known?.[1] ?? value, value)],
      undefined,
    );
    return {
      system: system.id,
      domain: chosen[0]!.domain,
      metric,
      unit,
      range,
      entities: system.entities.length,
      lines,
      readings: values.length,
      outside: values.filter((value) => value < range[0] || value > range[1]).length,
      extremes,
      // North-west and north-east do not make south.
      hasMean: !metric.endsWith('Deg'),
    };
  });
}

function readEntity(
  entity: SimEntity,
  { fromMs, toMs, stepMs }: Span,
): readonly Readonly<Record<string, number | null>>[] {
  const read: Readonly<Record<string, number | null>>[] = [];
  const moves = entity.readAt(fromMs, stepMs).loc !== undefined;
  for (let tMs = fromMs + stepMs; tMs <= toMs; tMs += stepMs) {
    if (moves)
      for (let fineMs = tMs - stepMs + FINE_MS; fineMs < tMs; fineMs += FINE_MS)
        entity.readAt(fineMs, FINE_MS);
    read.push(entity.readAt(tMs, stepMs).v);
  }
  return read;
}
