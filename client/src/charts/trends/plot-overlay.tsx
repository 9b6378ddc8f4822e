import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { remPx } from '../../ui/use-fitting-rows.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { shareAt } from './time-span.ts';
import type { Axis } from './time-span.ts';
import { TREND_MARGIN } from './trend-look.ts';

/** A drag shorter than this is a click that trembled. */
const LEAST_DRAG = 0.01;

/**
 * The pointer over a chart: moving it moves the cursor of all charts, dragging chooses a stretch of time. The line of the cursor
 * stands here, so that the chart below is not painted when it moves.
 */
export function PlotOverlay({
  axis,
  cursor,
  onDrag,
}: {
  axis: Axis;
  cursor: CursorStore;
  onDrag: (fromMs: number, toMs: number) => void;
}) {
  const start = useRef<number | null>(null);
  const timeAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const rem = remPx() / 16;
    const [from, to] = [TREND_MARGIN.left * rem, width - TREND_MARGIN.right * rem];
    const share = Math.min(1, Math.max(0, (event.clientX - left - from) / Math.max(1, to - from)));
    return axis.fromMs + share * (axis.toMs - axis.fromMs);
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    const timeMs = timeAt(event);
    cursor.setState({
      timeMs,
      drag: start.current === null ? null : { fromMs: start.current, toMs: timeMs },
    });
  };
  return (
    <div
      className="trend-overlay"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = timeAt(event);
      }}
      onPointerMove={move}
      onPointerUp={(event) => {
        const fromMs = start.current;
        const toMs = timeAt(event);
        start.current = null;
        cursor.setState({ drag: null });
        if (fromMs !== null && Math.abs(toMs - fromMs) > (axis.toMs - axis.fromMs) * LEAST_DRAG)
          onDrag(fromMs, toMs);
      }}
      onPointerCancel={() => {
        start.current = null;
        cursor.setState({ drag: null });
      }}
    >
      <div className="trend-plot-area">
        <CursorLine axis={axis} cursor={cursor} />
      </div>
    </div>
  );
}

/** The plot as a slider of time for those who do not see its line. Re-rendered by the cursor; what it holds is not. */
export function PlotHost({
  label,
  wordsAt,
  isOld,
  axis,
  cursor,
  onKeyDown,
  children,
}: {
  label: string;
  /** Time and value, of the newest window while nobody points. */
  wordsAt: (timeMs: number | null) => string;
  isOld: boolean;
  axis: Axis;
  cursor: CursorStore;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
}) {
  const timeMs = useStore(cursor, (state) => state.timeMs);
  return (
    <div
      className={`trend-plot ${isOld ? 'hatched' : ''}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={axis.fromMs}
      aria-valuemax={axis.toMs}
      aria-valuenow={timeMs ?? axis.toMs}
      aria-valuetext={wordsAt(timeMs)}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

function CursorLine({ axis, cursor }: { axis: Axis; cursor: CursorStore }) {
  const { timeMs, drag } = useStore(cursor);
  const at = timeMs === null ? null : shareAt(timeMs, axis);
  const left = drag === null ? 0 : shareAt(Math.min(drag.fromMs, drag.toMs), axis);
  const right = drag === null ? 0 : shareAt(Math.max(drag.fromMs, drag.toMs), axis);
  return (
    <>
      {drag !== null && (
        <span className="trend-drag" style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
      )}
      {at !== null && at >= 0 && at <= 1 && (
        <span className="trend-cursor" style={{ left: `${at * 100}%` }} />
      )}
    </>
  );
}
