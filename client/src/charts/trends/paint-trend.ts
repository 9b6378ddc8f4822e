/**
 * Draws one trend on a canvas, from nothing each time: a page of them is painted every minute and at every zoom, and a charting
 * library goes through all of its parts for it (measured: `npm run bench -- client.charts`). Missing windows are gaps.
 */
import { formatDate, formatMinute, formatNumber } from '../../ui/format.ts';
import { NUMBER_FONT } from '../../ui/chart-theme.ts';
import type { ChartColours } from '../../ui/chart-theme.ts';
import { roundMarks } from '../round-marks.ts';
import { ticksOf } from './time-span.ts';
import { decimalsFor, isLong, TREND_MARGIN, valueRange } from './trend-look.ts';
import type { TrendLook } from './trend-look.ts';
import type { TrendPoints } from './trend-points.ts';

/** Height of the strip that marks what is partial: over the whole plot it would hide the line. */
const HATCH_SHARE = 0.07;

export interface Surface {
  context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width: number;
  height: number;
  /** CSS pixels of one design pixel. */
  unit: number;
  colours: ChartColours;
}

interface Plot extends Surface {
  x: (timeMs: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  low: number;
  high: number;
}

/** Clears the surface and draws: the band of what is usual, rules and their labels, limits, what is partial, the line, incidents. */
export function paintTrend(surface: Surface, points: TrendPoints, look: TrendLook): void {
  surface.context.clearRect(0, 0, surface.width, surface.height);
  const plot = plotOf(surface, points, look);
  drawBand(plot, points);
  drawValueRules(plot, look);
  drawTimes(plot, look);
  drawPartial(plot, points);
  drawLimits(plot, look);
  drawLine(plot, points);
  drawIncidents(plot, look);
}

function plotOf(surface: Surface, points: TrendPoints, { axis }: TrendLook): Plot {
  const { width, height, unit } = surface;
  const [low, high] = valueRange(points);
  const left = TREND_MARGIN.left * unit;
  const right = width - TREND_MARGIN.right * unit;
  const top = TREND_MARGIN.top * unit;
  const bottom = height - TREND_MARGIN.bottom * unit;
  return {
    ...surface,
    ...{ left, right, top, bottom, low, high },
    x: (timeMs) => left + ((timeMs - axis.fromMs) / (axis.toMs - axis.fromMs)) * (right - left),
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top),
  };
}

function drawBand(plot: Plot, { times, usual }: TrendPoints): void {
  const { context, colours, x, y } = plot;
  context.save();
  clipToPlot(plot);
  context.fillStyle = colours.band;
  for (let from = 0; from < times.length; from++) {
    if ((usual[from] ?? null) === null) continue;
    let to = from;
    while ((usual[to + 1] ?? null) !== null) to++;
    context.beginPath();
    for (let i = from; i <= to; i++) context.lineTo(x(times[i]!), y(usual[i]!.high));
    for (let i = to; i >= from; i--) context.lineTo(x(times[i]!), y(usual[i]!.low));
    context.closePath();
    context.fill();
    from = to;
  }
  context.restore();
}

/** The first window begins before the left edge. */
function clipToPlot({ context, unit, left, right, top, bottom }: Plot): void {
  context.beginPath();
  context.rect(left, top - 2 * unit, right - left + 2 * unit, bottom - top + 4 * unit);
  context.clip();
}

function drawValueRules(
  { context, colours, unit, left, right, y, low, high }: Plot,
  { locale }: TrendLook,
): void {
  const marks = roundMarks(low, high, 3);
  const decimals = decimalsFor(marks);
  context.font = `${11 * unit}px ${NUMBER_FONT}`;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.lineWidth = unit;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.beginPath();
  for (const mark of marks) {
    const at = crisp(y(mark));
    context.moveTo(left, at);
    context.lineTo(right, at);
    context.fillText(formatNumber(mark, decimals, locale), left - 6 * unit, at);
  }
  context.stroke();
}

function drawTimes(
  { context, colours, unit, left, right, bottom, x }: Plot,
  { axis, offsetMs, zone }: TrendLook,
): void {
  context.strokeStyle = colours.line;
  context.beginPath();
  context.moveTo(left, crisp(bottom));
  context.lineTo(right, crisp(bottom));
  context.stroke();
  context.fillStyle = colours.muted;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let free = left - 10 * unit;
  for (const timeMs of ticksOf(axis, offsetMs)) {
    const text = isLong(axis) ? formatDate(timeMs, zone).slice(0, 5) : formatMinute(timeMs, zone);
    const half = context.measureText(text).width / 2;
    const at = x(timeMs);
    // A label that would touch its neighbour or leave the picture is left out; its time can be read under the cursor.
    if (at - half < free || at + half > right + 10 * unit) continue;
    context.fillText(text, at, bottom + 5 * unit);
    free = at + half + 8 * unit;
  }
}

