import { Trans } from '@lingui/react/macro';
import { memo, useCallback } from 'react';
import type { CityState, TrendRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { formatMinute, formatNumber, NO_VALUE } from '../ui/format.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { RevisedMark } from '../ui/revised-mark.tsx';
import { deviationOf, usualAtNewest } from '../ui/deviation.ts';
import { bandPath, lastPoint, linePath, paddedRange, rangeOf, revisedTicks, yAt } from '../ui/spark-path.ts';
import type { SparkBox } from '../ui/spark-path.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { namedMarks } from '../ui/linked/incident-marks.ts';
import type { IncidentMark } from '../ui/linked/incident-marks.ts';
import { roundMarks } from './round-marks.ts';
import { TrendPicker } from './trend-picker.tsx';
import { useRoomMarks } from '../ui/linked/use-room-marks.ts';
import './corridor-panel.css';

/** Six corridors over the civil day with what is usual at each time of day behind them. */
export function CorridorPanel({ id }: { id: string }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const panel = ground.panels?.find((one) => one.id === id);
  const select = useCallback((state: CityState) => selectCorridors(state, id), [id]);
  const trends = useLive(select, TRENDS);
  const newest = newestOf(trends);
  const unit = trends[0]?.unit ?? 'km/h';
  const startMs = trends[0]?.spark.startMs ?? 0;
  const marks = useRoomMarks(startMs, startMs + DAY_MS, MOST_MARKS);
  return (
    <Panel
      className="corridors"
      title={panel === undefined ? <Trans>Tốc độ trục chính</Trans> : inLocale(panel.name, locale)}
      subtitle={
        trends.some((trend) => trend.usual) ? (
          <UsualSummary unit={unit} trends={trends} />
        ) : (
          <Trans>{unit} · hôm nay</Trans>
        )
      }
      marks={newest !== null && <FreshMark eventTimeMs={newest.eventTimeMs} periodMs={newest.periodMs} />}
    >
      {trends.length === 0 ? (
        <EmptyNote>
          <Trans>Chưa có trục đường nào được khai báo.</Trans>
        </EmptyNote>
      ) : (
        <div className="corridor-grid">
          {trends.map((trend) => (
            <CorridorTrend key={trend.id} trend={trend} marks={marks} />
          ))}
        </div>
      )}
    </Panel>
  );
}

/** The band is behind each line; how many stray from it is said once. Lines that are stale or unknown stray from nothing. */
function UsualSummary({ unit, trends }: { unit: string; trends: readonly TrendRecord[] }) {
  const said = trends.map(({ value, spark, usual }) =>
    deviationOf(value, usualAtNewest(spark.values, usual)),
  );
  const below = said.filter((each) => each === 'below').length;
  const above = said.filter((each) => each === 'above').length;
  if (below > 0 && above > 0)
    return (
      <Trans>
        {unit} · {below} chậm hơn, {above} nhanh hơn thường ngày
      </Trans>
    );
  if (below > 0)
    return (
      <Trans>
        {unit} · {below} chậm hơn thường ngày
      </Trans>
    );
  if (above > 0)
    return (
      <Trans>
        {unit} · {above} nhanh hơn thường ngày
      </Trans>
    );
  return <Trans>{unit} · nền: thường ngày</Trans>;
}

interface Marked {
  trend: TrendRecord;
  marks: readonly IncidentMark[];
}

const CorridorTrend = memo(function CorridorTrend({ trend, marks }: Marked) {
  const locale = useLocale();
  const freshness = useFreshness(trend.eventTimeMs, trend.periodMs);
  const isHidden = freshness === 'dead' || freshness === 'none';
  const priority = isHidden || freshness === 'stale' ? null : trend.priority;
  return (
    <figure
      className={`corridor ${freshness === 'stale' || isHidden ? 'corridor-old' : `corridor-p${priority ?? 0}`}`}
    >
      <figcaption>
        <span className="clip">{inLocale(trend.name, locale)}</span>
        <span className="corridor-figure">
          {!isHidden && <RevisedMark times={trend.revision} />}
          <FigureButton request={{ kind: 'trend', id: trend.id, binMs: null }}>
            <strong className="num">
              {isHidden ? NO_VALUE : formatNumber(trend.value, trend.decimals, locale)}
            </strong>
          </FigureButton>
        </span>
      </figcaption>
      <div className="corridor-plot">
        <CorridorLine trend={trend} marks={marks} />
        <TrendPicker trend={trend} boxIn={corridorBox} points={trendPoints(trend)} />
      </div>
    </figure>
  );
});

const PLOT = { left: 26, width: 172, height: 38 };

const CorridorLine = memo(function CorridorLine({ trend, marks }: Marked) {
  const { ground } = useCentre();
  const { spark, usual } = trend;
  const steps = trendPoints(trend);
  const [low, high] = paddedRange(widened(rangeOf(spark.values, usual?.low, usual?.high) ?? [0, 60]), 0.2);
  const box: SparkBox = { ...PLOT, low, high, steps };
  const end = lastPoint(spark.values, box);
  const hours = [0, 8, 16];
  const markX = (atMs: number): number =>
    ((atMs - spark.startMs) / spark.stepMs / Math.max(1, steps - 1)) * PLOT.width;
  // Without a band the plot ends at its newest value: what began later has no place in it yet.
  const shown = marks.filter(({ atMs }) => markX(atMs) <= PLOT.width);
  const named = namedMarks(shown, NAME_ROOM_MS);
  return (
    <svg viewBox="0 0 200 58" aria-hidden="true">
      {roundMarks(low, high, 2).map((mark) => (
        <g key={mark}>
          <path className="corridor-rule" d={`M${PLOT.left} ${yAt(mark, box) + 4}h${PLOT.width}`} />
          <text x={PLOT.left - 5} y={yAt(mark, box) + 7.5} textAnchor="end">
            {mark}
          </text>
        </g>
      ))}
      <g transform={`translate(${PLOT.left} 4)`}>
        {usual !== undefined && <path className="corridor-band" d={bandPath(usual.low, usual.high, box)} />}
        {shown.map(({ id, priority, atMs }) => (
          <path
            key={id}
            className={`corridor-mark corridor-mark-p${priority}`}
            d={`M${markX(atMs)} 0v${PLOT.height}`}
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
      {hours.map((hour) => (
        <text key={hour} x={PLOT.left + (hour / 24) * PLOT.width} y="55.5" textAnchor="middle">
          {formatMinute(spark.startMs + hour * 3_600_000, ground.zone)}
        </text>
      ))}
    </svg>
  );
});

/** Points of the day that the width stands for. */
function trendPoints({ spark, usual }: TrendRecord): number {
  return Math.max(spark.values.length, usual?.low.length ?? 0);
}

const VIEW = { width: 200, height: 58 };

/** Where the plot lies: the drawing keeps its shape, in the middle of what room there is. */
function corridorBox(width: number, height: number): PlotBox {
  const scale = Math.min(width / VIEW.width, height / VIEW.height);
  return {
    left: (width - VIEW.width * scale) / 2 + PLOT.left * scale,
    top: (height - VIEW.height * scale) / 2 + 4 * scale,
    width: PLOT.width * scale,
    height: PLOT.height * scale,
  };
}

/** At least 16 km/h from bottom to top: a calm morning must not look like an earthquake. */
function widened([low, high]: [number, number]): [number, number] {
  const missing = Math.max(0, 16 - (high - low)) / 2;
  return [Math.max(0, low - missing), high + missing];
}

const DAY_MS = 86_400_000;
/** Six small plots show the same: more than three lines in each would be a fence. */
const MOST_MARKS = 3;
/** As wide as a name is drawn. */
const NAME_ROOM_MS = 150 * 60_000;
const TRENDS = { tables: ['trend'], maxHz: 1 } as const;

function selectCorridors({ records }: CityState, panel = 'corridors'): TrendRecord[] {
  return [...records.trend.values()]
    .filter((trend) => trend.panel === panel)
    .sort((a, b) => a.order - b.order)
    .slice(0, 6);
}

function newestOf(trends: readonly TrendRecord[]): TrendRecord | null {
  let newest: TrendRecord | null = null;
  for (const trend of trends) if ((trend.eventTimeMs ?? 0) > (newest?.eventTimeMs ?? 0)) newest = trend;
  return newest ?? trends[0] ?? null;
}
