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

class CalendarTime implements WorkingTime {
  readonly #pack: Pick<CityPack, 'calendar' | 'zone'>;
  readonly #starts = new Map<number, number>();
  readonly #working = new Map<number, boolean | undefined>();
  readonly #dues = new Map<string, number | undefined>();

  constructor(pack: Pick<CityPack, 'calendar' | 'zone'>) {
    this.#pack = pack;
  }

  dayOf(tMs: number): number {
    // Zones lie within 14 hours of UTC: the civil day is that of UTC, the one before or the one after.
    let day = Math.floor(tMs / (24 * HOUR_MS)) - 1;
    while (this.startOfDay(day + 1) <= tMs) day += 1;
    return day;
  }

  startOfDay(day: number): number {
    let startMs = this.#starts.get(day);
    if (startMs === undefined) {
      startMs = EPOCH.add({ days: day }).toZonedDateTime(this.#pack.zone).epochMilliseconds;
      this.#starts.set(day, startMs);
    }
    return startMs;
  }

  isWorking(day: number): boolean | undefined {
    if (!this.#working.has(day))
      this.#working.set(day, isWorkingDay(this.#pack, EPOCH.add({ days: day }).toString()));
    return this.#working.get(day);
  }

  isOpen(tMs: number): boolean {
    const day = this.dayOf(tMs);
    const hour = (tMs - this.startOfDay(day)) / HOUR_MS;
    return this.isWorking(day) === true && OFFICE_HOURS.some(([from, to]) => from <= hour && hour < to);
  }

  dueAfter(tMs: number, days: number): number | undefined {
    const day = this.dayOf(tMs);
    const key = `${day} ${days}`;
    if (!this.#dues.has(key)) this.#dues.set(key, this.#dueAfterDay(day, days));
    return this.#dues.get(key);
  }

  after(tMs: number, workingMs: number): number | undefined {
    let left = Math.max(0, workingMs);
    for (let day = this.dayOf(tMs), n = 0; n < MOST_DAYS; n += 1, day += 1) {
      const hours = this.#hoursOf(day);
      if (hours === undefined) return undefined;
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
    for (let day = this.dayOf(fromMs); this.startOfDay(day) < toMs; day += 1) {
      const hours = this.#hoursOf(day);
      if (hours === undefined) return undefined;
      for (const [from, to] of hours) sum += Math.max(0, Math.min(toMs, to) - Math.max(fromMs, from));
    }
    return sum;
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

  /** Office hours of a day as instants; none on a day off; undefined: the pack does not know. */
  #hoursOf(day: number): readonly (readonly [from: number, to: number])[] | undefined {
    const isOn = this.isWorking(day);
    if (isOn !== true) return isOn === undefined ? undefined : [];
    const startMs = this.startOfDay(day);
    return OFFICE_HOURS.map(([from, to]) => [startMs + from * HOUR_MS, startMs + to * HOUR_MS] as const);
  }
}
