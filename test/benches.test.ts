import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toFigures, toLine } from '../scripts/bench/figure.ts';
import { findBenches } from '../scripts/bench/find-benches.ts';

const FIGURE = {
  name: 'windows.10k',
  value: 12_345_678,
  unit: 'updates/s',
  baseline: 'naive arrays',
  baselineValue: 210_000,
  ratio: 58.79,
  dropped: 0,
  late: 3,
  n: 1_000_000,
};
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metropane-bench-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('benches are found beside what they measure, in order of name', async () => {
  write('server/test/bench/a.bench.ts', "export const benches = { 'ingest.generic': async () => [] };");
  write(
    'packages/windowing/src/b.bench.ts',
    "export const benches = { 'windows.10k': async () => [], 'append': async () => [] };",
  );
  const found = await findBenches(root);
  expect(found.map((bench) => bench.name)).toEqual(['append', 'ingest.generic', 'windows.10k']);
});

test('one name in two files is refused: a figure must have one meaning', async () => {
  write('server/test/bench/a.bench.ts', 'export const benches = { same: async () => [] };');
  write('simulators/test/b.bench.ts', 'export const benches = { same: async () => [] };');
  await expect(findBenches(root)).rejects.toThrow(/same is in server.*and in simulators/);
});

test('a file without benches is refused instead of measuring nothing', async () => {
  write('server/test/bench/a.bench.ts', 'export const other = 1;');
  await expect(findBenches(root)).rejects.toThrow('exports no "benches"');
});

test('a figure without a baseline, without a number or with NaN is refused with its field', () => {
  expect(toFigures([FIGURE], 'x.bench.ts')).toEqual([FIGURE]);
  expect(() => toFigures([{ ...FIGURE, ratio: Number.NaN }], 'x.bench.ts')).toThrow(
    'windows.10k.ratio is NaN',
  );
  expect(() => toFigures([{ ...FIGURE, dropped: undefined }], 'x.bench.ts')).toThrow('windows.10k.dropped');
  expect(() => toFigures([{ ...FIGURE, baseline: undefined }], 'x.bench.ts')).toThrow('has no baseline');
  expect(() => toFigures([], 'x.bench.ts')).toThrow('at least one figure');
});

test('the line for people shows the baseline of the same run and what was dropped, zero included', () => {
  expect(toLine(FIGURE)).toBe(
    'windows.10k  12,350,000 updates/s  58.79 x naive arrays (210,000)  dropped 0  late 3  n 1000000\n',
  );
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
