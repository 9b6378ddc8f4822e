import { expect, test } from 'vitest';
import { TimeBins } from '../fold/time-bins.ts';
import { usualRange } from './usual-range.ts';

const STEP_MS = 300_000;
const DAY_BINS = 288;
const NO_WATERMARK = Number.NEGATIVE_INFINITY;
const makeDays = (days: number): TimeBins => {
  const bins = new TimeBins({ stepMs: STEP_MS, length: 8 * DAY_BINS });
  for (let day = 1; day <= days; day++) {
    for (let i = 0; i < DAY_BINS; i++)
      bins.add((7 - day) * DAY_BINS * STEP_MS + i * STEP_MS, 100 + day, NO_WATERMARK);
  }
  return bins;
};
const today = { firstBin: 7 * DAY_BINS, count: DAY_BINS };

test('the range is P10 to P90 of the same time on earlier days', () => {
  const bins = makeDays(7);
  const range = usualRange(bins, (bin) => bins.value(bin, 'mean'), today);
  expect(range).toMatchObject({ days: 7 });
  expect([range!.low[100], range!.high[100]]).toEqual([101, 107]);
});

test('fewer than three days are no range: a guess would be read as a fact', () => {
  const bins = makeDays(2);
  expect(usualRange(bins, (bin) => bins.value(bin, 'mean'), today)).toBeUndefined();
});

test('a new bin makes it look again', () => {
  const bins = makeDays(2);
  const valueOf = (bin: number): number | null => bins.value(bin, 'mean');
  expect(usualRange(bins, valueOf, today)).toBeUndefined();
  for (let i = 0; i < DAY_BINS; i++) bins.add(4 * DAY_BINS * STEP_MS + i * STEP_MS, 103, NO_WATERMARK);
  bins.add(7 * DAY_BINS * STEP_MS, 1, NO_WATERMARK);
  expect(usualRange(bins, valueOf, today)).toMatchObject({ days: 3 });
});
