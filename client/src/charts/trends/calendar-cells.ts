import { civilTime, formatDate } from '../../ui/format.ts';
import { isPartial } from './trend-answers.ts';
import type { TrendItem } from './trend-answers.ts';

export const CALENDAR_DAYS = 28;
const STEPS = 6;

export interface CalendarCell {
  startMs: number;
  value: number;
  n: number;
  expected: number | null;
  isPartial: boolean;
  /** 0 to 5, from the least to the greatest value of the calendar. */
  step: number;
}

export interface CalendarDay {
  /** `23/11/2026` */
  date: string;
  /** 0 = Sunday. */
  weekday: number;
  /** By civil hour; null: nothing was measured, which is not the least value. */
  hours: (CalendarCell | null)[];
}

/**
 * Hours by days, newest day first, of settled hourly windows. Steps are of equal width between the least and the greatest value, so
 * that equal colours mean equal values. The hour that a change of clocks repeats shows the later of both.
 */
export function calendarDays(
  items: readonly TrendItem[],
  { zone, nowMs }: { zone: string; nowMs: number },
): CalendarDay[] {
  const values = items.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const days = new Map<string, CalendarDay>();
  for (const item of items) {
    if (item.value === null) continue;
    const startMs = Date.parse(item.start);
    const date = formatDate(startMs, zone);
    const { weekday, hour } = civilTime(startMs, zone);
    const day = days.get(date) ?? { date, weekday, hours: Array<CalendarCell | null>(24).fill(null) };
    days.set(date, day);
    const share = high > low ? (item.value - low) / (high - low) : 0;
    day.hours[Number(hour)] = {
      ...{ startMs, value: item.value, n: item.n, expected: item.expected },
      isPartial: isPartial(item, nowMs),
      step: Math.min(STEPS - 1, Math.floor(share * STEPS)),
    };
  }
  return [...days.values()].sort((a, b) => firstMs(b) - firstMs(a)).slice(0, CALENDAR_DAYS);
}

function firstMs({ hours }: CalendarDay): number {
  return hours.find((cell) => cell !== null)?.startMs ?? 0;
}
