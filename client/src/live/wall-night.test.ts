import { expect, test } from 'vitest';
import { isReloadDue, RELOAD_FROM, reloadMinute } from './nightly-reload.ts';
import { sunHeightDeg } from './sun-height.ts';
import { brightnessAt } from './wall-dimming.ts';

const HCMC = [106.7, 10.78] as const;
const HOUR_MS = 3_600_000;
const local = (text: string): number => Date.parse(`${text}+07:00`);

/** Almanac times of Ho Chi Minh City, to the minute. */
test.each([
  ['2024-03-20', '05:57', '18:04'],
  ['2024-06-21', '05:32', '18:18'],
  ['2024-12-21', '06:07', '17:35'],
])('on %s the sun rises at %s and sets at %s', (day, rise, set) => {
  for (const time of [rise, set]) {
    const at = local(`${day}T${time}:00`);
    expect(Math.abs(sunHeightDeg(HCMC, at) + 0.833)).toBeLessThan(0.6);
  }
  expect(sunHeightDeg(HCMC, local(`${day}T12:00:00`))).toBeGreaterThan(50);
  expect(sunHeightDeg(HCMC, local(`${day}T00:00:00`))).toBeLessThan(-50);
});

test('a wall grows dark through civil twilight and stays so until dawn', () => {
  const at = (time: string, isCalled = false) =>
    brightnessAt(
      { by: 'sun', to: 0.8 },
      { nowMs: local(`2026-11-23T${time}:00`), centre: HCMC, civil: time, isCalled },
    );
  expect(at('12:00')).toBe(1);
  expect(at('17:15')).toBe(1);
  expect(at('17:38')).toBeLessThan(1);
  expect(at('17:38')).toBeGreaterThan(0.8);
  for (const time of ['18:30', '23:59', '00:00', '05:00']) expect(at(time)).toBeCloseTo(0.8, 9);
  expect(at('07:00')).toBe(1);
});

test('what calls lifts the dimming at once, by sun and by clock', () => {
  const night = { nowMs: local('2026-11-23T23:00:00'), centre: HCMC, civil: '23:00' };
  for (const dimming of [
    { by: 'sun', to: 0.75 },
    { by: 'clock', from: '21:00', until: '05:00', to: 0.75 },
  ] as const) {
    expect(brightnessAt(dimming, { ...night, isCalled: false })).toBe(0.75);
    expect(brightnessAt(dimming, { ...night, isCalled: true })).toBe(1);
  }
  expect(brightnessAt(undefined, { ...night, isCalled: false })).toBe(1);
});

test('by the clock: the first minute counts, the last does not, also over midnight', () => {
  const at = (civil: string, from: string, until: string) =>
    brightnessAt({ by: 'clock', from, until, to: 0.8 }, { nowMs: 0, centre: HCMC, civil, isCalled: false });
  expect(['20:59', '21:00', '00:00', '04:59', '05:00'].map((civil) => at(civil, '21:00', '05:00'))).toEqual([
    1, 0.8, 0.8, 0.8, 1,
  ]);
  expect(['00:59', '01:00', '04:00'].map((civil) => at(civil, '01:00', '04:00'))).toEqual([1, 0.8, 1]);
});

const OLD = { screen: '1', ageMs: 20 * HOUR_MS, isLive: true, calling: 'none' } as const;

test('screens of a room load anew one after another, each at a minute of its own', () => {
  const minutes = Array.from({ length: 12 }, (_, i) => reloadMinute(String(i + 1)));
  expect(new Set(minutes).size).toBe(12);
  for (const minute of [...minutes, reloadMinute('left-wing')]) {
    expect(minute).toBeGreaterThanOrEqual(RELOAD_FROM);
    expect(minute).toBeLessThan(RELOAD_FROM + 30);
  }
  const atOnce = (minuteOfDay: number) =>
    minutes.filter((_, i) => isReloadDue({ ...OLD, screen: String(i + 1), minuteOfDay, ageMs: 20 * HOUR_MS }))
      .length;
  expect(atOnce(RELOAD_FROM + 1) - atOnce(RELOAD_FROM)).toBe(1);
});

test('not by day, not twice in a night, not without a link', () => {
  const minuteOfDay = reloadMinute('1');
  expect(isReloadDue({ ...OLD, minuteOfDay })).toBe(true);
  expect(isReloadDue({ ...OLD, minuteOfDay: minuteOfDay - 1 })).toBe(false);
  expect(isReloadDue({ ...OLD, minuteOfDay: 12 * 60 })).toBe(false);
  expect(isReloadDue({ ...OLD, minuteOfDay, ageMs: HOUR_MS / 2 })).toBe(false);
  expect(isReloadDue({ ...OLD, minuteOfDay, isLive: false })).toBe(false);
});

test('an open P1 is waited for; one that somebody has acknowledged at most three nights', () => {
  const minuteOfDay = reloadMinute('1') + 20;
  expect(isReloadDue({ ...OLD, minuteOfDay, calling: 'unacknowledged' })).toBe(false);
  expect(isReloadDue({ ...OLD, minuteOfDay, calling: 'acknowledged' })).toBe(false);
  expect(isReloadDue({ ...OLD, minuteOfDay, calling: 'acknowledged', ageMs: 80 * HOUR_MS })).toBe(true);
  expect(isReloadDue({ ...OLD, minuteOfDay, calling: 'unacknowledged', ageMs: 80 * HOUR_MS })).toBe(false);
});
