import { dayKind } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { makeLocalTime } from './local-time.ts';
import type { LocalTime } from './local-time.ts';
import type { Noise } from './noise.ts';

const DAY_MS = 86_400_000;
const SUNDAY = 7;
const MONDAY = 1;

/**
 * The clock that people live by: as local time, but a holiday of the pack's calendar is a Sunday and a working Saturday a Monday.
 * A year that the calendar does not know has plain weeks.
 */
export function makeCivilTime(pack: Pick<CityPack, 'zone' | 'calendar'>): (tMs: number) => LocalTime {
  const localTime = makeLocalTime(pack.zone);
  let known: { readonly day: number; readonly weekday: number | undefined } | undefined;
  return (tMs) => {
    const local = localTime(tMs);
    if (known?.day !== local.day) {
      const date = new Date(local.day * DAY_MS).toISOString().slice(0, 10);
      const kind = dayKind(pack, date)?.kind;
      const isOff = kind === 'holiday' || kind === 'swapped-off';
      known = { day: local.day, weekday: isOff ? SUNDAY : kind === 'swapped-work' ? MONDAY : undefined };
    }
    return known.weekday === undefined ? local : { ...local, weekday: known.weekday };
  };
}

/** Saturdays, Sundays and holidays. */
export function isDayOff({ weekday }: LocalTime): boolean {
  return weekday >= 6;
}

/** 1 at `at` o'clock, falling off over `width` hours to both sides, across midnight too. */
export function bump(hour: number, at: number, width: number): number {
  const away = ((hour - at + 36) % 24) - 12;
  return Math.exp(-((away / width) ** 2));
}

/** 0 before `from` o'clock, 1 between, 0 after `to`, over about half an hour. For spans within one day. */
export function between(hour: number, from: number, to: number): number {
  return 1 / (1 + Math.exp(-(hour - from) * 5)) - 1 / (1 + Math.exp(-(hour - to) * 5));
}

/** The same rhythm with a mean of 1 over a week of five working days and two days off. */
export function normalised(shape: (local: LocalTime) => number): (local: LocalTime) => number {
  let sum = 0;
  for (let weekday = 1; weekday <= 7; weekday += 1)
    for (let half = 0; half < 48; half += 1)
      sum += shape({ hour: (half + 0.5) / 2, weekday, day: 0, month: 1 });
  const mean = sum / (7 * 48);
  return (local) => shape(local) / mean;
}

/** As `noise.count`, for any mean: beyond 40 the normal distribution stands in for the Poisson one. */
export function countAbout(
  noise: Noise,
  { entity, slot, mean }: { readonly entity: number; readonly slot: number; readonly mean: number },
): number {
  if (mean <= 0) return 0;
  if (mean <= 40) return noise.count(entity, slot, mean);
  let sum = 0;
  for (let n = 0; n < 6; n += 1) sum += noise.at(entity + 7_919 * (n + 1), slot);
  // Six uniform numbers have a variance of one half.
  return Math.max(0, Math.round(mean + Math.sqrt(2 * mean) * (sum - 3)));
}
