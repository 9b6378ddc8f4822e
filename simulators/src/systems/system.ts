import type { EntityDescription } from '@metropane/city';

/** One moment of one entity as its sensor tells it; `null`: the sensor answered without a reading. */
export interface SimReading {
  readonly v: Readonly<Record<string, number | null>>;
  readonly loc?: readonly [number, number];
}

/** One thing that reports: a station, a road segment, a bus. */
export interface SimEntity {
  readonly domain: string;
  readonly entity: string;
  readonly description: Omit<EntityDescription, 'metrics'>;
  /** What it measures at `tMs`; `everyMs`: the time since its last reading, for what is summed over an interval. */
  readAt(tMs: number, everyMs: number): SimReading;
}

/** Entities that report in one rhythm. */
export interface CitySystem {
  readonly id: string;
  /** Time between two readings of one entity before `--rate` scales it. */
  readonly periodMs: number;
  readonly metrics: Readonly<Record<string, { unit: string; range: readonly [number, number] }>>;
  readonly entities: readonly SimEntity[];
}

/** Rounds to the metric's resolution: `decimals` digits, never -0. */
export function quantise(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}

/** `value` within [lo, hi]. */
export function clamp(value: number, lo: number, hi: number): number {
  return value < lo ? lo : value > hi ? hi : value;
}
