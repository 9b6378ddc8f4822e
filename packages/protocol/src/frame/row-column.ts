import { assert } from '@metropane/base';
import type { ColumnSpec, ColumnWriter } from './column.ts';
import { codesAt } from './column.ts';

/** More rows than any layer has: refuses a `range` column whose length is a lie. */
const MAX_ROWS = 1 << 24;

/** Ascending row ids: nothing at all for a run, else steps of 1 or 2 bytes, else 4 bytes each. [P4] */
export function writeRows(writer: ColumnWriter, rows: Uint32Array): ColumnSpec {
  const n = rows.length;
  const base = rows[0] ?? 0;
  if (n === 0 || rows[n - 1]! - base === n - 1) return { as: 'range', n, base };
  const steps = new Uint32Array(n);
  let widest = 0;
  for (let i = 1; i < n; i++) {
    const step = rows[i]! - rows[i - 1]!;
    steps[i] = step;
    if (step > widest) widest = step;
  }
  if (widest > 0xffff) return { as: 'u32', n, at: writer.add(rows) };
  const narrow = widest > 0xff ? new Uint16Array(steps) : new Uint8Array(steps);
  return { as: widest > 0xff ? 'u16' : 'u8', n, at: writer.add(narrow), base, delta: true };
}

/** The row ids of a column; throws unless they ascend. */
export function readRows(part: Uint8Array, start: number, spec: ColumnSpec): Uint32Array {
  assert(Number.isInteger(spec.n) && spec.n >= 0 && spec.n <= MAX_ROWS, 'a layer has this many rows', {
    n: spec.n,
  });
  const base = spec.base ?? 0;
  if (spec.as === 'range') return Uint32Array.from({ length: spec.n }, (_, i) => base + i);
  const rows = new Uint32Array(codesAt(part, start, spec));
  let row = spec.delta === true ? base : 0;
  for (let i = 0; i < rows.length; i++) {
    const next = spec.delta === true ? row + rows[i]! : rows[i]!;
    if (next <= row && i > 0) assert(false, 'rows ascend', { at: i, before: row, row: next });
    row = next;
    rows[i] = row;
  }
  return rows;
}
