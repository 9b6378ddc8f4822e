import { remPx } from '../ui/use-fitting-rows.ts';

/** Design pixels to CSS pixels. */
export function pageFactor(): number {
  return remPx() / 16;
}

/** A page that is twice as large shows the same streets, not more of them. */
export function scaleZoom(): number {
  return Math.log2(pageFactor());
}
