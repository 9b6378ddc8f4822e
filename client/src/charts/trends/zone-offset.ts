import { civilTime } from '../../ui/format.ts';

/** How far the civil time of a zone is from UTC at an instant. */
export function zoneOffsetMs(timeMs: number, zone: string): number {
  const { year, month, day, hour, minute, second } = civilTime(timeMs, zone);
  const civilMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return civilMs - Math.floor(timeMs / 1_000) * 1_000;
}
