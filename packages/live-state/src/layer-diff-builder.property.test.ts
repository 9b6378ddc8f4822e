import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayerDiffBuilder } from './layer-diff-builder.ts';

const SCHEMA = { id: 'traffic', metrics: ['speedKmh'] };

const call = fc.record({
  kind: fc.constantFrom('name', 'move', 'measure', 'measure', 'remove'),
  row: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(5_000, 16_000_000)),
  value: fc.integer({ min: -80, max: 80 }),
});

test('a builder keeps the last word per row and group since the row was last removed', () => {
  fc.assert(
    fc.property(fc.array(fc.array(call, { maxLength: 200 }), { maxLength: 3 }), (takes) => {
      const builder = new LayerDiffBuilder(SCHEMA);
      for (const calls of takes) {
        const expected = { name: new Map(), move: new Map(), measure: new Map(), remove: new Set<number>() };
        for (const { kind, row, value } of calls) {
          if (kind === 'name') builder.name(row, String(value));
          else if (kind === 'move') builder.move(row, value, -value);
          else if (kind === 'measure') builder.measure(row, value, [value / 2]);
          else builder.remove(row);
          if (kind === 'remove') {
            for (const group of [expected.name, expected.move, expected.measure]) group.delete(row);
            expected.remove.add(row);
          } else expected[kind].set(row, value);
        }
        const { removed, named, moved, measured } = builder.take();
        const byRow = (group: Map<number, number>): [number, number][] =>
          [...group].sort(([a], [b]) => a - b);
        expect([...removed]).toEqual([...expected.remove].sort((a, b) => a - b));
        expect([...named.rows].map((row, i) => [row, Number(named.names[i])])).toEqual(byRow(expected.name));
        expect([...moved.rows].map((row, i) => [row, moved.lonDeg[i]])).toEqual(byRow(expected.move));
        expect([...moved.latDeg].map((lat) => 0 - lat)).toEqual(
          byRow(expected.move).map(([, value]) => value),
        );
        expect([...measured.rows].map((row, i) => [row, measured.eventTimeMs[i]])).toEqual(
          byRow(expected.measure),
        );
        expect([...measured.metrics[0]!].map((half) => half * 2)).toEqual(
          byRow(expected.measure).map(([, value]) => value),
        );
      }
    }),
    { numRuns: 300 },
  );
});
