/** How wide the columns beside the map are, in rem. */
export interface DeskLayout {
  left: number;
  right: number;
}

export const USUAL_LAYOUT: DeskLayout = { left: 27, right: 29 };
/** Narrower cuts off clocks and chips, wider leaves no map. */
export const LEAST_REM = 22;
export const MOST_REM = 44;

/** The layout with one column `rem` wide, within what can be read. */
export function resized(layout: DeskLayout, side: keyof DeskLayout, rem: number): DeskLayout {
  const width = Math.round(Math.min(MOST_REM, Math.max(LEAST_REM, rem)) * 4) / 4;
  return { ...layout, [side]: width };
}

/** What was kept, or the usual one: a kept text may be of another build, or of somebody who edits storage by hand. */
export function readLayout(text: string | null): DeskLayout {
  if (text === null) return USUAL_LAYOUT;
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof DeskLayout, unknown>> | null;
    const width = (side: keyof DeskLayout): number => {
      const rem = kept?.[side];
      return typeof rem === 'number' && Number.isFinite(rem) ? rem : USUAL_LAYOUT[side];
    };
    return resized(resized(USUAL_LAYOUT, 'left', width('left')), 'right', width('right'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return USUAL_LAYOUT;
  }
}
