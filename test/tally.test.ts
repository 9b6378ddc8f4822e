import { expect, test } from 'vitest';
import { EMPTY_TALLY, addTallies, formatTally } from './tally.ts';

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

test('the last line names passed and failed even when both are zero', () => {
  expect(lastLine(formatTally(EMPTY_TALLY))).toBe('0 passed, 0 failed');
});

test('skipped tests are counted in the last line and listed before it', () => {
  const text = formatTally({
    ...EMPTY_TALLY,
    passed: 3,
    skipped: 1,
    notRun: ['browser tests (no Chromium)'],
  });
  expect(lastLine(text)).toBe('3 passed, 0 failed, 1 skipped');
  expect(text).toContain('not run: browser tests (no Chromium)');
});

test('adding two tallies keeps every count and every reason', () => {
  const a = { passed: 1, failed: 2, skipped: 3, notRun: ['a'], failures: ['b'] };
  expect(addTallies(a, { passed: 10, failed: 20, skipped: 30, notRun: ['c'], failures: [] })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
    notRun: ['a', 'c'],
    failures: ['b'],
  });
});
