import { useEffect, useRef } from 'react';
import type { QueueRow } from '../../live/desk-queue.ts';
import { useTheme } from '../../ui/theme.ts';

/**
 * Ticks of every row of the queue by priority beside its scroll bar, and the part that is in view. Of rows that fall on one pixel the most
 * urgent is drawn. A click goes there; for keys and screen readers the list itself is the way.
 */
export function ScrollLane({
  rows,
  window: [from, to],
  onGo,
}: {
  rows: readonly QueueRow[];
  /** Indexes of the first and last row in view. */
  window: readonly [from: number, to: number];
  onGo: (index: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(
    function drawTicks() {
      const element = canvas.current;
      if (element === null) return undefined;
      const draw = (): void => drawLane(element, rows, [from, to]);
      draw();
      const observer = new ResizeObserver(draw);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [rows, from, to, theme],
  );
  return (
    <canvas
      ref={canvas}
      className="scroll-lane"
      aria-hidden="true"
      data-ticks={rows.length}
      onPointerDown={(event) => {
        const { top, height } = event.currentTarget.getBoundingClientRect();
        onGo(Math.round(((event.clientY - top) / height) * (rows.length - 1)));
      }}
    />
  );
}

function drawLane(
  canvas: HTMLCanvasElement,
  rows: readonly QueueRow[],
  [from, to]: readonly [number, number],
): void {
  const scale = devicePixelRatio;
  const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
  if (width === 0 || height === 0) return;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colours = [1, 2, 3, 4].map((priority) => style.getPropertyValue(`--p${priority}`));
  const count = Math.max(1, rows.length);
  const y = (index: number): number => (index / count) * height;
  context.fillStyle = style.getPropertyValue('--track');
  context.fillRect(0, y(from), width, Math.max(4 * scale, y(to + 1) - y(from)));
  const thick = Math.max(1.5 * scale, 2);
  for (const [pixel, priority] of mostUrgentPerPixel(rows, Math.ceil(height / thick))) {
    context.fillStyle = colours[priority - 1] ?? '';
    context.fillRect(width * 0.25, pixel * thick, width * 0.5, thick);
  }
  context.strokeStyle = style.getPropertyValue('--tick');
  context.lineWidth = scale;
  context.strokeRect(
    scale / 2,
    y(from) + scale / 2,
    width - scale,
    Math.max(4 * scale, y(to + 1) - y(from)) - scale,
  );
}

/** Pixel row → priority of the most urgent of the rows that fall on it. */
export function mostUrgentPerPixel(rows: readonly QueueRow[], pixels: number): Map<number, number> {
  const urgent = new Map<number, number>();
  rows.forEach((row, index) => {
    const priority =
      row.kind === 'incident' ? row.incident.priority : row.kind === 'alarm' ? row.alarm.priority : null;
    if (priority === null) return;
    const pixel = Math.floor((index / Math.max(1, rows.length)) * pixels);
    urgent.set(pixel, Math.min(priority, urgent.get(pixel) ?? 4));
  });
  return urgent;
}
