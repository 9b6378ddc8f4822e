import type { HeatRecord, TrendRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { axisHours, heatWithin, spanOfScene, trendWithin } from './scene-span.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = 300_000;
const DAY_MS = Date.UTC(2026, 10, 22, 17);
const at = (hour: number): number => DAY_MS + hour * HOUR_MS;

/** A line whose values are their own index, as the centre sends it: 288 bins of the day. */
const TREND: TrendRecord = {
  ...{ id: 'tide', order: 0, panel: 'tide', name: { vi: 'a', en: 'a' }, unit: 'm', decimals: 2 },
  ...{ value: 1, eventTimeMs: at(12), periodMs: STEP_MS, priority: null },
  spark: {
    ...{ startMs: DAY_MS, stepMs: STEP_MS, values: Array.from({ length: 288 }, (_, i) => i) },
    revised: [
      [10, 1],
      [100, 2],
    ],
  },
  usual: {
    low: Array.from({ length: 288 }, (_, i) => -i),
    high: Array.from({ length: 288 }, (_, i) => 2 * i),
    days: 9,
  },
};

test('a scene of some hours shows whole hours, now among them, and never leaves the day', () => {
  for (const hours of [2, 3, 6, 12, 23]) {
    for (let minute = 0; minute < 24 * 60; minute += 7) {
      const nowMs = DAY_MS + minute * 60_000;
      const { fromMs, toMs } = spanOfScene(DAY_MS, hours, nowMs);
      expect(toMs - fromMs).toBe(hours * HOUR_MS);
      expect((fromMs - DAY_MS) % HOUR_MS).toBe(0);
      expect(fromMs).toBeGreaterThanOrEqual(DAY_MS);
      expect(toMs).toBeLessThanOrEqual(at(24));
      expect(fromMs).toBeLessThanOrEqual(nowMs);
      expect(nowMs).toBeLessThan(toMs);
    }
  }
  expect(spanOfScene(DAY_MS, 6, at(13))).toEqual({ fromMs: at(9), toMs: at(15) });
  expect(spanOfScene(DAY_MS, 24, at(13))).toEqual({ fromMs: at(0), toMs: at(24) });
  // The centre has not told the new day yet: the end of the old one.
  expect(spanOfScene(DAY_MS, 6, at(24.1))).toEqual({ fromMs: at(18), toMs: at(24) });
});

test('every value, its band and its corrections keep their time', () => {
  const { spark, usual } = trendWithin(TREND, { fromMs: at(8), toMs: at(14) });
  expect(spark.startMs).toBe(at(8));
  expect(spark.values).toHaveLength(6 * 12 + 1);
  spark.values.forEach((value, i) => {
    expect(spark.startMs + i * STEP_MS).toBe(DAY_MS + value! * STEP_MS);
    expect([usual!.low[i], usual!.high[i]]).toEqual([-value!, 2 * value!]);
  });
  expect(spark.revised).toEqual([[4, 2]]);
  expect(spark.values[4]).toBe(100);
});

test('the whole day is the line itself, and a line that begins later loses nothing before it', () => {
  expect(trendWithin(TREND, { fromMs: at(0), toMs: at(24) })).toBe(TREND);
  const late = { ...TREND, spark: { startMs: at(10), stepMs: STEP_MS, values: [7, 8, 9] } };
  expect(trendWithin(late, { fromMs: at(8), toMs: at(14) })).toBe(late);
  expect(trendWithin(late, { fromMs: at(0), toMs: at(10) }).spark.values).toEqual([7]);
});

test('a heat map keeps the columns of the span, and what was corrected under them', () => {
  const heat: HeatRecord = {
    ...{ id: 'air', name: { vi: 'a', en: 'a' }, unit: 'VN_AQI', startMs: DAY_MS, stepMs: HOUR_MS },
    ...{ rows: [{ id: 'x', name: { vi: 'x', en: 'x' } }], eventTimeMs: at(12), periodMs: HOUR_MS },
    values: [Array.from({ length: 24 }, (_, i) => i)],
    revised: [
      [0, 3, 1],
      [0, 9, 2],
    ],
  };
  const shown = heatWithin(heat, { fromMs: at(8), toMs: at(14) });
  expect(shown).toMatchObject({ startMs: at(8), values: [[8, 9, 10, 11, 12, 13]], revised: [[0, 1, 2]] });
  expect(heatWithin(heat, { fromMs: at(0), toMs: at(24) })).toBe(heat);
  expect(heatWithin(heat, { fromMs: at(14), toMs: at(20) })).not.toHaveProperty('revised');
});

test('an axis is labelled at whole hours, at equal distances, no more often than there is room', () => {
  expect(axisHours(24, 6)).toEqual([0, 4, 8, 12, 16, 20]);
  expect(axisHours(6, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(axisHours(24, 3)).toEqual([0, 8, 16]);
  expect(axisHours(2, 6)).toEqual([0, 1]);
  expect(axisHours(5, 3)).toEqual([0, 2, 4]);
});
