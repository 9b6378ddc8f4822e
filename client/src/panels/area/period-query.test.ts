import { expect, test } from 'vitest';
import { periodIn, spanQuery, withPeriod } from './period-query.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 8, 32, 8);
const DAY_MS = 86_400_000;

test('a period by name ends with the minute of now; two times of one’s own stay what they are', () => {
  const toMs = Date.UTC(2026, 10, 23, 8, 32);
  expect(periodIn(new URLSearchParams('period=30d'), NOW_MS)).toEqual({
    name: '30d',
    fromMs: toMs - 30 * DAY_MS,
    toMs,
  });
  const own = { fromMs: NOW_MS - 5 * DAY_MS, toMs: NOW_MS - DAY_MS };
  const query = withPeriod(new URLSearchParams('show=closed&period=7d'), own);
  expect(query.get('show')).toBe('closed');
  expect(periodIn(query, NOW_MS + 9 * DAY_MS)).toEqual({ name: 'free', ...own });
});

test('what an address asks for wrongly is seven days, and says so by its name', () => {
  for (const wrong of [
    '',
    'period=1y',
    'period=free',
    'period=free&from=x&to=y',
    'period=free&from=2026-02-01&to=2026-01-01',
  ])
    expect(periodIn(new URLSearchParams(wrong), NOW_MS)).toMatchObject({ name: '7d' });
  expect(periodIn(new URLSearchParams('period=free&from=2020-01-01&to=2026-01-01'), NOW_MS).name).toBe('7d');
});

test('a page may begin with another period than the others', () => {
  expect(periodIn(new URLSearchParams(), NOW_MS, '24h').name).toBe('24h');
  expect(periodIn(new URLSearchParams('period=free&from=x'), NOW_MS, '24h').name).toBe('24h');
  const shift = periodIn(new URLSearchParams('period=8h'), NOW_MS, '24h');
  expect(shift.toMs - shift.fromMs).toBe(DAY_MS / 3);
});

test('a named period leaves no times of before behind', () => {
  const free = withPeriod(new URLSearchParams(), { fromMs: 0, toMs: DAY_MS });
  expect(withPeriod(free, '24h').toString()).toBe('period=24h');
  expect(spanQuery({ fromMs: 0, toMs: 1_000 })).toBe(
    'from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A00%3A01.000Z',
  );
});
