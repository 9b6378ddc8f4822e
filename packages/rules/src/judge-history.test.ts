import { expect, test } from 'vitest';
import { judgeHistory, LEAST_HOURS } from './judge-history.ts';

const HOUR_MS = 3_600_000;
const ones = (n: number): (number | null)[] => Array.from({ length: n }, () => 1);

test('[R20] the hours before the first and after the last measurement are no part of a history', () => {
  const values = [null, null, ...ones(LEAST_HOURS), null];
  const judged = judgeHistory({ startMs: 0, values });
  expect(judged).toMatchObject({ ok: true, series: { startMs: 2 * HOUR_MS } });
  expect(judged.ok && judged.quality).toEqual({
    fromMs: 2 * HOUR_MS,
    toMs: (2 + LEAST_HOURS) * HOUR_MS,
    hours: LEAST_HOURS,
    missingShare: 0,
  });
});

test('[R20] too short, too full of holes, or nothing at all: refused with a code and with what there was', () => {
  const of = (values: (number | null)[]): unknown => judgeHistory({ startMs: 0, values });
  expect(of([null, null])).toMatchObject({ refusal: { code: 'no-history', quality: null } });
  expect(of([])).toMatchObject({ refusal: { code: 'no-history' } });
  expect(of(ones(LEAST_HOURS - 1))).toMatchObject({
    refusal: {
      code: 'history-too-short',
      message: '335 hours of history, 336 are needed',
      quality: { hours: 335 },
    },
  });
  const holes = ones(400).map((value, i) => (i % 4 === 1 ? null : value));
  expect(of(holes)).toMatchObject({ refusal: { code: 'too-many-gaps' } });
  const few = ones(400).map((value, i) => (i % 6 === 1 ? null : value));
  expect(of(few)).toMatchObject({ ok: true });
});
