import { expect, test } from 'vitest';
import { DEFAULT_RETENTION, toRetention } from './retention.ts';

const DAY_MS = 86_400_000;

test('options replace what they name of the defaults', () => {
  expect(toRetention({ days: null, daysOf: {}, gib: null })).toEqual(DEFAULT_RETENTION);
  expect(toRetention({ days: 7, daysOf: { air: 365 }, gib: 0.5 })).toEqual({
    ...DEFAULT_RETENTION,
    rawMaxAgeMs: 7 * DAY_MS,
    rawMaxAgeMsOf: { air: 365 * DAY_MS },
    rawMaxBytes: 2 ** 29,
  });
});
