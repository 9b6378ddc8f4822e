import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import type { City } from './make-city.ts';
import type { CitySystem, SimEntity } from './system.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A working Monday of the rainy season's end, 00:00 in Viet Nam. */
export const MONDAY_MS = Date.parse('2026-11-23T00:00+07:00');

const packs = new Map<string, CityPack>();

/** A built-in pack, loaded once. */
export function builtInPack(id: string): CityPack {
  let pack = packs.get(id);
  if (pack === undefined) {
    const loaded = loadCityPack(id);
    if (!loaded.ok) throw new Error(loaded.message);
    pack = loaded.value;
    packs.set(id, pack);
  }
  return pack;
}

/** The system of a city by its id; one without entities where the pack has none. */
export function systemOf(city: City, id: string): CitySystem {
  const system = city.systems.find((one) => one.id === id);
  if (system === undefined) throw new Error(`there is no system ${id}`);
  return system;
}

/** One reading of one metric, NaN where there is none. */
export function valueAt(entity: SimEntity, metric: string, tMs: number): number {
  return entity.readAt(tMs, 60_000).v[metric] ?? Number.NaN;
}

/** Sum of a metric over all entities. */
export function totalAt(system: CitySystem, metric: string, tMs: number): number {
  return system.entities.reduce((sum, entity) => sum + valueAt(entity, metric, tMs), 0);
}

/** Mean of a metric over all entities and the span, one reading a `stepMs`. */
export function meanOver(
  system: CitySystem,
  metric: string,
  { fromMs, toMs, stepMs = 300_000 }: { fromMs: number; toMs: number; stepMs?: number },
): number {
  let [sum, n] = [0, 0];
  for (let tMs = fromMs; tMs < toMs; tMs += stepMs)
    for (const entity of system.entities) {
      sum += valueAt(entity, metric, tMs);
      n += 1;
    }
  return sum / n;
}

/** What is told since the last reading, summed over a span and all entities. */
export function sumOver(
  system: CitySystem,
  metric: string,
  { fromMs, toMs, stepMs = 300_000 }: { fromMs: number; toMs: number; stepMs?: number },
): number {
  let sum = 0;
  for (let tMs = fromMs + stepMs; tMs <= toMs; tMs += stepMs)
    for (const entity of system.entities) sum += entity.readAt(tMs, stepMs).v[metric] ?? 0;
  return sum;
}
