/**
 * Clocks that run on working time: civil days of the city on which offices work, and the hours of such a day. Outside the years that
 * the pack knows there is no answer (`undefined`), as for `isWorkingDay`.
 */
import type { CityPack } from './pack-types.ts';
import { isWorkingDay } from './working-calendar.ts';

/** Hours of a working day, local: the usual office hours of public bodies in Viet Nam (common knowledge, not read in an act). */
export const OFFICE_HOURS: readonly (readonly [from: number, to: number])[] = [
  [7.5, 11.5],
  [13, 17],
];
/** When the working day ends: what is due on a day is due then. */
export const OFFICE_CLOSES_HOUR = 17;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than any run of holidays: a search that goes on is a calendar without working days. */
const MOST_DAYS = 400;

export interface WorkingTime {
  /** Days since 1970-01-01 of the city's calendar. */
  dayOf(tMs: number): number;
  /** The instant at which a civil day begins. */
  startOfDay(day: number): number;
  /** Undefined: the pack does not know that year. */
  isWorking(day: number): boolean | undefined;
  /** Whether offices are at work at this instant. */
  isOpen(tMs: number): boolean;
  /** Close of the `days`-th working day after the day of `tMs` (0: that day itself, or the next working day). */
  dueAfter(tMs: number, days: number): number | undefined;
  /** The instant at which so much working time has passed since `tMs`. */
  after(tMs: number, workingMs: number): number | undefined;
  /** Working time within `[fromMs, toMs)`, milliseconds. */
  between(fromMs: number, toMs: number): number | undefined;
}

/** Reads one pack's calendar; days are remembered, so asking again is cheap. */
export function makeWorkingTime(pack: Pick<CityPack, 'calendar' | 'zone'>): WorkingTime {
  return new CalendarTime(pack);
}

const EPOCH = Temporal.PlainDate.from('1970-01-01');

/** What is asked of a civil day, worked out once: a simulation asks millions of times. */
interface CivilDay {
  readonly startMs: number;
  readonly endMs: number;
  readonly isWorking: boolean | undefined;
  /** Office hours as instants; none on a day off; undefined: the pack does not know. */
  readonly hours: readonly (readonly [fromMs: number, toMs: number])[] | undefined;
  /** Working time of the whole day, milliseconds. */
  readonly workMs: number;
}

class CalendarTime implements WorkingTime {
  readonly #pack: Pick<CityPack, 'calendar' | 'zone'>;
  readonly #days = new Map<number, CivilDay>();
  /** By number of working days, then by day. */
  readonly #dues = new Map<number, Map<number, number | undefined>>();
  /** How far the last day that was found began from its beginning in UTC: most days begin alike. */
  #offsetMs = 0;

  constructor(pack: Pick<CityPack, 'calendar' | 'zone'>) {
    this.#pack = pack;
  }

  dayOf(tMs: number): number {
    const guess = Math.floor((tMs - this.#offsetMs) / DAY_MS);
    const { startMs, endMs } = this.#civilDay(guess);
    if (startMs <= tMs && tMs < endMs) return guess;
    // Zones lie within 14 hours of UTC: the civil day is that of UTC, the one before or the one after.
    let day = Math.floor(tMs / DAY_MS) - 1;
    while (this.startOfDay(day + 1) <= tMs) day += 1;
    this.#offsetMs = this.startOfDay(day) - day * DAY_MS;
    return day;
  }

  startOfDay(day: number): number {
    return this.#civilDay(day).startMs;
  }

  isWorking(day: number): boolean | undefined {
    return this.#civilDay(day).isWorking;
  }

  isOpen(tMs: number): boolean {
    const { startMs, isWorking } = this.#civilDay(this.dayOf(tMs));
    const hour = (tMs - startMs) / HOUR_MS;
    return isWorking === true && OFFICE_HOURS.some(([from, to]) => from <= hour && hour < to);
  }

  dueAfter(tMs: number, days: number): number | undefined {
    const day = this.dayOf(tMs);
    let dues = this.#dues.get(days);
    if (dues === undefined) this.#dues.set(days, (dues = new Map()));
    const known = dues.get(day);
    if (known !== undefined || dues.has(day)) return known;
    const due = this.#dueAfterDay(day, days);
    dues.set(day, due);
    return due;
  }

  after(tMs: number, workingMs: number): number | undefined {
    let left = Math.max(0, workingMs);
    for (let day = this.dayOf(tMs), n = 0; n < MOST_DAYS; n += 1, day += 1) {
      const { hours, startMs, workMs } = this.#civilDay(day);
      if (hours === undefined) return undefined;
      // More than a whole day is left: nothing within it can be the end.
      if (left > workMs && tMs <= startMs) {
        left -= workMs;
        continue;
      }
      for (const [from, to] of hours) {
        const begin = Math.max(tMs, from);
        if (begin + left < to) return begin + left;
        left -= Math.max(0, to - begin);
      }
    }
    return undefined;
  }

  between(fromMs: number, toMs: number): number | undefined {
    let sum = 0;
    for (let day = this.dayOf(fromMs); ; day += 1) {
      const { startMs, endMs, hours, workMs } = this.#civilDay(day);
      if (startMs >= toMs) return sum;
      if (hours === undefined) return undefined;
      if (fromMs <= startMs && endMs <= toMs) {
        sum += workMs;
        continue;
      }
      for (const [from, to] of hours) sum += Math.max(0, Math.min(toMs, to) - Math.max(fromMs, from));
    }
  }

  #dueAfterDay(ofDay: number, days: number): number | undefined {
    let left = days;
    for (let day = ofDay; day < ofDay + MOST_DAYS; day += 1) {
      const isOn = this.isWorking(day);
      if (isOn === undefined) return undefined;
      // The day of receipt itself does not count, working or not.
      if (day > ofDay && isOn) left -= 1;
      if (left <= 0 && isOn) return this.startOfDay(day) + OFFICE_CLOSES_HOUR * HOUR_MS;
    }
    return undefined;
  }

  #civilDay(day: number): CivilDay {
    let known = this.#days.get(day);
    if (known === undefined) this.#days.set(day, (known = this.#readDay(day)));
    return known;
  }

  #readDay(day: number): CivilDay {
    const date = EPOCH.add({ days: day });
    const startOf = (one: Temporal.PlainDate): number =>
      one.toZonedDateTime(this.#pack.zone).epochMilliseconds;
    const startMs = startOf(date);
    const isWorking = isWorkingDay(this.#pack, date.toString());
    const hours =
      isWorking === true
        ? OFFICE_HOURS.map(([from, to]) => [startMs + from * HOUR_MS, startMs + to * HOUR_MS] as const)
        : isWorking === undefined
          ? undefined
          : [];
    const workMs = (hours ?? []).reduce((sum, [from, to]) => sum + to - from, 0);
    return { startMs, endMs: startOf(date.add({ days: 1 })), isWorking, hours, workMs };
  }
}
