import { expect, test } from 'vitest';
import type { FoldConfig } from '../fold/fold-config.ts';
import { EMPTY_CONFIG } from '../fold/fold-config.ts';
import type { WindowRow } from '../history/history-query.ts';
import { bandStatistic, seriesSource, trendPoints, trendSources } from './trend-source.ts';

const NAME = { vi: 'a', en: 'a' };
const SHOWN = { name: NAME, unit: '1', decimals: 0, periodMs: 1, levels: [] };
const CONFIG: FoldConfig = {
  ...EMPTY_CONFIG,
  indicators: [
    {
      ...SHOWN,
      id: 'speed',
      kind: 'series',
      aggregate: 'mean',
      source: { domain: 'traffic', metric: 'speedKmh' },
    },
    {
      ...{ ...SHOWN, id: 'calls', kind: 'series', aggregate: 'sum', spanMs: 3_600_000 },
      source: { domain: 'emergency', metric: 'callsN', entities: ['113', '114'] },
    },
    {
      ...SHOWN,
      id: 'on-time',
      kind: 'series',
      aggregate: 'within',
      source: { domain: 'transit', metric: 'delayS' },
    },
    { ...SHOWN, id: 'aqi', kind: 'heat-mean', heat: 'air', aggregate: 'mean' },
    { ...SHOWN, id: 'open', kind: 'incidents-open', aggregate: 'last' },
  ],
  heats: [
    {
      ...{ id: 'air', name: NAME, unit: 'VN_AQI', domain: 'air', metric: 'pm25UgM3', periodMs: 1 },
      ...{ transform: 'vn-aqi-pm25', rows: [{ entity: 'x', name: NAME }] },
    },
  ],
  trends: [
    {
      ...{ ...SHOWN, id: 'phu-an', panel: 'tide', aggregate: 'last' },
      source: { domain: 'river', metric: 'levelM', entities: ['phu-an'] },
    },
  ],
};

function row(startMs: number, sum: number, n: number): WindowRow {
  const mean = sum / n;
  return {
    ...{ startMs, endMs: startMs + 300_000, n, sum, mean, min: mean, max: mean, first: mean, last: mean },
    ...{ p50: mean, p95: mean, revision: 1, late: 2, lateUnmerged: 0, exact: true },
  };
}

test('figures that windows cannot tell are named, not told by another formula', () => {
  const { sources, untold } = trendSources(CONFIG);
  expect(untold).toEqual(['indicator/on-time', 'indicator/open']);
  expect(sources.map(({ id, windows }) => [id, windows.join(' ')])).toEqual([
    ['indicator/speed', 'PT1M PT5M PT1H'],
    ['indicator/calls', 'PT1H'],
    ['indicator/aqi', 'PT1H'],
    ['trend/phu-an', 'PT1M PT5M PT1H'],
  ]);
});

test('bands are made of named entities only: a month of a whole domain would hold up history', () => {
  const { sources } = trendSources(CONFIG);
  expect(sources.map(bandStatistic)).toEqual([null, 'sum', null, 'last']);
  expect(bandStatistic(seriesSource('river', 'phu-an', 'levelM'))).toBe('mean');
});

test('a mean of several entities is of their readings; windows that nobody has are absent', () => {
  const source = { ...seriesSource('traffic', 'a', 'speedKmh'), entities: ['a', 'b'] };
  const points = trendPoints(source, [[row(0, 90, 9), row(300_000, 7, 1)], [row(0, 20, 1)]], 2);
  expect(points).toMatchObject([
    { startMs: 0, value: 11, n: 10, late: 4, revision: 2, exact: true },
    { startMs: 300_000, value: 7, n: 1 },
  ]);
});

test('a sum adds, a total of gauges is their mean times how many there are, the last of several is not known', () => {
  const rows = [[row(0, 90, 9)], [row(0, 20, 1)]];
  const of = (aggregate: 'sum' | 'sumOfMeans' | 'last' | 'index' | 'max') =>
    trendPoints({ ...seriesSource('d', 'a', 'm'), aggregate }, rows, 2)[0]!.value;
  expect(of('sum')).toBe(110);
  expect(of('sumOfMeans')).toBe(22);
  expect(of('max')).toBe(20);
  expect(of('last')).toBeNull();
  // VN_AQI of 10 and 20 µg/m³: 50 per 25 µg/m³ (QĐ 1459), so 20 and 40.
  expect(of('index')).toBe(30);
});
