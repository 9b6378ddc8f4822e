import { expect, test } from 'vitest';
import { receiptSpan } from './receipt-span.ts';

const T = Date.UTC(2026, 10, 23, 8);

test('windows start on whole multiples of their length, hopping ones every 10 s; a civil day at the midnight of its zone', () => {
  expect(receiptSpan('PT5M', T, 'UTC')).toEqual({ ok: true, endMs: T + 300_000 });
  expect(receiptSpan('PT5M', T + 150_001, 'UTC')).toEqual({ ok: false, nearestMs: T + 300_000 });
  expect(receiptSpan('PT5M/PT10S', T + 10_000, 'UTC')).toEqual({ ok: true, endMs: T + 310_000 });
  expect(receiptSpan('PT5M/PT10S', T + 4_999, 'UTC')).toEqual({ ok: false, nearestMs: T });
  const midnight = Date.UTC(2026, 10, 22, 17);
  expect(receiptSpan('P1D', midnight, 'Asia/Ho_Chi_Minh')).toEqual({
    ok: true,
    endMs: midnight + 86_400_000,
  });
  expect(receiptSpan('P1D', midnight + 1, 'Asia/Ho_Chi_Minh')).toEqual({ ok: false, nearestMs: midnight });
  expect(receiptSpan('P1D', midnight - 1, 'Asia/Ho_Chi_Minh')).toEqual({ ok: false, nearestMs: midnight });
});

test('a civil day is as long as its zone makes it', () => {
  const spring = Date.parse('2026-03-29T00:00:00+01:00');
  expect(receiptSpan('P1D', spring, 'Europe/Copenhagen')).toEqual({
    ok: true,
    endMs: spring + 23 * 3_600_000,
  });
});
