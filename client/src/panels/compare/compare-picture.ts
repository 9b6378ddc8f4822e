/** Both sides of a comparison as one picture, drawn as the page draws them. */
import { chartColours, chartFontsReady, NUMBER_FONT } from '../../ui/chart-theme.ts';
import { chartPicture } from '../../ui/linked/chart-png.ts';
import type { PictureWords } from '../../ui/linked/chart-png.ts';
import { linePath } from '../../ui/spark-path.ts';
import type { SparkBox } from '../../ui/spark-path.ts';
import { token } from '../../ui/theme.ts';

/** Pixels per CSS pixel: sharp on paper. */
const SCALE = 2;
const PLOT = { left: 64, top: 12, width: 900, height: 260, bottom: 28 };

export interface DrawnComparison {
  now: readonly (number | null)[];
  before: readonly (number | null)[];
  low: number;
  high: number;
  /** From the top to the bottom. */
  levels: readonly string[];
  ticks: readonly { share: number; text: string }[];
}

/** A PNG. @throws when this browser draws none */
export async function comparePicture(
  { now, before, low, high, levels, ticks }: DrawnComparison,
  words: PictureWords,
): Promise<Uint8Array<ArrayBuffer>> {
  await chartFontsReady();
  const canvas = document.createElement('canvas');
  canvas.width = (PLOT.left + PLOT.width + 24) * SCALE;
  canvas.height = (PLOT.top + PLOT.height + PLOT.bottom) * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  const colours = chartColours();
  context.scale(SCALE, SCALE);
  context.font = `11px ${NUMBER_FONT}`;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  levels.forEach((text, at) => {
    const y = PLOT.top + (at / Math.max(1, levels.length - 1)) * PLOT.height;
    context.fillText(text, PLOT.left - 8, y);
    context.strokeRect(PLOT.left, y, PLOT.width, 0);
  });
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { share, text } of ticks)
    context.fillText(text, PLOT.left + share * PLOT.width, PLOT.top + PLOT.height + 8);
  context.translate(PLOT.left, PLOT.top);
  const box: SparkBox = { width: PLOT.width, height: PLOT.height, low, high, steps: now.length };
  context.lineJoin = 'round';
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.strokeStyle = colours.muted;
  context.stroke(new Path2D(linePath(before, box)));
  context.setLineDash([]);
  context.lineWidth = 2;
  context.strokeStyle = token('--accent');
  context.stroke(new Path2D(linePath(now, box)));
  return chartPicture(canvas, words, SCALE);
}
