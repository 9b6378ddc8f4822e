export interface PlotBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PlotGrid {
  /** Where the plot lies inside an element of this size, in pixels. */
  boxIn: (width: number, height: number) => PlotBox;
  /** `points`: the first lies on the left edge and the last on the right one; `cells` fill the plot side by side. */
  kind: 'points' | 'cells';
  columns: number;
  rows: number;
  /** The newest column that can be asked about: what comes after it has not happened. */
  lastColumn: number;
}

export interface PlotCell {
  column: number;
  row: number;
}

/** Left edge and width of a column in pixels; a point has no width. */
export function columnSpan(
  column: number,
  box: PlotBox,
  { kind, columns }: PlotGrid,
): { left: number; width: number } {
  if (kind === 'points')
    return { left: box.left + (box.width * column) / Math.max(1, columns - 1), width: 0 };
  const width = box.width / columns;
  return { left: box.left + column * width, width };
}

/** The cell under a pointer, `host` being where the whole drawing lies on the page. */
export function cellAt(
  { clientX, clientY }: { clientX: number; clientY: number },
  host: { left: number; top: number; width: number; height: number },
  grid: PlotGrid,
): PlotCell {
  const box = grid.boxIn(host.width, host.height);
  const x = (clientX - host.left - box.left) / box.width;
  const y = (clientY - host.top - box.top) / box.height;
  const column = grid.kind === 'points' ? Math.round(x * (grid.columns - 1)) : Math.floor(x * grid.columns);
  return clampedCell({ column, row: Math.floor(y * grid.rows) }, grid);
}

/** Where a key goes: arrows by one, up and down by an hour of five-minute points where there is one row; null = not a key of this. */
export function nextCell(key: string, { column, row }: PlotCell, grid: PlotGrid): PlotCell | null {
  const moves: Record<string, PlotCell> = {
    ArrowLeft: { column: column - 1, row },
    ArrowRight: { column: column + 1, row },
    Home: { column: 0, row },
    End: { column: grid.lastColumn, row },
    ...(grid.rows > 1
      ? { ArrowUp: { column, row: row - 1 }, ArrowDown: { column, row: row + 1 } }
      : { ArrowUp: { column: column + 12, row }, ArrowDown: { column: column - 12, row } }),
  };
  const next = moves[key];
  return next === undefined ? null : clampedCell(next, grid);
}

/** The nearest cell that can be asked about. */
export function clampedCell({ column, row }: PlotCell, { rows, lastColumn }: PlotGrid): PlotCell {
  return {
    column: Math.max(0, Math.min(column, lastColumn)),
    row: Math.max(0, Math.min(row, rows - 1)),
  };
}
