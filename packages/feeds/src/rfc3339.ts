const MS_PER_DAY = 86_400_000;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * RFC 3339 with an offset (`2026-11-23T14:05:07.250+07:00`) to epoch milliseconds; NaN if it is anything else.
 * Digits beyond milliseconds are cut; second 60 is the first of the next minute. A local time without offset is no instant.
 */
export function parseRfc3339(text: string): number {
  if (text.length < 20 || text.length > 40) return Number.NaN;
  const localMs = parseLocalIso(text);
  if (Number.isNaN(localMs)) return Number.NaN;
  const at = isoTimeEnd(text);
  const sign = text.charCodeAt(at);
  if (sign === 0x5a || sign === 0x7a) return at + 1 === text.length ? localMs : Number.NaN;
  if ((sign !== 0x2b && sign !== 0x2d) || at + 6 !== text.length || text.charCodeAt(at + 3) !== 0x3a)
    return Number.NaN;
  const hours = digits2(text, at + 1);
  const minutes = digits2(text, at + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const offsetMs = (hours * 60 + minutes) * 60_000;
  return sign === 0x2b ? localMs - offsetMs : localMs + offsetMs;
}

/** The civil time at the start of `text` (`YYYY-MM-DD[T ]HH:mm:ss[.fff…]`) as if it were UTC; NaN if it is none. */
export function parseLocalIso(text: string): number {
  const separator = text.charCodeAt(10);
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return Number.NaN;
  if (separator !== 0x54 && separator !== 0x74 && separator !== 0x20) return Number.NaN;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return Number.NaN;
  const civil = {
    year: digits2(text, 0) * 100 + digits2(text, 2),
    month: digits2(text, 5),
    day: digits2(text, 8),
    hour: digits2(text, 11),
    minute: digits2(text, 14),
    second: digits2(text, 17),
    ms: 0,
  };
  if (text.charCodeAt(19) === 0x2e) {
    const end = isoTimeEnd(text);
    if (end === 20) return Number.NaN;
    for (let at = 20, weight = 100; at < end && weight >= 1; at++, weight /= 10) {
      civil.ms += (text.charCodeAt(at) - 0x30) * weight;
    }
  }
  return toUtcMs(civil);
}

/** Where the seconds and their fraction end. */
function isoTimeEnd(text: string): number {
  let at = 19;
  if (text.charCodeAt(at) !== 0x2e) return at;
  at++;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** A date and time of the proleptic Gregorian calendar, without a zone. */
export interface CivilTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

/** Epoch milliseconds of `civil` read as UTC; NaN for a date or time that does not exist (or a part that is NaN). */
export function toUtcMs(civil: CivilTime): number {
  const { year, month, day, hour, minute, second, ms } = civil;
  if (!(year >= 0 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && isLeap ? 29 : DAYS_IN_MONTH[month - 1]!;
  if (!(day <= lastDay && hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  return daysFromCivil(year, month, day) * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

/** Days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function digits2(text: string, at: number): number {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1);
  return isDigit(high) && isDigit(low) ? (high - 0x30) * 10 + low - 0x30 : Number.NaN;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
