export interface Placed {
  /** Where the anchor lies as seen from the box: the arrow stands on that side. */
  side: 'left' | 'right' | 'top' | 'bottom';
  left: number;
  top: number;
  /** Distance of the arrow from the top (at the sides) or the left (above and below) of the box. */
  arrow: number;
}

interface Size {
  width: number;
  height: number;
}
interface Box extends Size {
  left: number;
  top: number;
}

const GAP = 12;
const MARGIN = 8;
const ARROW_INSET = 18;

/**
 * Puts a box beside an anchor, inside the page, in pixels: to the right, else to the left, else below, else above, wherever it fits
 * first. Null when it fits nowhere beside it: a box over its own anchor would hide what it explains.
 */
export function placeBeside(anchor: Box, size: Size, page: Size): Placed | null {
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  const middleX = anchor.left + anchor.width / 2;
  const middleY = anchor.top + anchor.height / 2;
  const fitsHigh = size.height + 2 * MARGIN <= page.height;
  const fitsWide = size.width + 2 * MARGIN <= page.width;
  if (fitsHigh && right + GAP + size.width + MARGIN <= page.width)
    return beside('left', right + GAP, { middleY, size, page });
  if (fitsHigh && anchor.left - GAP - size.width >= MARGIN)
    return beside('right', anchor.left - GAP - size.width, { middleY, size, page });
  if (fitsWide && bottom + GAP + size.height + MARGIN <= page.height)
    return above('top', bottom + GAP, { middleX, size, page });
  if (fitsWide && anchor.top - GAP - size.height >= MARGIN)
    return above('bottom', anchor.top - GAP - size.height, { middleX, size, page });
  return null;
}

function beside(
  side: Placed['side'],
  left: number,
  { middleY, size, page }: { middleY: number; size: Size; page: Size },
): Placed {
  const top = clamp(middleY - size.height / 2, MARGIN, page.height - size.height - MARGIN);
  return { side, left, top, arrow: clamp(middleY - top, ARROW_INSET, size.height - ARROW_INSET) };
}

function above(
  side: Placed['side'],
  top: number,
  { middleX, size, page }: { middleX: number; size: Size; page: Size },
): Placed {
  const left = clamp(middleX - size.width / 2, MARGIN, page.width - size.width - MARGIN);
  return { side, left, top, arrow: clamp(middleX - left, ARROW_INSET, size.width - ARROW_INSET) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
