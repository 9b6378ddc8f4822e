import { expect, test } from 'vitest';
import type { CompareAnswer } from './compare-answers.ts';
import { compareCsv } from './compare-csv.ts';
import type { CompareChoice } from './compare-query.ts';

const CHOICE: CompareChoice = {
  ...{ what: 'series', domain: 'air', entity: '', metric: 'pm25UgM3', stat: 'mean', window: 'PT1H' },
  ...{ from: '2026-11-23', days: 1, against: 'days:7', date: '2026-11-16' },
};
const BIN = {
  ...{ start: '2026-11-22T17:00:00.000Z', end: '2026-11-22T18:00:00.000Z', civil: '2026-11-23T00:00' },
  ...{ other: '2026-11-15T17:00:00.000Z', isAhead: false },
};
const ANSWER: CompareAnswer = {
  ...{ zone: 'Asia/Ho_Chi_Minh', how: 'mean', offersTet: true },
  items: [
    { ...BIN, now: { value: 31.25, n: 12 }, before: null },
    { ...BIN, other: null, now: null, before: null, isAhead: true },
  ],
  summary: {
    ...{ common: 0, missingNow: 1, missingBefore: 1, noSuchTime: 1, ahead: 1, now: null, before: null },
  },
};

test('both sides of every bin with zone, source, unit and window; what is missing is empty, never zero', () => {
  const [head, first, second, rest] = compareCsv(ANSWER, { choice: CHOICE, unit: 'µg/m³' }).split('\r\n');
  expect(head!.split(',')).toHaveLength(14);
  expect(first).toBe(
    '2026-11-22T17:00:00.000Z,2026-11-22T18:00:00.000Z,2026-11-23 00:00,2026-11-15T17:00:00.000Z,Asia/Ho_Chi_Minh,air * pm25UgM3,µg/m³,PT1H,mean,31.25,12,,,true',
  );
  expect(second).toMatch(/,2026-11-23 00:00,,Asia\/Ho_Chi_Minh,air \* pm25UgM3,µg\/m³,PT1H,mean,,,,,false$/);
  expect(rest).toBe('');
});

test('counts of incidents say so instead of a series', () => {
  const choice = { ...CHOICE, what: 'incidents-opened' } as const;
  expect(compareCsv(ANSWER, { choice, unit: '' })).toContain(',incidents-opened,,PT1H,n,');
});
