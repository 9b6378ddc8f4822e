import type { PlotBox } from '../ui/plot-geometry.ts';
import { scaled } from '../ui/chart-theme.ts';

/** Room around a plot in design pixels. */
export interface Margin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The margin in pixels of this page, as a chart's grid takes it. */
export function scaledMargin({ left, right, top, bottom }: Margin): Margin {
  return { left: scaled(left), right: scaled(right), top: scaled(top), bottom: scaled(bottom) };
}

/** What the margin leaves of a panel. */
export function insetBox(margin: Margin, { width, height }: { width: number; height: number }): PlotBox {
  const { left, right, top, bottom } = scaledMargin(margin);
  return { left, top, width: width - left - right, height: height - top - bottom };
}
