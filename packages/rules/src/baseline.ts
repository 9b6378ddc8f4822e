/**
 * What is usual at each hour of the week, local time: 168 rows from Monday 00:00. Plain numbers, so that it enters the journal and is
 * read inside the fold; null where nothing is known of an hour.
 */
export interface BaselineModel {
  low: (number | null)[];
  mid: (number | null)[];
  high: (number | null)[];
  /** Event time of the newest hour that it was fitted from. */
  fittedToMs: number;
  /** Hours that it was fitted from. */
  hours: number;
}

export const HOURS_OF_WEEK = 168;

/** Hour of the week (0 = Monday 00:00) of an instant, by the city's civil time. */
export function hourOfWeek(tMs: number, zone: string): number {
  const civil = Temporal.Instant.fromEpochMilliseconds(Math.floor(tMs)).toZonedDateTimeISO(zone);
  return (civil.dayOfWeek - 1) * 24 + civil.hour;
}

/** The value of a model at an instant; null where it knows nothing of that hour. */
export function baselineAt(
  model: BaselineModel,
  bound: 'low' | 'mid' | 'high',
  { tMs, zone }: { tMs: number; zone: string },
): number | null {
  return model[bound][hourOfWeek(tMs, zone)] ?? null;
}
