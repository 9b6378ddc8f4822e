/**
 * Working days as data: weekends, holidays (Tết follows the moon), and days that were swapped so that a holiday is longer. Clocks that
 * run on working time ask here. A year that the pack does not know has no answer: guessing "working" would start clocks on Tết.
 */
import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import type { CityPack, Name } from './pack-types.ts';
import type { WorkingCalendar } from './office-types.ts';
import type { calendarSchema } from './schema-office.ts';

export type DayKind = {
  readonly kind: 'working' | 'weekend' | 'holiday' | 'swapped-off' | 'swapped-work';
  /** Of a holiday. */
  readonly name?: Name;
  /** The day rests on a rule that nobody has announced for this year yet. */
  readonly isProvisional: boolean;
};

/**
 * What a civil date (`YYYY-MM-DD` in the city's zone) is. A holiday beats a swap, a swap beats the weekend.
 * `undefined` when the pack has no calendar or does not know the year.
 */
export function dayKind(pack: Pick<CityPack, 'calendar'>, date: string): DayKind | undefined {
  const { calendar } = pack;
  if (calendar === undefined || !calendar.years.includes(Number(date.slice(0, 4)))) return undefined;
  const holiday = calendar.holidays.find(({ from, to = from }) => from <= date && date <= to);
  if (holiday !== undefined)
    return { kind: 'holiday', name: holiday.name, isProvisional: holiday.provisional };
  const certain = { isProvisional: false };
  if (calendar.swaps.some(({ off }) => off === date)) return { kind: 'swapped-off', ...certain };
  if (calendar.swaps.some(({ work }) => work === date)) return { kind: 'swapped-work', ...certain };
  return { kind: calendar.weekend.includes(isoWeekday(date)) ? 'weekend' : 'working', ...certain };
}

/** Whether offices work on a civil date; `undefined` when the pack does not know. */
export function isWorkingDay(pack: Pick<CityPack, 'calendar'>, date: string): boolean | undefined {
  const day = dayKind(pack, date);
  return day === undefined ? undefined : day.kind === 'working' || day.kind === 'swapped-work';
}

/** Days must lie in the years that are known; a swap trades a working day for a day off. */
export function makeCalendar(
  file: CheckedFile<z.output<typeof calendarSchema>> | undefined,
): WorkingCalendar | undefined {
  if (file === undefined) return undefined;
  const calendar = toCalendar(file.value);
  const checkYear = (date: string, path: readonly PropertyKey[]): void => {
    const isKnown = calendar.years.includes(Number(date.slice(0, 4)));
    if (!isKnown)
      file.fault('reference', path, `${date} lies in none of the years ${calendar.years.join(', ')}`);
  };
  calendar.holidays.forEach(({ from, to = from }, h) => {
    checkYear(from, ['holidays', h, 'from']);
    if (to !== from) checkYear(to, ['holidays', h, 'to']);
    const earlier = calendar.holidays.findIndex(
      (other, o) => o < h && other.from <= to && from <= (other.to ?? other.from),
    );
    if (earlier >= 0)
      file.fault('duplicate', ['holidays', h, 'from'], `falls on the same day as holiday ${earlier + 1}`);
  });
  const unswapped = { calendar: { ...calendar, swaps: [] } };
  calendar.swaps.forEach(({ off, work }, s) => {
    checkYear(off, ['swaps', s, 'off']);
    checkYear(work, ['swaps', s, 'work']);
    if (isWorkingDay(unswapped, off) === false)
      file.fault('schema', ['swaps', s, 'off'], `${off} is off already`);
    if (isWorkingDay(unswapped, work) === true)
      file.fault('schema', ['swaps', s, 'work'], `${work} is a working day already`);
  });
  calendar.periods.forEach(({ every, dayOfMonth }, p) => {
    if ((every === 'month') !== (dayOfMonth !== undefined))
      file.fault('schema', ['periods', p], 'a monthly period names its dayOfMonth, a daily one does not');
  });
  return calendar;
}

function toCalendar(value: z.output<typeof calendarSchema>): WorkingCalendar {
  return {
    ...value,
    holidays: value.holidays.map(({ to, ...rest }) => (to === undefined ? rest : { ...rest, to })),
    periods: value.periods.map(({ dayOfMonth, ...rest }) =>
      dayOfMonth === undefined ? rest : { ...rest, dayOfMonth },
    ),
  };
}

function isoWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
