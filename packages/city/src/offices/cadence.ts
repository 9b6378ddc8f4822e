const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How often each administrative system is heard at least, nights and holidays included: hourly figures of what runs around the
 * clock, daily figures of registers, a monthly one of statistics. Twice that without a word is silence.
 */
const HEARD_EVERY_MS: Readonly<Record<string, number>> = {
  'data-warehouse': HOUR_MS,
  'open-data': DAY_MS,
  'forecast-centre': 31 * DAY_MS,
  'security-centre': DAY_MS,
  documents: HOUR_MS,
  smartphones: DAY_MS,
  petitions: HOUR_MS,
  reporting: DAY_MS,
  'video-conference': DAY_MS,
  'one-stop': HOUR_MS,
  'national-portal': HOUR_MS,
  'iso-9001': DAY_MS,
};

/** Silence beyond this is shown as silence; undefined for a system that is not heard by messages. */
export function silentAfterMs(system: string): number | undefined {
  const everyMs = HEARD_EVERY_MS[system];
  return everyMs === undefined ? undefined : 2 * everyMs;
}
