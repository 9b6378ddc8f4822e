import { expect, test } from 'vitest';
import { isWatching } from './schedule.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
/** An instant of the civil time of Ho Chi Minh City; the 23rd of November 2026 is a Monday. */
const at = (day: number, clock: string): number =>
  Temporal.PlainDateTime.from(`2026-11-${day}T${clock}`).toZonedDateTime(ZONE).epochMilliseconds;

test('within a day from the first minute to before the last', () => {
  const day = { from: '08:00', to: '17:00' };
  expect(['07:59', '08:00', '16:59', '17:00'].map((clock) => isWatching(day, at(23, clock), ZONE))).toEqual([
    ...[false, true, true, false],
  ]);
});

test('[R7] over midnight, the day being that on which it begins', () => {
  const night = { days: [5], from: '22:00', to: '06:00' };
  // Friday the 27th.
  expect(isWatching(night, at(27, '21:59'), ZONE)).toBe(false);
  expect(isWatching(night, at(27, '22:00'), ZONE)).toBe(true);
  expect(isWatching(night, at(28, '05:59'), ZONE)).toBe(true);
  expect(isWatching(night, at(28, '06:00'), ZONE)).toBe(false);
  expect(isWatching(night, at(28, '22:00'), ZONE)).toBe(false);
  expect(isWatching(night, at(27, '05:00'), ZONE)).toBe(false);
  const sunday = { days: [7], from: '22:00', to: '06:00' };
  expect(isWatching(sunday, at(23, '01:00'), ZONE)).toBe(true);
  expect(isWatching({ from: '00:00', to: '00:00' }, at(23, '13:00'), ZONE)).toBe(true);
});

test('where clocks are put forward, a schedule follows the civil time', () => {
  // 29 March 2026, Berlin: 02:00 is 03:00.
  const early = { from: '02:00', to: '04:00' };
  const before = Date.UTC(2026, 2, 29, 0, 59);
  expect(
    [before, before + 60_000, before + 61 * 60_000].map((ms) => isWatching(early, ms, 'Europe/Berlin')),
  ).toEqual([...[false, true, false]]);
});
