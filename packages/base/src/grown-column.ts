import { assert } from './assert.ts';

/** The typed arrays used as columns of a struct of arrays. */
export type Column =
  | Float64Array
  | Float32Array
  | Uint32Array
  | Int32Array
  | Uint16Array
  | Int16Array
  | Uint8Array
  | Int8Array;

/** A copy of `column` with room for `capacity` items; the new room holds zeros. The old array is left as it was. */
export function grownColumn<C extends Column>(column: C, capacity: number): C {
  assert(capacity >= column.length, 'a column only grows', { length: column.length, capacity });
  const Kind = column.constructor as new (length: number) => C;
  const bigger = new Kind(capacity);
  bigger.set(column);
  return bigger;
}
