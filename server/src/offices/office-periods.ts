import type { CityPack } from '@metropane/city-pack';
import { lifeCycle } from '@metropane/city';

/** `id` is the month in which the period ends (`2026-10`), so that ids sort by time. `[startMs, endMs)`. */
export interface OfficePeriod {
  id: string;
  startMs: number;
  endMs: number;
}

export interface OfficePeriods {
  /** The reporting period of a system's cases that an instant lies in. */
  of(system: string, tMs: number): OfficePeriod;
  /** The period of an id; `back` periods earlier if given. */
  byId(system: string, id: string, back?: number): OfficePeriod;
}

interface Boundary {
  readonly day: number;
  readonly time: string;
}
const CALENDAR_MONTH: Boundary = { day: 1, time: '00:00' };

/** Periods as the city reports them: calendar months, or months of the pack such as the hotline's (25th 12:00). */
export function makeOfficePeriods(pack: Pick<CityPack, 'zone' | 'calendar'>): OfficePeriods {
  const boundaryOf = (system: string): Boundary => {
    const wanted = lifeCycle(system)?.period;
    const period = pack.calendar?.periods.find(({ id, every }) => id === wanted && every === 'month');
    return period?.dayOfMonth === undefined ? CALENDAR_MONTH : { day: period.dayOfMonth, time: period.at };
  };
  const known = new Map<string, OfficePeriod>();
  /** Most that is asked about lies in one period. */
  const lastFound = new Map<string, OfficePeriod>();
  const byMonth = (system: string, month: Temporal.PlainYearMonth): OfficePeriod => {
    const key = `${system}\0${month.toString()}`;
    let period = known.get(key);
    if (period === undefined) {
      const boundary = boundaryOf(system);
      const startOf = (of: Temporal.PlainYearMonth): number => instantMs(of, boundary, pack.zone);
      const isCalendar = boundary === CALENDAR_MONTH;
      period = {
        id: month.toString(),
        startMs: startOf(isCalendar ? month : month.subtract({ months: 1 })),
        endMs: startOf(isCalendar ? month.add({ months: 1 }) : month),
      };
      known.set(key, period);
    }
    return period;
  };
  return {
    of(system, tMs) {
      const last = lastFound.get(system);
      if (last !== undefined && last.startMs <= tMs && tMs < last.endMs) return last;
      const zoned = Temporal.Instant.fromEpochMilliseconds(tMs).toZonedDateTimeISO(pack.zone);
      const month = zoned.toPlainDate().toPlainYearMonth();
      const here = byMonth(system, month);
      const found = tMs < here.endMs ? here : byMonth(system, month.add({ months: 1 }));
      lastFound.set(system, found);
      return found;
    },
    byId: (system, id, back = 0) =>
      byMonth(system, Temporal.PlainYearMonth.from(id).subtract({ months: back })),
  };
}

/** A day beyond the month's end is its last day. */
function instantMs(month: Temporal.PlainYearMonth, { day, time }: Boundary, zone: string): number {
  const date = month.toPlainDate({ day: Math.min(day, month.daysInMonth) });
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
