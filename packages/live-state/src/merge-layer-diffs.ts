import type { LayerDiff, PlaceColumns, ValueColumns } from './layer-diff.ts';
import { assertSameSchema } from './layer-table.ts';

/**
 * Merges the changes of one layer: per group the later row wins, and a row removed by `b` forgets what `a` gave it. Both removals
 * are kept even when the row is filled again afterwards: applying removals first makes that the same as doing both in turn. [L4]
 * Linear in the rows of both; groups that only one diff has are shared, not copied.
 */
export function mergeLayerDiffs(a: LayerDiff, b: LayerDiff): LayerDiff {
  assertSameSchema(a.schema, b.schema);
  return {
    schema: a.schema,
    removed: unionRows(a.removed, b.removed),
    named: mergeNames(a.named, b),
    moved: mergePlaces(a.moved, b),
    measured: mergeValues(a.measured, b),
  };
}

/**
 * The changes of one layer that were told in several pieces at one moment: all removals first, then what any piece fills. Unlike a merge
 * no piece is later than another, so a row that one piece removes stays filled by the piece that fills it. [L15]
 */
export function unionLayerDiffs(diffs: readonly LayerDiff[]): LayerDiff {
  const [first] = diffs;
  if (diffs.length === 1) return first!;
  let level = diffs.map((diff): LayerDiff => ({ ...diff, removed: NO_ROWS }));
  // Pairs of pairs: every row is copied log n times.
  while (level.length > 1) {
    level = level.flatMap((diff, i) => {
      if (i % 2 === 1) return [];
      const right = level[i + 1];
      return [right === undefined ? diff : mergeLayerDiffs(diff, right)];
    });
  }
  return { ...level[0]!, removed: diffs.map((diff) => diff.removed).reduce(unionRows) };
}

const NO_ROWS = new Uint32Array(0);

/** The merged rows of one group, and for each where it comes from: index ≥ 0 in `b`, or ~index in `a`. */
interface Plan {
  rows: Uint32Array;
  sources: Int32Array;
}

/** Undefined when all of `a` is overwritten or forgotten: then the group of `b` is the answer. */
function planMerge(aRows: Uint32Array, bRows: Uint32Array, removed: Uint32Array): Plan | undefined {
  if (aRows.length === 0 || (removed.length === 0 && areSameRows(aRows, bRows))) return undefined;
  const rows = new Uint32Array(aRows.length + bRows.length);
  const sources = new Int32Array(rows.length);
  let count = 0;
  let kept = 0;
  let j = 0;
  let k = 0;
  for (let i = 0; i < aRows.length; i++) {
    const row = aRows[i]!;
    while (j < bRows.length && bRows[j]! < row) {
      rows[count] = bRows[j]!;
      sources[count++] = j++;
    }
    if (j < bRows.length && bRows[j] === row) continue;
    while (k < removed.length && removed[k]! < row) k++;
    if (removed[k] === row) continue;
    rows[count] = row;
    sources[count++] = ~i;
    kept++;
  }
  if (kept === 0) return undefined;
  while (j < bRows.length) {
    rows[count] = bRows[j]!;
    sources[count++] = j++;
  }
  return { rows: rows.slice(0, count), sources: sources.subarray(0, count) };
}

function mergeNames(a: LayerDiff['named'], b: LayerDiff): LayerDiff['named'] {
  const plan = planMerge(a.rows, b.named.rows, b.removed);
  if (plan === undefined) return b.named;
  const names = Array.from(plan.sources, (from) => (from >= 0 ? b.named.names[from]! : a.names[~from]!));
  return { rows: plan.rows, names };
}

function mergePlaces(a: PlaceColumns, b: LayerDiff): PlaceColumns {
  const plan = planMerge(a.rows, b.moved.rows, b.removed);
  if (plan === undefined) return b.moved;
  const { rows, sources } = plan;
  const lonDeg = gather(new Float64Array(rows.length), sources, [a.lonDeg, b.moved.lonDeg]);
  const latDeg = gather(new Float64Array(rows.length), sources, [a.latDeg, b.moved.latDeg]);
  return { rows, lonDeg, latDeg };
}

function mergeValues(a: ValueColumns, b: LayerDiff): ValueColumns {
  const later = b.measured;
  const plan = planMerge(a.rows, later.rows, b.removed);
  if (plan === undefined) return later;
  const { rows, sources } = plan;
  const eventTimeMs = gather(new Float64Array(rows.length), sources, [a.eventTimeMs, later.eventTimeMs]);
  const metrics = a.metrics.map((column, m) =>
    gather(new Float32Array(rows.length), sources, [column, later.metrics[m]!]),
  );
  return { rows, eventTimeMs, metrics };
}

function gather<C extends Float64Array | Float32Array>(into: C, sources: Int32Array, [a, b]: [C, C]): C {
  for (let i = 0; i < sources.length; i++) {
    const from = sources[i]!;
    into[i] = from >= 0 ? b[from]! : a[~from]!;
  }
  return into;
}

function areSameRows(a: Uint32Array, b: Uint32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function unionRows(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const rows = new Uint32Array(a.length + b.length);
  let count = 0;
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    while (j < b.length && b[j]! < a[i]!) rows[count++] = b[j++]!;
    if (b[j] === a[i]) j++;
    rows[count++] = a[i]!;
  }
  while (j < b.length) rows[count++] = b[j++]!;
  return rows.slice(0, count);
}