function drawPartial(
  { context, colours, x, left, right, top, bottom }: Plot,
  { partial }: TrendPoints,
): void {
  const pattern = partial.length === 0 ? null : context.createPattern(hatchTile(colours.muted), 'repeat');
  if (pattern === null) return;
  context.fillStyle = pattern;
  const height = (bottom - top) * HATCH_SHARE;
  for (const [fromMs, toMs] of partial) {
    const from = Math.max(left, x(fromMs));
    context.fillRect(from, bottom - height, Math.min(right, x(toMs)) - from, height);
  }
}

function drawLimits(
  { context, colours, unit, left, right, y, low, high }: Plot,
  { figure }: TrendLook,
): void {
  context.lineWidth = unit;
  context.setLineDash([5 * unit, 4 * unit]);
  for (const { value, priority } of figure.levels) {
    if (value <= low || value >= high) continue;
    context.strokeStyle = colours.priority[priority];
    context.beginPath();
    context.moveTo(left, crisp(y(value)));
    context.lineTo(right, crisp(y(value)));
    context.stroke();
  }
  context.setLineDash([]);
}

/** A single known window between gaps is a dot: a line of one point is no line. */
function drawLine(plot: Plot, { times, values }: TrendPoints): void {
  const { context, colours, unit, x, y } = plot;
  context.save();
  clipToPlot(plot);
  context.strokeStyle = colours.data;
  context.fillStyle = colours.data;
  context.lineWidth = 1.6 * unit;
  context.lineJoin = 'round';
  context.beginPath();
  const dots: [number, number][] = [];
  let isOpen = false;
  for (let i = 0; i < times.length; i++) {
    const value = values[i] ?? null;
    if (value === null) {
      isOpen = false;
      continue;
    }
    const [atX, atY] = [x(times[i]!), y(value)];
    if (isOpen) context.lineTo(atX, atY);
    else if ((values[i + 1] ?? null) === null) dots.push([atX, atY]);
    else context.moveTo(atX, atY);
    isOpen = true;
  }
  context.stroke();
  for (const [atX, atY] of dots) {
    context.beginPath();
    context.arc(atX, atY, 1.75 * unit, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();
}

function drawIncidents({ context, colours, unit, x, top, bottom }: Plot, { incidents }: TrendLook): void {
  context.lineWidth = unit;
  context.font = `600 ${11 * unit}px ${NUMBER_FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  const worstFirst = incidents.toSorted((a, b) => a.priority - b.priority);
  for (const { atMs, priority } of worstFirst.toReversed()) {
    const at = crisp(x(atMs));
    context.strokeStyle = colours.priority[priority];
    context.beginPath();
    context.moveTo(at, top);
    context.lineTo(at, bottom);
    context.stroke();
  }
  // Words of marks that stand close would lie on each other: the worst of them is named.
  const room = 16 * unit;
  const named: number[] = [];
  context.fillStyle = colours.text;
  for (const { atMs, priority } of worstFirst) {
    const at = crisp(x(atMs));
    if (named.some((other) => Math.abs(other - at) < room)) continue;
    named.push(at);
    context.fillText(`P${priority}`, at, top);
  }
}

/** Lines of one pixel lie on pixels: between them they are two grey ones. */
function crisp(at: number): number {
  return Math.round(at) + 0.5;
}

/** The hatch of what is incomplete, as on every panel: lines of 135°. Drawn once per colour. */
function hatchTile(color: string): HTMLCanvasElement {
  const known = tiles.get(color);
  if (known !== undefined) return known;
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (context !== null) {
    context.strokeStyle = color;
    context.beginPath();
    // Three lines, of which two are corners, so that tiles meet without a seam.
    for (const shift of [-TILE, 0, TILE]) {
      context.moveTo(shift - 1, TILE + 1);
      context.lineTo(shift + TILE + 1, -1);
    }
    context.stroke();
  }
  tiles.set(color, tile);
  return tile;
}

const TILE = 6;
const tiles = new Map<string, HTMLCanvasElement>();
