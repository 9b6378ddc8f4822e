import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { Hash128 } from '@metropane/base';
import type { CityState } from './city-state.ts';
import type { LayerTable } from './layer-table.ts';
import { RECORD_TABLE_NAMES } from './record-keys.ts';

/**
 * A fingerprint of what a state shows (not of `seq` or `atMs`): equal for equal rows whatever order they came in, whatever room the
 * columns have left, and whether a row was never there or removed. 32 hexadecimal digits. Slow (every row): for proofs, not for frames. [L2]
 */
export function stateHash(state: CityState): string {
  const writer = new CanonicalWriter();
  let sum: Hash128 = ZERO_HASH128;
  for (const table of RECORD_TABLE_NAMES) {
    for (const [key, row] of state.records[table]) {
      writer.reset().string(table).string(key).string(canonicalJson(row));
      sum = addMod128(sum, writer.hash());
    }
  }
  for (const table of state.layers.values()) {
    for (let row = 0; row < table.rowCount; row++) {
      if (writeRow(writer, table, row)) sum = addMod128(sum, writer.hash());
    }
  }
  return toHex128(sum);
}

/** False for a row that holds nothing at all. */
function writeRow(writer: CanonicalWriter, table: LayerTable, row: number): boolean {
  const name = table.names[row];
  const figures = [table.lonDeg[row]!, table.latDeg[row]!, table.eventTimeMs[row]!];
  for (const column of table.metrics) figures.push(column[row]!);
  if (name === undefined && figures.every(Number.isNaN)) return false;
  writer
    .reset()
    .string(table.schema.id)
    .u32(row)
    .string(name ?? '')
    .bool(name !== undefined);
  for (const figure of figures) writer.f64(figure);
  return true;
}

/** JSON with the keys of every object in code-unit order; absent and undefined fields are the same. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
