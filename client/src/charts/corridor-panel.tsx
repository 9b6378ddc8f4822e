import { Plural, Trans } from '@lingui/react/macro';
import { memo, useCallback, useRef } from 'react';
import type { CityState, TrendRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { freshnessOf } from '../live/freshness.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { useSceneHours, useTrendsInScene } from '../live/use-scene-hours.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatNumber, NO_VALUE } from '../ui/format.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { RevisedMark } from '../ui/revised-mark.tsx';
import { deviationOf, usualAtNewest } from '../ui/deviation.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { useRoom } from '../ui/use-room.ts';
import type { IncidentMark } from '../ui/linked/incident-marks.ts';
import { CORRIDOR_GAP, corridorFit, mostUrgent } from './corridor-fit.ts';
import { corridorBox, CorridorLine, trendPoints } from './corridor-line.tsx';
import { TrendPicker } from './trend-picker.tsx';
import { useRoomMarks } from '../ui/linked/use-room-marks.ts';
import './corridor-panel.css';

/** Up to six corridors over the civil day with what is usual at each time of day behind them. */
export function CorridorPanel({ id }: { id: string }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const panel = ground.panels?.find((one) => one.id === id);
  const select = useCallback((state: CityState) => selectCorridors(state, id), [id]);
  const trends = useTrendsInScene(useLive(select, TRENDS));
  const hours = useSceneHours();
  const newest = newestOf(trends);
  const unit = trends[0]?.unit ?? 'km/h';
  const startMs = trends[0]?.spark.startMs ?? 0;
  const marks = useRoomMarks(startMs, startMs + hours * HOUR_MS, MOST_MARKS);
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
        <CorridorGrid trends={trends} marks={marks} />
      )}
    </Panel>
  );
}

/** As many as can be read in the room there is; what is not drawn is counted. */
function CorridorGrid({ trends, marks }: { trends: readonly TrendRecord[]; marks: readonly IncidentMark[] }) {
  const host = useRef<HTMLDivElement>(null);
  const { columns, rows, shown } = corridorFit(trends.length, useRoom(host));
  const rest = trends.length - shown;
  return (
    <div className="corridor-body">
      <div className="corridor-room" ref={host}>
        <div
          className="corridor-grid"
          style={{
            gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`,
            gap: `${CORRIDOR_GAP.row}rem ${CORRIDOR_GAP.column}rem`,
          }}
        >
          {mostUrgent(trends, shown).map((trend) => (
            <CorridorTrend key={trend.id} trend={trend} marks={marks} />
          ))}
        </div>
        {rest > 0 && (
          <p className="corridor-rest muted">
            <Plural value={rest} one="và # trục khác" other="và # trục khác" />
          </p>
        )}
      </div>
    </div>
  );
}

/** The band is behind each line; how many stray from it is said once. Lines that are stale or unknown stray from nothing. */
function UsualSummary({ unit, trends }: { unit: string; trends: readonly TrendRecord[] }) {
  const nowMs = useNowMs();
  const said = trends.map(({ value, spark, usual, eventTimeMs, periodMs }) =>
    ['live', 'late'].includes(freshnessOf({ eventTimeMs, periodMs, nowMs }))
      ? deviationOf(value, usualAtNewest(spark.values, usual))
      : null,
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

const HOUR_MS = 3_600_000;
/** Six small plots show the same: more than three lines in each would be a fence. */
const MOST_MARKS = 3;
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
