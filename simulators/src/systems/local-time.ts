/** What a clock on the wall of the city shows. */
export interface LocalTime {
  /** Hours since local midnight, with fraction: 17.5 is half past five in the afternoon. */
  readonly hour: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Days since 1970-01-01 of the local calendar. */
  readonly day: number;
  /** 1 … 12. */
  readonly month: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Reads local time in an IANA zone. The offset is asked for once per hour of simulated time: zones change on whole hours at most. */
export function makeLocalTime(zone: string): (tMs: number) => LocalTime {
  let hourSlot = Number.NaN;
  let offsetMs = 0;
  return (tMs) => {
    const slot = Math.floor(tMs / HOUR_MS);
    if (slot !== hourSlot) {
      hourSlot = slot;
      const zoned = Temporal.Instant.fromEpochMilliseconds(slot * HOUR_MS).toZonedDateTimeISO(zone);
      offsetMs = zoned.offsetNanoseconds / 1e6;
    }
    const localMs = tMs + offsetMs;
    const day = Math.floor(localMs / DAY_MS);
    return {
      hour: (localMs - day * DAY_MS) / HOUR_MS,
      // 1970-01-01 was a Thursday.
      weekday: ((((day + 3) % 7) + 7) % 7) + 1,
      day,
      month: new Date(localMs).getUTCMonth() + 1,
    };
  };
}
