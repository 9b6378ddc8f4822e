import { expect, test } from 'vitest';
import type { WindowRow } from '../../history/history-query.ts';
import { csvBlocks, toWindowJson } from './window-json.ts';

const row = (startMs: number, over: Partial<WindowRow> = {}): WindowRow => ({
  startMs,
  endMs: startMs + 60_000,
  ...{ n: 1, sum: 2, mean: 2, min: 2, max: 2, first: 2, last: 2, p50: 2, p95: 2 },
  ...{ revision: 0, late: 0, lateUnmerged: 0, exact: true },
  ...over,
});

test('a window whose raw readings had expired when an event came says how many are in no statistic', () => {
  const whole = toWindowJson(row(0), 60_000);
  expect(whole).toMatchObject({ start: '1970-01-01T00:00:00.000Z', exact: true, late: 0, final: true });
  expect(whole).not.toHaveProperty('lateUnmerged');
  const lost = row(60_000, { late: 3, lateUnmerged: 3, exact: false });
  expect(toWindowJson(lost, 60_000)).toMatchObject({ exact: false, late: 3, lateUnmerged: 3, final: false });
});

test('a large CSV comes in blocks that together are whole', () => {
  const rows = Array.from({ length: 2_500 }, (_, i) => row(i * 60_000, { n: i }));
  const blocks = [...csvBlocks(rows, 0)];
  expect(blocks).toHaveLength(4);
  const lines = blocks.join('').split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([
    2_502,
    'start,end,n,sum,mean,min,max,first,last,p50,p95,revision,late,final,exact',
    '',
  ]);
  expect(lines.slice(1, -1).map((line) => Number(line.split(',')[2]))).toEqual(rows.map(({ n }) => n));
  expect(lines[2_500]).toBe(
    '1970-01-02T17:39:00.000Z,1970-01-02T17:40:00.000Z,2499,2,2,2,2,2,2,2,2,0,0,false,true',
  );
});
