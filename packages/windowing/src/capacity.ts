import { grownColumn } from '@metropane/base';
import type { Column } from '@metropane/base';

/** Copying this much is below a millisecond; copying a gigabyte would stop the fold for half a second. */
const COPIED_AT_MOST_BYTES = 4 * 1024 * 1024;

/** The next capacity of a growing column: a quarter more, so that memory stays near what is used and copying stays amortised. */
export function nextCapacity(capacity: number, atLeast: number): number {
  return Math.max(atLeast, 16, Math.ceil(capacity * 1.25));
}

/** How much room a column needs now, and how much it can ever need, in records of `size` numbers. */
export interface Room {
  readonly size: number;
  readonly records: number;
  readonly most: number;
}

/**
 * The column itself when it has room for `records` records, else a copy that has. A small column grows by a quarter; one beyond 4 MiB
 * is given all the room it can ever need at once and never copied again, so that no growth is a pause. Such room is only reserved:
 * the operating system gives zeroed pages as they are first written. (Under strict overcommit, `vm.overcommit_memory=2`, what is
 * reserved counts: at most 512 MiB a column, some 2 GiB an engine.) Beyond `most` it goes on by a quarter, with a pause per copy.
 */
export function withRoom<C extends Column>(column: C, { size, records, most }: Room): C {
  if (records * size <= column.length) return column;
  const grown = nextCapacity(column.length / size, records);
  const isLarge = grown * size * column.BYTES_PER_ELEMENT > COPIED_AT_MOST_BYTES;
  return grownColumn(column, (isLarge ? Math.max(grown, most) : grown) * size);
}

/** The bytes of a column with so many records in use: room that is only reserved is not memory. */
export function usedBytes(column: Column, size: number, records: number): number {
  const isReserved = column.byteLength > COPIED_AT_MOST_BYTES;
  return isReserved ? records * size * column.BYTES_PER_ELEMENT : column.byteLength;
}
