import type { HeatRecord } from '@metropane/live-state';

export interface HeatCell {
  row: number;
  column: number;
  value: number;
}

/** The greatest cell; of equal ones the newest. Null when nothing was measured. */
export function worstCell({ values }: HeatRecord): HeatCell | null {
  let worst: HeatCell | null = null;
  for (let row = 0; row < values.length; row++) {
    for (let column = 0; column < values[row]!.length; column++) {
      const value = values[row]![column] ?? null;
      if (value === null) continue;
      const isWorse =
        worst === null || value > worst.value || (value === worst.value && column > worst.column);
      if (isWorse) worst = { row, column, value };
    }
  }
  return worst;
}

/** A column per hour up to three after the newest one, so that the day so far fills the panel. */
export function shownColumns({ values, stepMs }: HeatRecord): number {
  let last = -1;
  let columns = 0;
  for (const row of values) {
    columns = Math.max(columns, row.length);
    for (let column = row.length - 1; column > last; column--)
      if ((row[column] ?? null) !== null) last = column;
  }
  const spare = Math.round((3 * 3_600_000) / stepMs);
  return Math.min(columns, Math.max(last + 1 + spare, Math.round((8 * 3_600_000) / stepMs)));
}

/** The column that `nowMs` lies in: later hours of the day have not happened. */
export function lastHour(heat: HeatRecord, nowMs: number): number {
  return Math.min(shownColumns(heat) - 1, Math.floor((nowMs - heat.startMs) / heat.stepMs));
}
