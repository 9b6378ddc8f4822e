/**
 * Numbers and times as Vietnamese and English operators write them. Vietnamese: 1.234,5; English: 1,234.5; dates
 * dd/MM/yyyy HH:mm:ss in both, in the city's zone. No value is "—", never 0.
 */
export type Locale = 'vi' | 'en';
export const NO_VALUE = '—';

const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number with exactly `decimals` decimals; null and NaN give a dash. */
export function formatNumber(value: number | null | undefined, decimals: number, locale: Locale): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const key = `${locale}${decimals}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    numberFormats.set(key, format);
  }
  // A value that rounds to nothing is not "-0".
  const text = format.format(value).replace('-', '−');
  return /^−[0.,]+$/.test(text) ? text.slice(1) : text;
}

/** A number as it is, with no more than `most` decimals and none that say nothing; null and NaN give a dash. */
export function formatUpTo(value: number | null | undefined, most: number, locale: Locale): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const text = value.toFixed(most);
  const decimals = most === 0 ? 0 : most - /0*$/.exec(text)![0].length;
  return formatNumber(value, Math.max(0, decimals), locale);
}

interface CivilTime {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
  weekday: number;
}

const civilFormats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The civil time of an instant in an IANA zone; `weekday` 0 is Sunday. */
export function civilTime(timeMs: number, zone: string): CivilTime {
  let format = civilFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'short',
    });
    civilFormats.set(zone, format);
  }
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(timeMs)) parts[part.type] = part.value;
  return { ...(parts as unknown as CivilTime), weekday: WEEKDAYS.indexOf(parts['weekday'] ?? '') };
}

/** `15:32:08` */
export function formatTime(timeMs: number, zone: string): string {
  const { hour, minute, second } = civilTime(timeMs, zone);
  return `${hour}:${minute}:${second}`;
}

/** `15:32:08,250`, in English `15:32:08.250`: an instant to the millisecond. */
export function formatInstant(timeMs: number, zone: string, locale: Locale): string {
  const ms = ((timeMs % 1000) + 1000) % 1000;
  return `${formatTime(timeMs, zone)}${locale === 'vi' ? ',' : '.'}${String(Math.floor(ms)).padStart(3, '0')}`;
}

/** `15:32` */
export function formatMinute(timeMs: number, zone: string): string {
  const { hour, minute } = civilTime(timeMs, zone);
  return `${hour}:${minute}`;
}

/** `23/11/2026` */
export function formatDate(timeMs: number, zone: string): string {
  const { day, month, year } = civilTime(timeMs, zone);
  return `${day}/${month}/${year}`;
}

/** `23/11/2026 15:32:08` */
export function formatDateTime(timeMs: number, zone: string): string {
  return `${formatDate(timeMs, zone)} ${formatTime(timeMs, zone)}`;
}

/** `15:32:08` of the same civil day as `nowMs`, `22/11 15:32` of another one, `22/11/2025` of another year: a time alone is taken for today's. */
export function formatNear(timeMs: number, nowMs: number, zone: string): string {
  const then = civilTime(timeMs, zone);
  const now = civilTime(nowMs, zone);
  if (then.year !== now.year) return formatDate(timeMs, zone);
  const isToday = then.month === now.month && then.day === now.day;
  return isToday
    ? `${then.hour}:${then.minute}:${then.second}`
    : `${then.day}/${then.month} ${then.hour}:${then.minute}`;
}

/** A running clock: `06:12`, from an hour `2:32:08`, from a day `3d 04:10` (`3n 04:10` in Vietnamese). Never negative. */
export function formatElapsed(elapsedMs: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return `${days}${locale === 'vi' ? 'n' : 'd'} ${twoDigits(hours)}:${twoDigits(minutes)}`;
  if (hours > 0) return `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
}

/** An age in words of at most two units: `45 s`, `34′`, `2 h 32′`, `3 n 4 h` (`3 d 4 h`). */
export function formatAge(ageMs: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}′`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60}′`;
  const days = Math.floor(hours / 24);
  const rest = hours % 24 === 0 ? '' : ` ${hours % 24} h`;
  return `${days} ${locale === 'vi' ? 'n' : 'd'}${rest}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
