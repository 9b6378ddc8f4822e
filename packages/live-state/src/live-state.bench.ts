import { applyDiff } from './apply-diff.ts';
import type { CityDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import { emptyState } from './city-state.ts';
import { LayerDiffBuilder } from './layer-diff-builder.ts';
import { mergeDiffs } from './merge-diffs.ts';

/**
 * One frame of 10,000 rows (place, time and four figures each) into a layer of 20,000 rows, and the merge of two such frames that
 * share half of their rows: against a Map of objects, which is what a state without columns would be.
 */

interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  baselineValue: number;
  ratio: number;
  dropped: number;
  late: number;
  n: number;
}

interface Row {
  row: number;
  lonDeg: number;
  latDeg: number;
  eventTimeMs: number;
  metrics: number[];
}

const ROWS = 10_000;
const ROUNDS = 100;
const SCHEMA = { id: 'traffic', metrics: ['n', 'mean', 'min', 'max'] };

export const benches = {
  'live-state.apply': () => Promise.resolve([applyFigure()]),
  'live-state.merge': () => Promise.resolve([mergeFigure()]),
};

function applyFigure(): Figure {
  const state = emptyState(1);
  const objects = new Map<number, Row>();
  const columns: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rows = makeRows(round % 2);
    const diff = toDiff(rows, round);
    columns.push(millisecondsOf(() => applyDiff(state, diff)));
    baseline.push(
      millisecondsOf(() => {
        for (const row of rows) objects.set(row.row, { ...objects.get(row.row), ...row });
      }),
    );
  }
  return toFigure('live-state.apply', columns, baseline);
}

function mergeFigure(): Figure {
  const first = makeRows(0);
  const second = makeRows(1);
  const a = toDiff(first, 0);
  const b = toDiff(second, 1);
  const columns: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    columns.push(millisecondsOf(() => mergeDiffs(a, b)));
    baseline.push(
      millisecondsOf(() => {
        const merged = new Map(first.map((row) => [row.row, row]));
        for (const row of second) merged.set(row.row, { ...merged.get(row.row), ...row });
        return merged;
      }),
    );
  }
  return toFigure('live-state.merge', columns, baseline);
}

/** Two of three rows up to 15,000; the two phases share half of their rows. */
function makeRows(phase: number): Row[] {
  return Array.from({ length: ROWS }, (_, i) => {
    const row = Math.floor(i * 1.5) + phase;
    return { row, lonDeg: 106.7, latDeg: 10.77, eventTimeMs: 1_763_881_500_000 + i, metrics: [i, i, i, i] };
  });
}

function toDiff(rows: readonly Row[], from: number): CityDiff {
  const builder = new LayerDiffBuilder(SCHEMA);
  for (const { row, lonDeg, latDeg, eventTimeMs, metrics } of rows) {
    builder.move(row, lonDeg, latDeg).measure(row, eventTimeMs, metrics);
  }
  const diff = emptyDiff({ epoch: 1, from, seq: from + 1, atMs: from });
  diff.layers.set(SCHEMA.id, builder.take());
  return diff;
}

function toFigure(name: string, columns: readonly number[], baseline: readonly number[]): Figure {
  const value = median(columns);
  const baselineValue = median(baseline);
  return {
    name,
    value,
    unit: 'ms per 10,000 rows',
    baseline: 'Map of objects',
    baselineValue,
    ratio: baselineValue / value,
    dropped: 0,
    late: 0,
    n: ROWS,
  };
}

function millisecondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
