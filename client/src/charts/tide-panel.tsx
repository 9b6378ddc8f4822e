import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo } from 'react';
import type { CityState, TrendRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { useSceneHours, useTrendsInScene } from '../live/use-scene-hours.ts';
import { formatNumber, NO_VALUE } from '../ui/format.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { RevisedMark } from '../ui/revised-mark.tsx';
import { shownUnit } from '../ui/shown-unit.ts';
import { usualAtNewest } from '../ui/deviation.ts';
import { UsualWords } from '../ui/usual-words.tsx';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { EChart } from './echart.tsx';
import { tideBox, tideOption, tidePoints } from './tide-option.ts';
import { TrendPicker } from './trend-picker.tsx';
import { useRoomMarks } from '../ui/linked/use-room-marks.ts';
import './tide-panel.css';

/** The water level of the day against its alarm levels; the highest level that is exceeded is said in words. `id`: of the panel. */
export function TidePanel({ id }: { id: string }) {
  const select = useCallback((state: CityState) => selectLevel(state, id), [id]);
  const trend = useLive(select, TRENDS);
  if (trend === null) {
    return (
      <Panel className="tide" title={<Trans>Mực nước</Trans>}>
        <EmptyNote>
          <Trans>Chưa có trạm mực nước nào gửi số liệu.</Trans>
        </EmptyNote>
      </Panel>
    );
  }
  return <TideOf trend={trend} />;
}

function TideOf({ trend: ofDay }: { trend: TrendRecord }) {
  const [trend] = useTrendsInScene(useMemo(() => [ofDay], [ofDay])) as readonly [TrendRecord];
  const hours = useSceneHours();
  const { ground } = useCentre();
  const { t } = useLingui();
  const locale = useLocale();
  const freshness = useFreshness(trend.eventTimeMs, trend.periodMs);
  const isHidden = freshness === 'dead' || freshness === 'none';
  const exceeded = isHidden ? null : exceededThreshold(trend);
  const { startMs } = trend.spark;
  const marks = useRoomMarks(startMs, startMs + hours * HOUR_MS, MOST_MARKS);
  const option = useCallback(
    () => tideOption(trend, { zone: ground.zone, locale, incidents: marks, hours }),
    [trend, ground.zone, locale, marks, hours],
  );
  const name = inLocale(trend.name, locale);
  const shown = isHidden ? NO_VALUE : formatNumber(trend.value, trend.decimals, locale);
  const level = exceeded === null ? '' : inLocale(exceeded.name, locale);
  return (
    <Panel
      className="tide"
      title={name}
      subtitle={
        <span className="is-whole">
          <UsualWords
            value={isHidden ? null : trend.value}
            range={usualAtNewest(trend.spark.values, trend.usual)}
            decimals={trend.decimals}
            isShort
          />
        </span>
      }
      isStale={freshness === 'stale' || freshness === 'dead'}
      marks={
        <>
          {exceeded !== null && (
            <span className={`tide-level tide-level-p${exceeded.priority}`}>
              <Trans>Trên {level}</Trans>
            </span>
          )}
          {!isHidden && <RevisedMark times={trend.revision} />}
          <FigureButton request={{ kind: 'trend', id: trend.id, binMs: null }}>
            <strong
              className={`tide-value num ${exceeded === null ? '' : `tide-value-p${exceeded.priority}`}`}
            >
              {shown}
              {!isHidden && <span className="tide-unit">{shownUnit(trend.unit)}</span>}
            </strong>
          </FigureButton>
          <FreshMark eventTimeMs={trend.eventTimeMs} periodMs={trend.periodMs} />
        </>
      }
    >
      <EChart option={option} label={t`${name}: ${shown} ${trend.unit}`} />
      <TrendPicker trend={trend} boxIn={tideBox} points={tidePoints(hours)} />
    </Panel>
  );
}

const HOUR_MS = 3_600_000;
const MOST_MARKS = 6;
const TRENDS = { tables: ['trend'], maxHz: 1 } as const;

function selectLevel({ records }: CityState, panel: string): TrendRecord | null {
  let first: TrendRecord | null = null;
  for (const trend of records.trend.values()) {
    if (trend.panel === panel && (first === null || trend.order < first.order)) first = trend;
  }
  return first;
}

/** The highest threshold at or below the value. */
function exceededThreshold({
  value,
  thresholds,
}: TrendRecord): NonNullable<TrendRecord['thresholds']>[number] | null {
  if (value === null) return null;
  const passed = (thresholds ?? []).filter((threshold) => value >= threshold.value);
  return passed.sort((a, b) => b.value - a.value)[0] ?? null;
}
