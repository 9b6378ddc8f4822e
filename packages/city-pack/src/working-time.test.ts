import { expect, test } from 'vitest';
import { loadCityPack } from './load-city-pack.ts';
import { makeWorkingTime } from './working-time.ts';

const pack = loadCityPack('hcmc');
if (!pack.ok) throw new Error(pack.message);
const time = makeWorkingTime(pack.value);
const at = (text: string): number => Date.parse(`${text}+07:00`);
const HOUR_MS = 3_600_000;

test('the civil day of the city, not of UTC', () => {
  expect(time.dayOf(at('2026-11-23T00:00'))).toBe(time.dayOf(at('2026-11-23T23:59')));
  expect(time.dayOf(at('2026-11-23T00:00')) - time.dayOf(at('2026-11-22T23:59'))).toBe(1);
});

test('due after three working days passes over a weekend and over Tết', () => {
  expect(time.dueAfter(at('2026-11-19T09:00'), 1)).toBe(at('2026-11-20T17:00'));
  expect(time.dueAfter(at('2026-11-20T09:00'), 1)).toBe(at('2026-11-23T17:00'));
  // Friday 13 February, then Tết from the 16th to the 20th and its weekend.
  expect(time.dueAfter(at('2026-02-13T09:00'), 3)).toBe(at('2026-02-25T17:00'));
});

test('a swapped Saturday counts, the day off does not', () => {
  expect(time.dueAfter(at('2026-08-21T09:00'), 1)).toBe(at('2026-08-22T17:00'));
  expect(time.isWorking(time.dayOf(at('2026-08-31T09:00')))).toBe(false);
});

test('received on a Sunday and due within the day: the next working day', () => {
  expect(time.dueAfter(at('2026-11-22T10:00'), 0)).toBe(at('2026-11-23T17:00'));
});

test('working time leaves out nights, noon and weekends', () => {
  expect(time.between(at('2026-11-20T16:00'), at('2026-11-23T08:30'))).toBe(2 * HOUR_MS);
  expect(time.between(at('2026-11-23T11:00'), at('2026-11-23T13:30'))).toBe(HOUR_MS);
  expect(time.between(at('2026-11-23T09:00'), at('2026-11-23T09:00'))).toBe(0);
});

test('an instant after so much working time lies in office hours and is undone by the time between', () => {
  for (const [from, hours] of [
    ['2026-11-20T16:00', 2],
    ['2026-11-21T10:00', 0],
    ['2026-11-23T06:00', 4.5],
    ['2026-02-13T16:30', 9],
  ] as const) {
    const until = time.after(at(from), hours * HOUR_MS)!;
    expect(time.isOpen(until), from).toBe(true);
    expect(time.between(at(from), until), from).toBe(hours * HOUR_MS);
  }
  expect(time.after(at('2026-11-20T16:00'), 2 * HOUR_MS)).toBe(at('2026-11-23T08:30'));
});

test('outside the years that the pack knows there is no answer', () => {
  expect(time.dueAfter(at('2029-03-01T09:00'), 1)).toBeUndefined();
  expect(time.between(at('2029-03-01T09:00'), at('2029-03-02T09:00'))).toBeUndefined();
});
