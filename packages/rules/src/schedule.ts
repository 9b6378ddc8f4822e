import type { RuleSchedule } from '@metropane/city';

const DAY_MIN = 1_440;

/** Whether a rule with this schedule watches at an instant, by the city's civil time. Over midnight the day is that of `from`. */
export function isWatching(schedule: RuleSchedule, tMs: number, zone: string): boolean {
  const civil = Temporal.Instant.fromEpochMilliseconds(Math.floor(tMs)).toZonedDateTimeISO(zone);
  const at = civil.hour * 60 + civil.minute;
  const from = minutesOf(schedule.from);
  const to = minutesOf(schedule.to);
  const yesterday = ((civil.dayOfWeek + 5) % 7) + 1;
  if (from === to) return isDay(schedule, civil.dayOfWeek);
  if (from < to) return isDay(schedule, civil.dayOfWeek) && at >= from && at < to;
  return (at >= from && isDay(schedule, civil.dayOfWeek)) || (at < to && isDay(schedule, yesterday));
}

function isDay({ days }: RuleSchedule, day: number): boolean {
  return days === undefined || days.includes(day);
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) % DAY_MIN;
}
