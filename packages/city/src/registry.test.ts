import { expect, test } from 'vitest';

import { CITY_SYSTEMS, citySystem } from './city-systems.ts';
import { CITY_DOMAINS, cityDomain } from './domains.ts';
import { METRIC_SUFFIXES, metricSuffix, unitOfMetric } from './metric-units.ts';
import { registryMarkdown } from './registry.ts';
import { defaultSeverity, REPORT_CATEGORIES, reportCategory } from './report-categories.ts';
import { isUcumUnit } from './ucum-unit.ts';

test('codes are unique and fit the topics', () => {
  for (const codes of [CITY_DOMAINS, REPORT_CATEGORIES, CITY_SYSTEMS].map((list) =>
    list.map(({ code }) => code),
  )) {
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z0-9-]{1,32}$/);
  }
  const suffixes = METRIC_SUFFIXES.map(({ suffix }) => suffix);
  expect(new Set(suffixes).size).toBe(suffixes.length);
});

test('the thirteen systems are numbered as in the plan', () => {
  expect(CITY_SYSTEMS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});

test.each(METRIC_SUFFIXES.map(({ suffix, unit }) => [suffix, unit]))(
  'ending %s has a UCUM unit, %s',
  (_suffix, unit) => {
    expect(isUcumUnit(unit)).toBe(true);
  },
);

test.each([
  ['pm25UgM3', 'ug/m3'],
  ['no2UgM3', 'ug/m3'],
  ['temperatureC', 'Cel'],
  ['humidityPct', '%'],
  ['speedKmh', 'km/h'],
  ['waterLevelM', 'm'],
  ['depthCm', 'cm'],
  ['rainMm', 'mm'],
  ['rainMmH', 'mm/h'],
  ['flowM3H', 'm3/h'],
  ['volumeM3', 'm3'],
  ['latencyMs', 'ms'],
  ['windMps', 'm/s'],
  ['laeqDba', 'dB(A)'],
  ['vehicleCount', '1'],
  ['unnamed', 'unspecified'],
  ['m', 'unspecified'],
  ['KMH', 'unspecified'],
  ['alarm', 'unspecified'],
  ['', 'unspecified'],
])('%s is measured in %s', (metric, unit) => {
  expect(unitOfMetric(metric)).toBe(unit);
});

test('unknown codes are unknown, and unknown categories are local', () => {
  expect([cityDomain('moon'), reportCategory('moon'), citySystem('moon'), metricSuffix('moon')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(defaultSeverity('fire')).toBe(1);
  expect(defaultSeverity('moon')).toBe(3);
  expect(cityDomain('noise')?.extraStatistic).toBe('energeticMean');
});

test('the markdown lists everything, one line each', () => {
  const markdown = registryMarkdown();
  const lines = markdown.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'));
  const wanted =
    CITY_DOMAINS.length + METRIC_SUFFIXES.length + REPORT_CATEGORIES.length + CITY_SYSTEMS.length;
  expect(lines.length).toBe(wanted + 4);
  expect(markdown).toContain('| `UgM3` | `ug/m3` | µg/m³ | concentration |');
});
