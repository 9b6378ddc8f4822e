import fc from 'fast-check';
import type { CityDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import { LayerDiffBuilder } from './layer-diff-builder.ts';
import type { LayerSchema } from './layer-schema.ts';

/** Few rows, few keys, every operation likely: what makes laws fail is several changes of one row. */

export const SCHEMAS: readonly LayerSchema[] = [
  { id: 'traffic', metrics: ['speedKmh', 'flowVehPerH'] },
  { id: 'water', metrics: ['levelM'] },
];

const figure = fc.oneof(
  fc.constantFrom(Number.NaN, 0, -0, 31.2, 1e-3, 1e30, -7.5),
  fc.float({ noDefaultInfinity: true }),
);
const degrees = fc.oneof(fc.constant(Number.NaN), fc.double({ min: -180, max: 180, noNaN: true }));
const timeMs = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 2 ** 41 }));
const row = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 200 }));
const key = fc.constantFrom('a', 'b', 'c', '__proto__');

const layerChange = fc.record({
  layer: fc.constantFrom(0, 0, 1),
  kind: fc.constantFrom('name', 'move', 'measure', 'remove'),
  row,
  name: fc.string({ unit: 'grapheme', maxLength: 6 }),
  lonDeg: degrees,
  latDeg: degrees,
  timeMs,
  figures: fc.tuple(figure, figure),
});

const recordChange = fc.record({
  table: fc.constantFrom('system', 'timeline'),
  kind: fc.constantFrom('upsert', 'upsert', 'remove'),
  key,
  text: fc.string({ unit: 'grapheme', maxLength: 8 }),
});

/** The changes of one publish, still without a span. */
export interface Changes {
  layerChanges: (typeof layerChange extends fc.Arbitrary<infer C> ? C : never)[];
  recordChanges: (typeof recordChange extends fc.Arbitrary<infer C> ? C : never)[];
}

export const changesArbitrary: fc.Arbitrary<Changes> = fc.record({
  layerChanges: fc.array(layerChange, { maxLength: 14 }),
  recordChanges: fc.array(recordChange, { maxLength: 6 }),
});

/** Publishes 1, 2, 3, … made of the given changes. */
export function toDiffs(run: readonly Changes[], epoch = 1): CityDiff[] {
  return run.map((changes, index) =>
    toDiff(changes, { epoch, from: index, seq: index + 1, atMs: 1_000 + index }),
  );
}

function toDiff(changes: Changes, span: Pick<CityDiff, 'epoch' | 'from' | 'seq' | 'atMs'>): CityDiff {
  const diff = emptyDiff(span);
  const builders = SCHEMAS.map((schema) => new LayerDiffBuilder(schema));
  for (const change of changes.layerChanges) {
    const builder = builders[change.layer]!;
    const figures = change.figures.slice(0, SCHEMAS[change.layer]!.metrics.length);
    if (change.kind === 'name') builder.name(change.row, change.name);
    else if (change.kind === 'move') builder.move(change.row, change.lonDeg, change.latDeg);
    else if (change.kind === 'measure') builder.measure(change.row, change.timeMs, figures);
    else builder.remove(change.row);
  }
  builders.forEach((builder, index) => {
    if (changes.layerChanges.some((change) => change.layer === index)) {
      diff.layers.set(SCHEMAS[index]!.id, builder.take());
    }
  });
  for (const change of changes.recordChanges) addRecord(diff, change);
  return diff;
}

function addRecord(diff: CityDiff, change: Changes['recordChanges'][number]): void {
  const { key: id, text } = change;
  if (change.table === 'system') {
    const changes = (diff.records.system ??= { upserts: new Map(), removed: new Set() });
    changes.upserts.delete(id);
    changes.removed.delete(id);
    if (change.kind === 'upsert') changes.upserts.set(id, { id, status: 'ok', detail: text, sinceMs: 1 });
    else changes.removed.add(id);
    return;
  }
  const changes = (diff.records.timeline ??= { upserts: new Map(), removed: new Set() });
  changes.upserts.delete(id);
  changes.removed.delete(id);
  const item = { atMs: 1, kind: 'note' as const, actor: 'An', text, journalSeq: 1 };
  if (change.kind === 'upsert') changes.upserts.set(id, { incidentId: id, items: [item] });
  else changes.removed.add(id);
}
