import { expect, test } from 'vitest';
import { alarmPerformance } from '@metropane/incidents';
import { performanceCsv } from './performance-csv.ts';

const FROM = Date.parse('2026-11-23T00:00:00Z');

test('has a line for every figure and for every bucket, the empty ones too', () => {
  const csv = performanceCsv(
    alarmPerformance([], { fromMs: FROM, toMs: FROM + 3_600_000, positions: ['giao-thong'] }),
  );
  const lines = csv.trimEnd().split('\r\n');
  expect(lines.filter((line) => line.startsWith('figure,')).length).toBe(18);
  expect(lines.filter((line) => line.startsWith('bucket,'))).toHaveLength(6);
  expect(lines[1]).toContain('indicative');
  expect(lines.find((line) => line.includes('acknowledge-p50'))).toBe(
    'figure,giao-thong,acknowledge-p50,,ms,,,no-value',
  );
});

test('a name that a spreadsheet would run is told as text', () => {
  const csv = performanceCsv({
    ...alarmPerformance([], { fromMs: FROM, toMs: FROM + 3_600_000, positions: ['=1+1'] }),
  });
  expect(csv).toContain(",'=1+1,");
});

test('when the centre did not run is told, and its buckets have no value rather than none', () => {
  const down = { fromMs: FROM, toMs: FROM + 1_200_000 };
  const csv = performanceCsv(
    alarmPerformance([], {
      ...{ fromMs: FROM, toMs: FROM + 3_600_000, positions: ['a'], downtimes: [down] },
    }),
  );
  expect(csv).toContain('centre-down,,2026-11-23T00:00:00.000Z/2026-11-23T00:20:00.000Z,1200,s,,,');
  expect(csv).toContain('bucket,a,2026-11-23T00:00:00.000Z,,,,,');
  expect(csv).toContain('bucket,a,2026-11-23T00:20:00.000Z,0,,,,');
});
