import { expect, test } from 'vitest';
import { loadSummary, shelvedUntilMs } from './alarm-load.ts';

test('shelving ends at a whole millisecond and never after a day', () => {
  expect(shelvedUntilMs(1_000.7, 60_000)).toBe(61_000);
  expect(shelvedUntilMs(0, 86_400_000)).toBe(86_340_000);
});

test('empty buckets count in the share of floods, and the one that runs does not', () => {
  expect(loadSummary([0, 0, 11, 0, 30])).toEqual({ now: 30, full: [0, 0, 11, 0], floodShare: 0.25 });
  expect(loadSummary([4])).toEqual({ now: 4, full: [], floodShare: null });
});
