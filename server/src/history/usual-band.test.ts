import { expect, test } from 'vitest';
import { BINS_PER_DAY, emptyDay, usualBand } from './usual-band.ts';
import type { KnownDay } from './usual-band.ts';

/** A day with one reading in each of the bins that `valueAt` knows. */
function day(valueAt: (bin: number) => number | null): KnownDay {
  const made = emptyDay();
  for (let bin = 0; bin < BINS_PER_DAY; bin++) {
    const value = valueAt(bin);
    if (value === null) continue;
    made.sums[bin] = value;
    made.counts[bin] = 1;
    made.lasts[bin] = value;
  }
  return made;
}

test('a band is P10, P50 and P90 by nearest rank of the same half hours of the days', () => {
  const days = Array.from({ length: 10 }, (_, i) => day((bin) => (bin === 100 ? i + 1 : null)));
  const band = usualBand(days, { step: 'PT5M', statistic: 'mean' });
  expect(band).toHaveLength(288);
  expect(band[100]).toEqual({ low: 1, mid: 5, high: 9, days: 10 });
  // Half an hour to either side is the same time, more is not.
  expect(band[106]).toEqual({ low: 1, mid: 5, high: 9, days: 10 });
  expect(band[107]).toEqual({ low: null, mid: null, high: null, days: 0 });
});

test('two days are no band, however many readings they have: a guess would be read as a fact', () => {
  const two = [day(() => 1), day(() => 2)];
  expect(usualBand(two, { step: 'PT5M', statistic: 'mean' })[12]).toEqual({
    ...{ low: null, mid: null, high: null },
    days: 2,
  });
  expect(usualBand([...two, day(() => 3)], { step: 'PT5M', statistic: 'mean' })[12]!.low).toBe(1);
});

test('an hour is told from its readings: bins of many readings weigh more than bins of few', () => {
  const uneven = (): KnownDay => {
    const made = emptyDay();
    [made.sums[0], made.counts[0], made.lasts[0]] = [90, 9, 10];
    [made.sums[5], made.counts[5], made.lasts[5]] = [20, 1, 20];
    return made;
  };
  const days = [uneven(), uneven(), uneven()];
  const of = (statistic: 'mean' | 'sum' | 'last') => usualBand(days, { step: 'PT1H', statistic });
  expect(of('mean')).toHaveLength(24);
  expect(of('mean')[0]!.mid).toBe(11);
  expect(of('sum')[0]!.mid).toBe(110);
  expect(of('last')[0]!.mid).toBe(20);
  expect(of('mean')[1]!.mid).toBeNull();
});

test('a missing bin is no zero: a station that is off at night has no band there', () => {
  const days = Array.from({ length: 5 }, () => day((bin) => (bin < 144 ? 0 : null)));
  const band = usualBand(days, { step: 'PT1H', statistic: 'mean' });
  expect(band[3]).toEqual({ low: 0, mid: 0, high: 0, days: 5 });
  expect(band[20]!.mid).toBeNull();
});
