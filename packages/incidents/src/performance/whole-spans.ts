/** A half-open stretch of processing time, `[fromMs, toMs)`. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The wall-clock buckets of `lengthMs`, aligned to the epoch, that lie wholly in the period, with or without alarms. */
export function wholeBuckets(period: Span, lengthMs: number): { firstMs: number; count: number } {
  const firstMs = Math.ceil(period.fromMs / lengthMs) * lengthMs;
  const count = Math.max(0, Math.floor(period.toMs / lengthMs) - firstMs / lengthMs);
  return { firstMs, count };
}

/** What lies before the first and after the last whole bucket, if anything; one stretch when there is no whole bucket. */
export function partialSpans(period: Span, lengthMs: number): Span[] {
  const { firstMs, count } = wholeBuckets(period, lengthMs);
  if (count === 0) return [period];
  const lastMs = firstMs + count * lengthMs;
  const ends = [
    { fromMs: period.fromMs, toMs: firstMs },
    { fromMs: lastMs, toMs: period.toMs },
  ];
  return ends.filter(({ fromMs, toMs }) => fromMs < toMs);
}

/** The civil days of a zone that the period touches, the first and the last in full length; 23 to 25 hours long. */
export function civilDaysOf(period: Span, zone: string): Span[] {
  const startOf = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds;
  const days: Span[] = [];
  let date = Temporal.Instant.fromEpochMilliseconds(Math.floor(period.fromMs))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  while (startOf(date) < period.toMs) {
    const next = date.add({ days: 1 });
    days.push({ fromMs: startOf(date), toMs: startOf(next) });
    date = next;
  }
  return days;
}

/** The value of rank ⌈p·n⌉ of numbers in ascending order; null of none. */
export function nearestRank(ascending: readonly number[], p: number): number | null {
  return ascending[Math.max(0, Math.ceil(p * ascending.length) - 1)] ?? null;
}

/** A stretch of which the centre missed more than this tells nothing about alarms: a restart of seconds does not spoil its ten minutes. */
const MOST_DOWN_SHARE = 0.1;

/** Whether the centre ran through the stretch, as good as all of it. `downtimes` do not overlap. */
export function isWatched({ fromMs, toMs }: Span, downtimes: readonly Span[]): boolean {
  let downMs = 0;
  for (const down of downtimes)
    downMs += Math.max(0, Math.min(down.toMs, toMs) - Math.max(down.fromMs, fromMs));
  return downMs <= (toMs - fromMs) * MOST_DOWN_SHARE;
}
