import { memo, useRef } from 'react';
import type { TrendRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { formatMinute } from '../ui/format.ts';
import { namedMarks } from '../ui/linked/incident-marks.ts';
import type { IncidentMark } from '../ui/linked/incident-marks.ts';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { bandPath, lastPoint, linePath, paddedRange, rangeOf, revisedTicks, yAt } from '../ui/spark-path.ts';
import type { SparkBox } from '../ui/spark-path.ts';
import { remPx } from '../ui/use-fitting-rows.ts';
import { useRoom } from '../ui/use-room.ts';
import { axisHours } from '../live/scene-span.ts';
import { roundMarks } from './round-marks.ts';

/** Design pixels round the plot: its letters keep their size, the plot takes what room is left. */
const MARGIN = { left: 28, right: 4, top: 5, bottom: 16 };
/** The plot of a panel that has the design's size, until it is measured. */
const DESIGN = { width: 12, height: 4 };
const REM_PX = 16;

/** The line of one corridor over its day, what is usual behind it, and when incidents began. */
export const CorridorLine = memo(function CorridorLine({
  trend,
  marks,
}: {
  trend: TrendRecord;
  marks: readonly IncidentMark[];
}) {
  const host = useRef<HTMLDivElement>(null);
  const room = useRoom(host) ?? DESIGN;
  const view = { width: room.width * REM_PX, height: room.height * REM_PX };
  return (
    <div className="corridor-drawing" ref={host}>
      <svg viewBox={`0 0 ${view.width} ${view.height}`} aria-hidden="true">
        <Drawing trend={trend} marks={marks} plot={plotIn(view.width, view.height)} />
      </svg>
    </div>
  );
});

function Drawing({
  trend,
  marks,
  plot: { left, top, width, height },
}: {
  trend: TrendRecord;
  marks: readonly IncidentMark[];
  plot: PlotBox;
}) {
  const { ground } = useCentre();
  const { spark, usual } = trend;
  const steps = trendPoints(trend);
  const [low, high] = paddedRange(widened(rangeOf(spark.values, usual?.low, usual?.high) ?? [0, 60]), 0.2);
  const box: SparkBox = { width, height, low, high, steps };
  const end = lastPoint(spark.values, box);
  const markX = (atMs: number): number =>
    ((atMs - spark.startMs) / spark.stepMs / Math.max(1, steps - 1)) * width;
  // Without a band the plot ends at its newest value: what began later has no place in it yet.
  const shown = marks.filter(({ atMs }) => markX(atMs) <= width);
  const hours = Math.max(1, Math.round(((steps - 1) * spark.stepMs) / HOUR_MS));
  const named = namedMarks(shown, (NAME_PX / width) * hours * HOUR_MS);
  return (
    <>
      {roundMarks(low, high, 2).map((mark) => (
        <g key={mark}>
          <path className="corridor-rule" d={`M${left} ${top + yAt(mark, box)}h${width}`} />
          <text x={left - 5} y={top + yAt(mark, box) + 3.8} textAnchor="end">
            {mark}
          </text>
        </g>
      ))}
      <g transform={`translate(${left} ${top})`}>
        {usual !== undefined && <path className="corridor-band" d={bandPath(usual.low, usual.high, box)} />}
        {shown.map(({ id, priority, atMs }) => (
          <path
            key={id}
            className={`corridor-mark corridor-mark-p${priority}`}
            d={`M${markX(atMs)} 0v${height}`}
          />
        ))}
        {[...named].map(({ id, priority, atMs }) => (
          <text key={id} className="corridor-mark-name" x={markX(atMs)} y={8} textAnchor="middle">
            P{priority}
          </text>
        ))}
        <path className="corridor-line" d={linePath(spark.values, box)} />
        <path className="revised-ticks" d={revisedTicks(spark.revised, box)} />
        {end !== null && <circle className="corridor-end" cx={end.x} cy={end.y} r="1.9" />}
      </g>
      {axisHours(hours, MOST_HOURS).map((hour) => (
        <text key={hour} x={left + (hour / hours) * width} y={top + height + 13} textAnchor="middle">
          {formatMinute(spark.startMs + hour * HOUR_MS, ground.zone)}
        </text>
      ))}
    </>
  );
}

/** Points of the day that the width stands for. */
export function trendPoints({ spark, usual }: TrendRecord): number {
  return Math.max(spark.values.length, usual?.low.length ?? 0);
}

/** Where the plot lies in a drawing of this size, CSS pixels. */
export function corridorBox(width: number, height: number): PlotBox {
  const unit = remPx() / REM_PX;
  const { left, top, ...size } = plotIn(width / unit, height / unit);
  return { left: left * unit, top: top * unit, width: size.width * unit, height: size.height * unit };
}

/** Design pixels. */
function plotIn(width: number, height: number): PlotBox {
  const { left, right, top, bottom } = MARGIN;
  return {
    ...{ left, top },
    ...{ width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) },
  };
}

/** At least 16 km/h from bottom to top: a calm morning must not look like an earthquake. */
function widened([low, high]: [number, number]): [number, number] {
  const missing = Math.max(0, 16 - (high - low)) / 2;
  return [Math.max(0, low - missing), high + missing];
}

/** Labels of the axis, from left to right. */
const MOST_HOURS = 3;
const HOUR_MS = 3_600_000;
/** As wide as a name is drawn, design pixels. */
const NAME_PX = 18;
