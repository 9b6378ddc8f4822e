import { expect, test } from 'vitest';
import { alignedBins, otherDate, tetNear } from './align-periods.ts';
import { comparedBins } from './compare-bins.ts';
import { lunarNewYear } from './lunar-new-year.ts';

const HOUR_MS = 3_600_000;
const HCMC = 'Asia/Ho_Chi_Minh';

test('the days of Tết are those of the Vietnamese calendar, also where the Chinese one differs', () => {
  const known = [
    ...['1968-01-29', '1976-01-31', '1985-01-21', '1995-01-31', '2000-02-05', '2007-02-17', '2014-01-31'],
    ...['2015-02-19', '2020-01-25', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06'],
    ...['2028-01-26', '2029-02-13', '2030-02-02', '2033-01-31', '2034-02-19', '2050-01-23'],
  ];
  expect(known.map((day) => lunarNewYear(Number(day.slice(0, 4))))).toEqual(known);
});

test('a week before is the same time of the same weekday', () => {
  const bins = alignedBins({ from: '2026-11-23', days: 7, zone: HCMC }, { kind: 'days', days: 7 }, HOUR_MS);
  expect(bins).toHaveLength(7 * 24);
  expect(bins[8]).toEqual({
    civil: '2026-11-23T08:00',
    startMs: Date.parse('2026-11-23T08:00+07:00'),
    endMs: Date.parse('2026-11-23T09:00+07:00'),
    otherMs: Date.parse('2026-11-16T08:00+07:00'),
    otherEndMs: Date.parse('2026-11-16T09:00+07:00'),
  });
});

test('an hour that the clocks skipped on the other side has none, and a doubled one stands beside one', () => {
  const zone = 'Europe/Berlin';
  // 2026-03-29 02:00–03:00 was skipped; a week later the same hour is there.
  const spring = alignedBins({ from: '2026-04-05', days: 1, zone }, { kind: 'days', days: 7 }, HOUR_MS);
  expect(spring).toHaveLength(24);
  expect(spring.filter(({ otherMs }) => otherMs === null).map(({ civil }) => civil)).toEqual([
    '2026-04-05T02:00',
  ]);
  expect(spring[3]!.otherMs).toBe(Date.parse('2026-03-29T03:00+02:00'));
  // 2026-10-25 has 02:00 twice.
  const autumn = alignedBins({ from: '2026-10-25', days: 1, zone }, { kind: 'days', days: 7 }, HOUR_MS);
  expect(autumn).toHaveLength(25);
  const doubled = autumn.filter(({ civil }) => civil === '2026-10-25T02:00');
  expect(doubled.map(({ otherMs }) => otherMs)).toEqual(Array(2).fill(Date.parse('2026-10-18T02:00+02:00')));
  expect(new Set(doubled.map(({ startMs }) => startMs)).size).toBe(2);
});

test('civil days are compared by date, of 23 to 25 hours', () => {
  const zone = 'Europe/Berlin';
  const [day] = alignedBins({ from: '2026-03-29', days: 1, zone }, { kind: 'days', days: 7 }, null);
  expect(day).toEqual({
    civil: '2026-03-29T00:00',
    startMs: Date.parse('2026-03-29T00:00+01:00'),
    endMs: Date.parse('2026-03-30T00:00+02:00'),
    otherMs: Date.parse('2026-03-22T00:00+01:00'),
    otherEndMs: Date.parse('2026-03-23T00:00+01:00'),
  });
});

test('a date that the year before does not have has no other side', () => {
  const day = Temporal.PlainDate.from;
  expect(otherDate(day('2028-02-29'), { kind: 'year' })).toBeNull();
  expect(otherDate(day('2028-03-01'), { kind: 'year' })!.toString()).toBe('2027-03-01');
  const bins = alignedBins({ from: '2028-02-28', days: 3, zone: HCMC }, { kind: 'year' }, null);
  expect(bins.map(({ otherMs }) => otherMs !== null)).toEqual([true, false, true]);
});

test('days are counted from Tết: its eve beside its eve', () => {
  const day = Temporal.PlainDate.from;
  expect(otherDate(day('2026-02-16'), { kind: 'tet' })!.toString()).toBe('2025-01-28');
  expect(otherDate(day('2026-02-17'), { kind: 'tet' })!.toString()).toBe('2025-01-29');
  expect(otherDate(day('2025-12-31'), { kind: 'tet' })!.toString()).toBe('2024-12-12');
  expect(tetNear(day('2026-11-23')).tet.toString()).toBe('2027-02-06');
});

test('a date of one’s own is where the first day lies, the others follow', () => {
  const bins = alignedBins(
    { from: '2026-11-23', days: 2, zone: HCMC },
    { kind: 'date', date: '2026-02-17' },
    null,
  );
  expect(bins.map(({ otherMs }) => otherMs)).toEqual([
    Date.parse('2026-02-17T00:00+07:00'),
    Date.parse('2026-02-18T00:00+07:00'),
  ]);
});

test('what is missing is no zero: only common bins are summed, and each gap is counted', () => {
  const bins = [0, 1, 2, 3, 4].map((at) => ({
    civil: `2026-11-23T0${at}:00`,
    startMs: at,
    endMs: at + 1,
    otherMs: at === 3 ? null : at + 100,
    otherEndMs: at === 3 ? null : at + 101,
  }));
  const now = new Map([
    [0, { value: 10, n: 1 }],
    [1, { value: 20, n: 3 }],
    [3, { value: 99, n: 1 }],
  ]);
  const before = new Map([
    [100, { value: 1, n: 1 }],
    [101, { value: 2, n: 1 }],
    [102, { value: 3, n: 1 }],
  ]);
  const said = comparedBins(bins, { now, before }, { how: 'mean', nowMs: 4 });
  expect(said.summary).toEqual({
    ...{ common: 2, missingNow: 1, missingBefore: 0, noSuchTime: 1, ahead: 1 },
    ...{ now: 17.5, before: 1.5 },
  });
  expect(said.bins[2]).toMatchObject({ now: null, before: { value: 3 }, isAhead: false });
  expect(comparedBins(bins, { now, before }, { how: 'total', nowMs: 4 }).summary).toMatchObject({
    now: 30,
    before: 3,
  });
  expect(comparedBins(bins, { now, before }, { how: 'largest', nowMs: 4 }).summary.now).toBe(20);
  const none = comparedBins(bins, { now, before: new Map() }, { how: 'total', nowMs: 4 });
  expect(none.summary).toMatchObject({ common: 0, now: null, before: null, missingBefore: 3 });
});
