/** How a person wants the desk: which columns stand where and how wide, and which parts are not wanted. Kept by the centre. */
import { mergeFields } from './person-setting.ts';
import type { SettingKind } from './person-setting.ts';

const DESK_COLUMNS = ['queue', 'map', 'detail'] as const;
export type DeskColumn = (typeof DESK_COLUMNS)[number];
/** What may be left out. What calls, and what is done about it, always stands there. */
export const DESK_EXTRAS = ['map', 'nearby', 'keys', 'load', 'stats'] as const;
export type DeskExtra = (typeof DESK_EXTRAS)[number];

export interface DeskLayout {
  /** Width of the queue, rem. */
  readonly left: number;
  /** Width of the detail, rem, while the map stands beside it. */
  readonly right: number;
  /** From left to right. */
  readonly order: readonly DeskColumn[];
  readonly hidden: readonly DeskExtra[];
}

/** Columns of a fixed width; the rest is the map's, or the detail's where there is no map. */
export type ResizableColumn = 'left' | 'right';

export const USUAL_LAYOUT: DeskLayout = { left: 27, right: 29, order: DESK_COLUMNS, hidden: [] };
/** Narrower cuts off clocks and chips, wider leaves no map. */
export const LEAST_REM = 22;
export const MOST_REM = 44;

export const LAYOUT: SettingKind<DeskLayout> = {
  key: 'layout',
  usual: USUAL_LAYOUT,
  read: readLayout,
  merge: mergeFields,
  sent: (layout) => layout,
};

/** The layout with one column `rem` wide, within what can be read. */
export function resized(layout: DeskLayout, side: ResizableColumn, rem: number): DeskLayout {
  const width = Math.round(Math.min(MOST_REM, Math.max(LEAST_REM, rem)) * 4) / 4;
  return { ...layout, [side]: width };
}

/** The layout with a column one place further left (-1) or right (1); at the end it stays. */
export function moved(layout: DeskLayout, column: DeskColumn, step: 1 | -1): DeskLayout {
  const order = [...layout.order];
  const from = order.indexOf(column);
  const to = from + step;
  if (to < 0 || to >= order.length) return layout;
  [order[from], order[to]] = [order[to]!, order[from]!];
  return { ...layout, order };
}

export function shown(layout: DeskLayout, extra: DeskExtra, isShown: boolean): DeskLayout {
  const hidden = DESK_EXTRAS.filter((each) => (each === extra ? !isShown : layout.hidden.includes(each)));
  return { ...layout, hidden };
}

export interface PlacedColumn {
  readonly column: DeskColumn;
  /** Null takes what the others leave. */
  readonly rem: number | null;
  /** On which side of it the edge is drawn that changes its width; null: it has none. */
  readonly edge: 'left' | 'right' | null;
  /** Widths of this column and those outside of it, seen from the side of the desk that it is nearer to, rem. */
  readonly outerRem: number;
  /** How many of them. */
  readonly outerCount: number;
}

/** The columns of a layout from left to right. */
export function placedColumns(layout: DeskLayout): PlacedColumn[] {
  const columns = layout.order.filter((column) => column !== 'map' || !layout.hidden.includes('map'));
  const flexible = columns.includes('map') ? 'map' : 'detail';
  const remOf = (column: DeskColumn): number | null =>
    column === flexible ? null : column === 'queue' ? layout.left : layout.right;
  const flexibleAt = columns.indexOf(flexible);
  return columns.map((column, at) => {
    if (at === flexibleAt) return { column, rem: null, edge: null, outerRem: 0, outerCount: 0 };
    const outer = at < flexibleAt ? columns.slice(0, at + 1) : columns.slice(at);
    return {
      column,
      rem: remOf(column),
      edge: at < flexibleAt ? 'right' : 'left',
      outerRem: outer.reduce((sum, each) => sum + (remOf(each) ?? 0), 0),
      outerCount: outer.length,
    };
  });
}

function readLayout(value: unknown): DeskLayout {
  const kept = (value ?? {}) as Partial<Record<keyof DeskLayout, unknown>>;
  const width = (side: ResizableColumn): number => {
    const rem = kept[side];
    return typeof rem === 'number' && Number.isFinite(rem) ? rem : USUAL_LAYOUT[side];
  };
  const sized = resized(resized(USUAL_LAYOUT, 'left', width('left')), 'right', width('right'));
  const { order, hidden } = kept;
  const isOrder =
    Array.isArray(order) &&
    order.length === DESK_COLUMNS.length &&
    DESK_COLUMNS.every((each) => order.includes(each));
  return {
    ...sized,
    order: isOrder ? (order as DeskColumn[]) : USUAL_LAYOUT.order,
    hidden: Array.isArray(hidden) ? DESK_EXTRAS.filter((each) => hidden.includes(each)) : [],
  };
}
