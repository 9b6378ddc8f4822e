import type { HeatRecord } from '@metropane/live-state';
import { formatMinute, formatNumber } from '../ui/format.ts';
import type { Locale } from '../ui/format.ts';
import { inLocale } from '../ui/use-locale.ts';

/** One cell in words: where, when, how much (a dash for nothing measured), and how often it was corrected. */
export function cellWords(
  heat: HeatRecord,
  { column, row }: { column: number; row: number },
  { zone, locale }: { zone: string; locale: Locale },
): string {
  const station = heat.rows[row];
  if (station === undefined) return '';
  const at = formatMinute(heat.startMs + column * heat.stepMs, zone);
  const value = formatNumber(heat.values[row]?.[column], 0, locale);
  const times = heat.revised?.find(([r, c]) => r === row && c === column)?.[2];
  const said = `${inLocale(station.name, locale)} ${at} · ${value}`;
  return times === undefined ? said : `${said} ↻${times}`;
}
