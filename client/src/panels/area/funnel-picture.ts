import { chartColours, chartFontsReady, NUMBER_FONT, TEXT_FONT } from '../../ui/chart-theme.ts';
import type { ChartColours } from '../../ui/chart-theme.ts';
import { formatNumber } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';
import { chartPicture } from '../../ui/linked/chart-png.ts';
import type { PictureWords } from '../../ui/linked/chart-png.ts';
import type { FunnelGeometry } from './funnel-geometry.ts';

/** CSS pixels across; sharp on paper by `SCALE`. */
export const PICTURE_WIDTH = 960;
const SCALE = 2;

/** A PNG of the funnel. @throws when this browser draws none */
export async function funnelPicture(
  at: FunnelGeometry,
  { words, axisTitle, locale }: { words: PictureWords; axisTitle: string; locale: Locale },
): Promise<Uint8Array<ArrayBuffer>> {
  await chartFontsReady();
  const canvas = document.createElement('canvas');
  canvas.width = at.width * SCALE;
  canvas.height = at.height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  const colours = chartColours();
  context.scale(SCALE, SCALE);
  drawAxes(context, at, { axisTitle, locale, colours });
  drawLimits(context, at, colours);
  drawMarks(context, at, colours);
  return chartPicture(canvas, words, SCALE);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { plot, rules, ticks, height }: FunnelGeometry,
  { axisTitle, locale, colours }: { axisTitle: string; locale: Locale; colours: ChartColours },
): void {
  context.font = `12px ${NUMBER_FONT}`;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.textAlign = 'right';
  for (const { share, y } of rules) {
    context.stroke(new Path2D(`M${plot.left} ${y}H${plot.right}`));
    context.fillText(`${formatNumber(100 * share, 0, locale)} %`, plot.left - 6, y + 4);
  }
  context.textAlign = 'center';
  for (const { n, x } of ticks) context.fillText(formatNumber(n, 0, locale), x, height - 18);
  context.font = `12px ${TEXT_FONT}`;
  context.fillText(axisTitle, plot.middle, height - 3);
}

function drawLimits(
  context: CanvasRenderingContext2D,
  { plot, targetY, limits }: FunnelGeometry,
  colours: ChartColours,
): void {
  context.strokeStyle = colours.text;
  context.stroke(new Path2D(`M${plot.left} ${targetY}H${plot.right}`));
  context.strokeStyle = colours.muted;
  for (const { path, isFar } of limits) {
    context.setLineDash(isFar ? [1.5, 3] : [5, 4]);
    context.stroke(new Path2D(path));
  }
  context.setLineDash([]);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { marks }: FunnelGeometry,
  colours: ChartColours,
): void {
  context.textAlign = 'left';
  for (const { name, x, y, isOut, nameX } of marks) {
    context.beginPath();
    context.arc(x, y, isOut ? 5 : 3.5, 0, 2 * Math.PI);
    context.fillStyle = isOut ? colours.ground : colours.data;
    context.fill();
    if (!isOut) continue;
    context.strokeStyle = colours.bright;
    context.lineWidth = 2;
    context.stroke();
    context.lineWidth = 1;
    context.fillStyle = colours.text;
    context.fillText(name, nameX, y + 4);
  }
}
