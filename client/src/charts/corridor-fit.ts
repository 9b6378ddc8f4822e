/** How many small charts a panel holds, so that each can still be read: fewer rather than tiny ones. Sizes in rem. */
const LEAST = { width: 10.75, height: 4.25 };
export const CORRIDOR_GAP = { column: 1.125, row: 0.25 };
/** The line that says how many are not drawn. */
const REST_LINE = 1.25;

export interface CorridorFit {
  columns: 1 | 2;
  rows: number;
  /** Of all; the others are counted in words. */
  shown: number;
}

/** `room` null: not measured yet, so all as the design has them. */
export function corridorFit(count: number, room: { width: number; height: number } | null): CorridorFit {
  if (room === null) return { columns: 2, rows: Math.max(1, Math.ceil(count / 2)), shown: count };
  const columns = (room.width - CORRIDOR_GAP.column) / 2 >= LEAST.width && count > 1 ? 2 : 1;
  const rowsIn = (height: number): number =>
    Math.max(1, Math.floor((height + CORRIDOR_GAP.row) / (LEAST.height + CORRIDOR_GAP.row)));
  const rows = Math.ceil(count / columns);
  if (rowsIn(room.height) >= rows) return { columns, rows, shown: count };
  const fitting = Math.min(rows, rowsIn(room.height - REST_LINE));
  return { columns, rows: fitting, shown: Math.min(count, columns * fitting) };
}

/** What is drawn where not all can be: the most urgent, in the order of the panel. */
export function mostUrgent<T extends { priority: number | null }>(all: readonly T[], most: number): T[] {
  const urgent = all.toSorted((a, b) => (a.priority ?? 5) - (b.priority ?? 5)).slice(0, most);
  return all.filter((each) => urgent.includes(each));
}
