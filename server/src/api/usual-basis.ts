import { startOfCivilDay } from '../view/civil-day.ts';

const DAY_MS = 86_400_000;

/** `work`: offices work on it by the city's calendar; in a year that the calendar does not know, Monday to Friday. */
export type DayKind = 'work' | 'off';

export interface CivilSpan {
  startMs: number;
  endMs: number;
}

/**
 * The civil days in the weeks before the day of `atMs` that are of its kind, newest first. That day itself is none of them: what is
 * compared must not be part of what it is compared with.
 */
export function daysLike(
  atMs: number,
  {
    zone,
    weeks,
    isWorkingDay,
  }: { zone: string; weeks: number; isWorkingDay: (day: number) => boolean | undefined },
): { kind: DayKind; day: CivilSpan; days: CivilSpan[] } {
  const day = civilDay(startOfCivilDay(atMs, zone), zone);
  const kind = kindOf(day.startMs, zone, isWorkingDay);
  const days: CivilSpan[] = [];
  let earlier = day;
  for (let back = 1; back <= weeks * 7; back++) {
    // Noon of the day before, whatever clocks did at midnight.
    earlier = civilDay(startOfCivilDay(earlier.startMs - DAY_MS / 2, zone), zone);
    if (kindOf(earlier.startMs, zone, isWorkingDay) === kind) days.push(earlier);
  }
  return { kind, day, days };
}

function civilDay(startMs: number, zone: string): CivilSpan {
  const start = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone);
  return { startMs, endMs: start.add({ days: 1 }).startOfDay().epochMilliseconds };
}

function kindOf(startMs: number, zone: string, isWorkingDay: (day: number) => boolean | undefined): DayKind {
  const date = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).toPlainDate();
  const day = Math.round(Date.UTC(date.year, date.month - 1, date.day) / DAY_MS);
  const isWork = isWorkingDay(day) ?? date.dayOfWeek <= 5;
  return isWork ? 'work' : 'off';
}
