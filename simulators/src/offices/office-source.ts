import type { CityPack, LonLat, WorkingTime } from '@metropane/city-pack';
import type { Noise } from '../systems/noise.ts';

/** What of the city the offices feel; all of it functions of place and time. */
export interface OfficeWorld {
  /** Mean rain over the city, millimetres per hour. */
  rainMmH(tMs: number): number;
  /** Share of the supply that is out at a place, 0 to 1. */
  powerLost(loc: LonLat, tMs: number): number;
  /** How hard an information system is attacked, 0 to 1. */
  attackOn(system: string, tMs: number): number;
}

/** What every system draws from. */
export interface Office {
  readonly pack: CityPack;
  readonly time: WorkingTime;
  readonly world: OfficeWorld;
  /** Randomness of one purpose. */
  noise(label: string): Noise;
  /** A unit of the city, by a uniform number: busy ones more often. */
  unit(uniform: number): string;
  /** The agency if the city has it. */
  agency(id: string): string | undefined;
}

/** One event in the life of a case, as it is sent. `toldMs`: when its system tells it; absent: at once. */
export interface SimCaseEvent {
  readonly tMs: number;
  readonly state: string;
  readonly toldMs?: number;
  readonly satisfaction?: number;
}

/** One case with its whole life. `head` stands in every event: who connects late understands them too. */
export interface SimCase {
  readonly id: string;
  readonly head: CaseHead;
  /** Ascending in time. */
  readonly events: readonly SimCaseEvent[];
}

export interface CaseHead {
  readonly procedure: string;
  readonly agency?: string | undefined;
  readonly unit?: string | undefined;
  readonly dueAtMs?: number | undefined;
  readonly channel?: string | undefined;
  readonly fee?: { readonly owedVnd: number; readonly paidOnline: boolean } | undefined;
  readonly digitised?: boolean | undefined;
}

/** The cases of one system, slot by slot: a slot's cases depend on the seed and the slot alone. */
export interface CaseSource {
  readonly system: string;
  readonly slotMs: number;
  /** No case lives longer. */
  readonly longestMs: number;
  /**
   * At its start a simulation tells what was told of the cases that still live, and of all that began within so long before: of
   * the living alone too many are late. Absent: nothing, as there are too many.
   */
  readonly tellsPastMs?: number;
  /** Cases that begin in a slot. Those that are over before `aliveAtMs` may be left out. */
  casesIn(slot: number, aliveAtMs: number): readonly SimCase[];
}

/** A published figure, as it is sent. */
export interface SimFigure {
  readonly code: string;
  readonly tMs: number;
  readonly period: string;
  readonly status?: 'estimate' | 'preliminary' | 'official';
  readonly vintage?: string;
  readonly territory?: string;
  readonly unit?: string;
  readonly value?: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
}

/** Figures that a system publishes, by the civil day on which it does. */
export interface FigureSource {
  readonly system: string;
  /** So many days of what was published a simulation tells at its start. */
  readonly lookBackDays: number;
  figuresOn(day: number): readonly SimFigure[];
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Numbers of one case: each purpose has its own. `n`: which case of the slot. */
export function caseDraw(noise: Noise, slot: number, n: number): (purpose: number) => number {
  return (purpose) => noise.at(n * 64 + purpose, slot);
}

/** A waiting time that is short mostly and long at times. */
export function waiting(uniform: number, meanMs: number): number {
  return -Math.log(1 - Math.min(uniform, 0.999_999)) * meanMs;
}

/** The first row whose share is not used up yet; shares sum up to 1. */
export function pickShare<T extends readonly [share: number, ...rest: unknown[]]>(
  rows: readonly T[],
  uniform: number,
): T {
  let left = uniform;
  for (const row of rows) {
    left -= row[0];
    if (left < 0) return row;
  }
  return rows.at(-1)!;
}

/** 4 or 5 for `goodShare` of people, 1 to 3 for the others. */
export function rating(uniform: number, goodShare: number): number {
  if (uniform < goodShare) return uniform < goodShare * 0.6 ? 5 : 4;
  return 1 + Math.floor(((uniform - goodShare) / (1 - goodShare)) * 3);
}

/** Rhythm of people at their telephones and screens over a day, mean 1; weekends are quieter. */
export function screenRhythm(office: Office, tMs: number): number {
  const day = office.time.dayOf(tMs);
  const hour = (tMs - office.time.startOfDay(day)) / HOUR_MS;
  const shape =
    0.12 +
    1.9 * Math.exp(-(((hour - 9.5) / 2.6) ** 2)) +
    1.5 * Math.exp(-(((hour - 15) / 2.6) ** 2)) +
    0.8 * Math.exp(-(((hour - 20.5) / 1.8) ** 2));
  const week = office.time.isWorking(day) === true ? 1.13 : 0.72;
  return (shape / SHAPE_MEAN) * week;
}
/** Mean of the shape over a day. */
const SHAPE_MEAN = 0.12 + (Math.sqrt(Math.PI) * (1.9 * 2.6 + 1.5 * 2.6 + 0.8 * 1.78)) / 24;
