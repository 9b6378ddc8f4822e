/** Epoch milliseconds at which the civil day of `nowMs` starts in an IANA zone. */
export function startOfCivilDay(nowMs: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).startOfDay()
    .epochMilliseconds;
}
