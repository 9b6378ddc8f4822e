import { useEffect, useRef } from 'react';
import { useTheme } from '../../ui/theme.ts';
import { chartColours, scaled } from '../../ui/chart-theme.ts';
import type { ChartColours } from '../../ui/chart-theme.ts';
import { useCanvasTurn } from '../use-canvas-turn.ts';
import { paintTrend } from './paint-trend.ts';
import type { TrendLook } from './trend-look.ts';
import type { TrendPoints } from './trend-points.ts';

/**
 * A trend as a picture: painted anew on new data, a new size or another theme, in its turn, never while hidden.
 * `label` says in words what it shows: a canvas is silent to a screen reader.
 */
export function TrendCanvas({
  points,
  look,
  label,
}: {
  points: TrendPoints;
  look: TrendLook;
  label: string;
}) {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef({ points, look });
  const shownTheme = useRef(theme);
  const paint = useCanvasTurn(canvas, function paintNow() {
    const element = canvas.current!;
    const { clientWidth: width, clientHeight: height } = element;
    const context = element.getContext('2d');
    if (context === null) return;
    const scale = globalThis.devicePixelRatio;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    // Setting a size, even the same one, throws the bitmap away.
    if (element.width !== wide || element.height !== high) [element.width, element.height] = [wide, high];
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const surface = { context, width, height, unit: scaled(1), colours: coloursOf(shownTheme.current) };
    paintTrend(surface, newest.current.points, newest.current.look);
  });
  useEffect(
    function showNewData() {
      newest.current = { points, look };
      shownTheme.current = theme;
      paint();
    },
    // A theme changes the colours, not the data.
    [points, look, theme, paint],
  );
  return <canvas className="trend-canvas" ref={canvas} role="img" aria-label={label} />;
}

/** Twenty tokens read from the page cost more than a chart that is painted with them: read once per theme. */
function coloursOf(theme: string): ChartColours {
  if (kept?.theme !== theme) kept = { theme, colours: chartColours() };
  return kept.colours;
}

let kept: { theme: string; colours: ChartColours } | null = null;
