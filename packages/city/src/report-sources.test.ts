import { expect, test } from 'vitest';
import { REPORT_CATEGORIES } from './report-categories.ts';
import { reportSeverity, reportSourceRule } from './report-sources.ts';

test.each([
  ['114', 'emergency'],
  ['113:quan-1', 'emergency'],
  ['1022', 'hotline'],
  ['1022-app', 'hotline'],
  ['camera:cam-17', 'camera'],
  ['public', 'public'],
  ['canhbao:kttv.gov.vn', 'agency'],
  ['11455', 'agency'],
  ['campus', 'agency'],
  ['http', 'agency'],
])('%s is of kind %s', (source, kind) => {
  expect(reportSourceRule(source).kind).toBe(kind);
});

test.each([
  // An emergency number is believed, and never told something minor.
  ['114', 'fire', undefined, 1],
  ['115', 'other', undefined, 2],
  ['113', 'noise', 4, 2],
  ['112', 'flood', 1, 1],
  // A camera makes nothing a matter of life by itself.
  ['camera:1', 'fire', undefined, 2],
  ['camera:1', 'traffic-jam', 1, 2],
  ['camera:1', 'traffic-jam', undefined, 3],
  // Nobody who fills in the form chooses how severe it is.
  ['public', 'fire', undefined, 2],
  ['public', 'waste', 1, 4],
  // Hotline and agencies are taken at their word, else by category.
  ['1022', 'flood', undefined, 2],
  ['1022', 'flood', 3, 3],
  ['evnhcmc', 'power', 1, 1],
  ['evnhcmc', 'nothing-known', undefined, 3],
] as const)('%s reports %s saying %s: %i', (...row) => {
  const [source, category, severity, expected] = row;
  const said = severity === undefined ? {} : { severity };
  expect(reportSeverity({ source, category, ...said })).toBe(expected);
});

test('of one category no source outranks an emergency number', () => {
  for (const { code } of REPORT_CATEGORIES) {
    const emergency = reportSeverity({ source: '114', category: code });
    for (const source of ['1022', 'camera:1', 'public', 'evnhcmc'])
      expect(reportSeverity({ source, category: code })).toBeGreaterThanOrEqual(emergency);
  }
});
