import { expect, test } from 'vitest';

import { dailySubIndex, hourlySubIndex, nowCast, stationAqi, VN_AQI_BANDS, vnAqiBand } from './vn-aqi.ts';

/** PM2.5 of 20:00 back to 09:00 in the decision's worked example. */
const WORKED_HOURS = [20.6, 19.6, 22.4, 20.3, 16.5, 19.0, 16.5, 19.5, 23.5, 20.5, 24.7, 26.9];

test('worked example of the decision: NowCast', () => {
  expect(nowCast(WORKED_HOURS)).toBeCloseTo(20.3, 1);
});

test('worked example of the decision: hourly index', () => {
  expect(Math.round(hourlySubIndex('o3', 136.1))).toBe(43);
  expect(Math.round(hourlySubIndex('pm25', 20.3))).toBe(41);
  // The decision prints 60 here; its own formula with its own numbers gives 59.35.
  expect(hourlySubIndex('no2', 118.7)).toBeCloseTo(59.35, 10);
  expect(stationAqi({ o3: 43, pm25: 41, no2: 59.35 })).toEqual({ aqi: 59.35, pollutant: 'no2' });
});

test('worked example of the decision: daily index', () => {
  const subIndexes = {
    'o3-8h': dailySubIndex('o3-8h', 89.3),
    o3: dailySubIndex('o3', 114.6),
    no2: dailySubIndex('no2', 130.8),
    pm25: dailySubIndex('pm25', 55.7),
  };
  expect(Object.values(subIndexes).map((value) => Math.round(value!))).toEqual([45, 36, 65, 110]);
  expect(stationAqi(subIndexes)?.pollutant).toBe('pm25');
});

test('NowCast is normalised: missing hours do not make the air look better', () => {
  const hours = [80, null, 60, 50, null, 40, 35, null, 30, 30, 30, 30];
  expect(nowCast(hours)).toBeCloseTo(72.3, 1);
  expect(Math.round(hourlySubIndex('pm25', nowCast(hours)!))).toBe(137);
});

test('NowCast needs two of the newest three hours', () => {
  expect(nowCast([10, null, null, 10, 10])).toBeNull();
  expect(nowCast([null, 10, 10])).toBe(10);
  expect(nowCast([])).toBeNull();
  expect(nowCast([0, 0, 0])).toBe(0);
  expect(nowCast([...WORKED_HOURS, 10_000])).toBeCloseTo(20.3, 1);
});

test('breakpoints belong to both sides, above the last the index stays 500', () => {
  expect([0, 25, 50, 80, 150, 250, 350, 500, 9_999].map((c) => hourlySubIndex('pm25', c))).toEqual([
    0, 50, 100, 150, 200, 300, 400, 500, 500,
  ]);
  expect(hourlySubIndex('co', 20_000)).toBe(75);
  expect(hourlySubIndex('pm10', -1)).toBe(0);
  expect(hourlySubIndex('pm10', Number.NaN)).toBeNaN();
  expect(dailySubIndex('o3-8h', 400)).toBe(300);
  expect(dailySubIndex('o3-8h', 400.1)).toBeNull();
});

test('no index without particulate matter', () => {
  expect(stationAqi({ o3: 300, no2: 20 })).toBeNull();
  expect(stationAqi({ o3: 300, pm10: null })).toBeNull();
  expect(stationAqi({ o3: 300, pm10: 1 })).toEqual({ aqi: 300, pollutant: 'o3' });
});

test('bands follow each other without a gap, and fractions round first', () => {
  VN_AQI_BANDS.slice(1).forEach((band, index) => expect(band.from).toBe(VN_AQI_BANDS[index]!.to + 1));
  expect([0, 50, 50.4, 50.5, 200, 201, 600].map((aqi) => vnAqiBand(aqi).level)).toEqual([
    'good',
    'good',
    'good',
    'moderate',
    'bad',
    'very-bad',
    'hazardous',
  ]);
});
