/**
 * Two stretches of days laid over each other by civil time: Monday 08:00 beside Monday 08:00, whatever the clocks did in between. Where
 * a change of clocks swallowed an hour of the other stretch there is nothing to compare, and where it doubled one of this, both stand
 * beside the same. A date that the other year does not have (29 February) has no other side.
 */
import { lunarNewYear } from './lunar-new-year.ts';

/** What the days are held against: some days before, the same date a year before, the same day counted from Tết, or a date of one's own. */
export type Against =
  | { kind: 'days'; days: number }
  | { kind: 'year' }
  | { kind: 'tet' }
  | { kind: 'date'; date: string };

export interface AlignedBin {
  /** Civil start of this side, `2026-11-23T08:00`. */
  civil: string;
  startMs: number;
  endMs: number;
  /** Start of the bin on the other side; null = there was no such time. */
  otherMs: number | null;
  /** A civil day of the other side may be longer or shorter. */
  otherEndMs: number | null;
}

export interface DaySpan {
  /** First civil date, `YYYY-MM-DD`. */
  from: string;
  days: number;
  zone: string;
}

/**
 * The bins of the span with their other sides. `lengthMs` null: one bin a civil day. Bins lie on the grid of windows (multiples of
 * their length since the epoch); another side that does not is none.
 */
export function alignedBins(span: DaySpan, against: Against, lengthMs: number | null): AlignedBin[] {
  const bins: AlignedBin[] = [];
  const first = Temporal.PlainDate.from(span.from);
  for (let day = 0; day < span.days; day++) {
    const date = first.add({ days: day });
    const other = otherDate(date, against, first);
    if (lengthMs === null) {
      const startMs = startOf(date, span.zone);
      const endMs = startOf(date.add({ days: 1 }), span.zone);
      const otherMs = other === null ? null : startOf(other, span.zone);
      const otherEndMs = other === null ? null : startOf(other.add({ days: 1 }), span.zone);
      bins.push({ civil: `${date.toString()}T00:00`, startMs, endMs, otherMs, otherEndMs });
      continue;
    }
    const endMs = startOf(date.add({ days: 1 }), span.zone);
    const gridMs = Math.ceil(startOf(date, span.zone) / lengthMs) * lengthMs;
    for (let startMs = gridMs; startMs < endMs; startMs += lengthMs) {
      const civil = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(span.zone);
      const otherMs = other === null ? null : sameTime(other, civil.toPlainTime(), span.zone);
      const onGridMs = otherMs !== null && otherMs % lengthMs === 0 ? otherMs : null;
      bins.push({
        civil: civil.toPlainDateTime().toString({ smallestUnit: 'minute' }),
        startMs,
        endMs: startMs + lengthMs,
        otherMs: onGridMs,
        otherEndMs: onGridMs === null ? null : onGridMs + lengthMs,
      });
    }
  }
  return bins;
}

/** The date on the other side; null where that year has none. */
export function otherDate(
  date: Temporal.PlainDate,
  against: Against,
  first: Temporal.PlainDate = date,
): Temporal.PlainDate | null {
  switch (against.kind) {
    case 'days':
      return date.subtract({ days: against.days });
    case 'date':
      return Temporal.PlainDate.from(against.date).add({ days: first.until(date).days });
    case 'year':
      try {
        return date.with({ year: date.year - 1 }, { overflow: 'reject' });
      } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
      }
    case 'tet': {
      const { tet, before } = tetNear(date);
      return before.add({ days: tet.until(date).days });
    }
  }
}

/** The Tết that is nearest to a date, and that of the year before it. */
export function tetNear(date: Temporal.PlainDate): { tet: Temporal.PlainDate; before: Temporal.PlainDate } {
  const years = [date.year, date.year + 1].map((year) => ({ year, day: tetOf(year) }));
  const apart = ({ day }: { day: Temporal.PlainDate }): number => Math.abs(day.until(date).days);
  const near = years.reduce((best, each) => (apart(each) < apart(best) ? each : best));
  return { tet: near.day, before: tetOf(near.year - 1) };
}

function tetOf(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from(lunarNewYear(year));
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** The instant at which a clock of the zone showed this; of a doubled hour the first; null where it was skipped. */
function sameTime(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number | null {
  const asked = date.toPlainDateTime(time);
  const found = asked.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return found.toPlainDateTime().equals(asked) ? found.epochMilliseconds : null;
}
