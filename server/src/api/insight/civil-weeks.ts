import type { CivilMinute } from '../../insight/similar-incidents.ts';

/** Starts of the same civil hour in each of `weeks` weeks before, newest first; one that the clocks skipped is left out. */
export function sameHourBefore(startMs: number, weeks: number, zone: string): number[] {
  const start = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone);
  const starts: number[] = [];
  for (let week = 1; week <= weeks; week++) {
    const before = start.subtract({ weeks: week });
    if (before.toPlainTime().equals(start.toPlainTime())) starts.push(before.epochMilliseconds);
  }
  return starts;
}

/** Minute of the civil day, and whether the day is one of a weekend. */
export function civilMinute(ms: number, zone: string): CivilMinute {
  const { hour, minute, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(
    Math.floor(ms),
  ).toZonedDateTimeISO(zone);
  return { minute: hour * 60 + minute, isWeekend: dayOfWeek >= 6 };
}
