/** Series of a panel as one picture, one below the other over one axis of time, each over what is usual in it. */
import { chartColours, chartFontsReady, NUMBER_FONT, TEXT_FONT } from '../chart-theme.ts';
import type { ChartColours } from '../chart-theme.ts';
import { formatMinute, formatNumber } from '../format.ts';
import type { Locale } from '../format.ts';
import { bandPath, linePath, paddedRange, rangeOf } from '../spark-path.ts';
import type { SparkBox } from '../spark-path.ts';
import { chartPicture } from './chart-png.ts';
import type { PictureWords } from './chart-png.ts';
import type { IncidentMark } from './incident-marks.ts';
import { shareOfTime, startOf } from './step-cursor.ts';
import type { ToldSeries, ToldSpan } from './told-series.ts';

/** CSS pixels of a row and of the plot in it. */
const ROW = { width: 720, height: 150 };
const PLOT = { left: 64, top: 40, width: 636, height: 84 };
/** Pixels per CSS pixel: sharp on paper. */
const SCALE = 2;
const WHOLE = { left: 0, width: 1, kind: 'points' } as const;
const MOST_TICKS = 6;

interface Look {
  span: ToldSpan;
  marks: readonly IncidentMark[];
  locale: Locale;
}

/** A PNG. @throws when this browser draws none */
export async function seriesPicture(
  series: readonly ToldSeries[],
  span: ToldSpan,
  { words, marks, locale }: { words: PictureWords; marks: readonly IncidentMark[]; locale: Locale },
): Promise<Uint8Array<ArrayBuffer>> {
  await chartFontsReady();
  const canvas = document.createElement('canvas');
  canvas.width = ROW.width * SCALE;
  canvas.height = ROW.height * series.length * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  const colours = chartColours();
  context.scale(SCALE, SCALE);
  for (const one of series) {
    drawRow(context, one, { span, marks, locale, colours });
    context.translate(0, ROW.height);
  }
  return chartPicture(canvas, words, SCALE);
}

function drawRow(
  context: CanvasRenderingContext2D,
  { name, unit, source, decimals, values, usual }: ToldSeries,
  { colours, ...look }: Look & { colours: ChartColours },
): void {
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.font = `500 13px ${TEXT_FONT}`;
  context.fillStyle = colours.text;
  context.fillText([name, unit, source].filter(Boolean).join(' · '), 0, 16, ROW.width);
  const low = usual.map((range) => range?.low ?? null);
  const high = usual.map((range) => range?.high ?? null);
  const [bottom, top] = paddedRange(rangeOf(values, low, high) ?? [0, 1]);
  const { width, height } = PLOT;
  const box: SparkBox = { width, height, low: bottom, high: top, steps: look.span.count };
  context.save();
  context.translate(PLOT.left, PLOT.top);
  context.fillStyle = colours.band;
  context.fill(new Path2D(bandPath(low, high, box)));
  drawLevels(context, { bottom, top, decimals, locale: look.locale, colours });
  drawTimes(context, look.span, colours);
  drawMarks(context, look, colours);
  context.strokeStyle = colours.data;
  context.lineWidth = 1.6;
  context.lineJoin = 'round';
  context.stroke(new Path2D(linePath(values, box)));
  context.restore();
}

function drawLevels(
  context: CanvasRenderingContext2D,
  {
    bottom,
    top,
    decimals,
    locale,
    colours,
  }: { bottom: number; top: number; decimals: number; locale: Locale; colours: ChartColours },
): void {
  context.font = `11px ${NUMBER_FONT}`;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const share of [0, 0.5, 1]) {
    const y = Math.round(share * PLOT.height) + 0.5;
    context.strokeRect(0, y, PLOT.width, 0);
    context.fillText(formatNumber(top - share * (top - bottom), decimals, locale), -8, y);
  }
}

function drawTimes(context: CanvasRenderingContext2D, span: ToldSpan, { muted }: ChartColours): void {
  const { count, zone, periods } = span;
  const every = Math.max(1, Math.ceil(count / MOST_TICKS));
  context.fillStyle = muted;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (let at = 0; at < count; at += every) {
    const x = (at / Math.max(1, count - 1)) * PLOT.width;
    const text = periods?.[at]?.id ?? formatMinute(startOf(at, span), zone);
    context.fillText(text, x, PLOT.height + 10);
  }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { span, marks }: Look,
  { priority: colourOf, text }: ChartColours,
): void {
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  for (const { atMs, priority } of marks) {
    const share = shareOfTime(atMs, span, WHOLE);
    if (share === null) continue;
    context.strokeStyle = colourOf[priority];
    context.strokeRect(share * PLOT.width, 0, 0, PLOT.height);
    context.fillStyle = text;
    context.fillText(`P${priority}`, share * PLOT.width, -2);
  }
}
