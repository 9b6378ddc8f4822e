import { expect, test } from 'vitest';
import type { StoredFile } from './file-manifest.ts';
import { MAX_MERGED_ROWS, nextMerge } from './merge-plan.ts';

const HOUR_MS = 3_600_000;
const file = (fromOffset: number, over: Partial<StoredFile> = {}): StoredFile => ({
  path: `raw/date=2026-11-23/domain=air/${fromOffset}.parquet`,
  domain: 'air',
  fromOffset,
  toOffset: fromOffset,
  minMs: 0,
  maxMs: 0,
  rows: 100,
  bytes: 1_000,
  storedMs: 0,
  ...over,
});
const offsetsOf = (merge: StoredFile[] | null) => merge?.map((each) => each.fromOffset) ?? null;

test('four files of one size class become one; fewer wait, and so do those of other classes', () => {
  const small = [file(3), file(1), file(4)];
  const large = file(9, { bytes: 10_000_000, rows: 1_000_000 });
  expect(nextMerge([...small, large], 0)).toBeNull();
  expect(offsetsOf(nextMerge([...small, large, file(2)], 0))).toEqual([1, 2, 3, 4]);
});

test('files of several partitions are never merged with each other, the cheapest merge comes first', () => {
  const other = { path: 'raw/date=2026-11-24/domain=air/x.parquet', rows: 7 };
  expect(nextMerge([file(1), file(2), file(3), file(4, other)], 0)).toBeNull();
  const both = [1, 2, 3, 4].flatMap((offset) => [file(offset), file(offset + 10, other)]);
  expect(offsetsOf(nextMerge(both, 0))).toEqual([11, 12, 13, 14]);
});

test('a partition that nothing comes to any more is merged to the end, files that are large enough excepted', () => {
  const files = [file(1), file(2, { bytes: 9_000_000, rows: 900_000 }), file(3, { rows: MAX_MERGED_ROWS })];
  expect(nextMerge(files, HOUR_MS)).toBeNull();
  expect(offsetsOf(nextMerge(files, 3 * HOUR_MS))).toEqual([1, 2]);
  expect(nextMerge([file(1), file(3, { rows: MAX_MERGED_ROWS })], 3 * HOUR_MS)).toBeNull();
  expect(nextMerge([...files, file(5, { storedMs: 2 * HOUR_MS })], 3 * HOUR_MS)).toBeNull();
});

test('a merge never makes more rows than one file may have', () => {
  const rows = MAX_MERGED_ROWS / 2;
  const files = [1, 2, 3, 4, 5].map((offset) => file(offset, { rows }));
  expect(offsetsOf(nextMerge(files, 3 * HOUR_MS))).toEqual([1, 2]);
});

test('over a day of flushes every 30 s files stay few and each row is rewritten a few times', () => {
  let files: StoredFile[] = [];
  let rewritten = 0;
  let most = 0;
  for (let flush = 1; flush <= 2_880; flush++) {
    files.push(file(flush, { rows: 30_000, bytes: 180_000, storedMs: flush * 30_000 }));
    for (let merge = nextMerge(files, flush * 30_000); merge !== null;) {
      const inputs = merge;
      const sum = (of: (one: StoredFile) => number): number =>
        inputs.reduce((total, one) => total + of(one), 0);
      const merged = file(inputs[0]!.fromOffset, {
        rows: sum((one) => one.rows),
        bytes: sum((one) => one.bytes),
      });
      rewritten += merged.rows;
      files = [...files.filter((one) => !inputs.includes(one)), { ...merged, storedMs: flush * 30_000 }];
      merge = nextMerge(files, flush * 30_000);
    }
    most = Math.max(most, files.length);
  }
  expect(most).toBeLessThan(40);
  expect(rewritten / (2_880 * 30_000)).toBeLessThan(6);
});
