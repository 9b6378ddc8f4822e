/** How files of charts write times, and what they are called. */
import { civilTime, formatDate, formatMinute } from '../format.ts';

/** As a machine reads it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** As a table reads it, without an offset: the zone is the city's. */
export function local(ms: number, zone: string): string {
  const { year, month, day, hour, minute, second } = civilTime(ms, zone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** `metropane-trend-phu-an-20261122T080100Z-20261123T080100Z`: no name of it can lead out of a folder. */
export function exportName(id: string, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const stamp = (ms: number): string => iso(ms).replaceAll(/[-:]|\.\d+/g, '');
  return `metropane-${id.replaceAll(/[^A-Za-z0-9_-]+/g, '-')}-${stamp(fromMs)}-${stamp(toMs)}`;
}

/** From when to when, with both dates. */
export function spanWords({ fromMs, toMs }: { fromMs: number; toMs: number }, zone: string): string {
  return `${formatDate(fromMs, zone)} ${formatMinute(fromMs, zone)} – ${formatDate(toMs, zone)} ${formatMinute(toMs, zone)}`;
}
