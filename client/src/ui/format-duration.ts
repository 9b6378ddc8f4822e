import { formatNumber } from './format.ts';
import type { Locale } from './format.ts';

/** A measured length of time with its unit: `340 ms`, `1,9 s`, `44 s`, `68 s`, `3,6 ph` (`3.6 min`), `2,5 h`, `3 n` (`3 d`). */
export function formatDuration(durationMs: number, locale: Locale): string {
  const sign = durationMs < 0 ? '−' : '';
  const ms = Math.abs(durationMs);
  if (ms < 1_000) return `${sign}${formatNumber(ms, 0, locale)} ms`;
  if (ms < 90_000) return `${sign}${oneDecimalBelowTen(ms / 1_000, locale)} s`;
  if (ms < 3_600_000)
    return `${sign}${oneDecimalBelowTen(ms / 60_000, locale)} ${locale === 'vi' ? 'ph' : 'min'}`;
  if (ms < 2 * 86_400_000) return `${sign}${oneDecimalBelowTen(ms / 3_600_000, locale)} h`;
  return `${sign}${oneDecimalBelowTen(ms / 86_400_000, locale)} ${locale === 'vi' ? 'n' : 'd'}`;
}

/** The same with its sign always said: `+68 s`, `−2,1 s`. */
export function formatSigned(durationMs: number, locale: Locale): string {
  return durationMs > 0 ? `+${formatDuration(durationMs, locale)}` : formatDuration(durationMs, locale);
}

/** `2,5` but `44` and `3`: a decimal only where it says something. */
function oneDecimalBelowTen(value: number, locale: Locale): string {
  const tenths = Math.round(value * 10);
  return formatNumber(tenths / 10, value < 10 && tenths % 10 !== 0 ? 1 : 0, locale);
}
