import { Trans, useLingui } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { useCallback, useEffect, useMemo } from 'react';
import type { CityState, UsualRange } from '@metropane/live-state';
import { Link, useLocation } from 'wouter';
import { historyPath } from '../ui/linked/history-path.ts';
import type { IncidentMark } from '../ui/linked/incident-marks.ts';
import { LinkedSpark, usePointed } from '../ui/linked/linked-spark.tsx';
import type { ToldSeries } from '../ui/linked/told-series.ts';
import type { CursorStore } from '../ui/linked/cursor-store.ts';
import { useCentre } from '../live/centre-context.ts';
import type { NearbyEntity } from '../live/nearby-entities.ts';
import { windowAt } from '../live/receipt-request.ts';
import type { SeriesRequest } from '../live/receipt-request.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { seriesQuery } from '../live/usual-store.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { formatMinute, formatNumber, NO_VALUE } from '../ui/format.ts';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { useUsual } from '../ui/use-usual.ts';
import { SPAN_MS, useLastHour } from './use-last-hour.ts';
import type { LastHour } from './use-last-hour.ts';
import './nearby-readings.css';

/** What all tiles share. */
export interface NearbyBoard {
  cursor: CursorStore;
  marks: readonly IncidentMark[];
  /** What a tile shows, for a file; null = it is gone. */
  onTold: (key: string, series: ToldSeries | null) => void;
}

/** One thing: its newest value, its last hour, and under the cursor of all tiles what it was then. */
export function NearbyTile({ nearby, board }: { nearby: NearbyEntity; board: NearbyBoard }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const { domain, entity, metric } = nearby;
  const select = useCallback(
    (state: CityState) => newestReading(state, { domain, entity, metric }),
    [domain, entity, metric],
  );
  const tables = useMemo(() => [`layer:${domain}` as const], [domain]);
  const reading = useLive(select, { tables, maxHz: 1 });
  const lastHour = useLastHour(nearby);
  const { spark } = lastHour;
  const usual = useBand(nearby, lastHour);
  const name = nearby.name[locale];
  useTold(nearby, { lastHour, usual, onTold: board.onTold });
  const freshness = useFreshness(reading.eventTimeMs, PERIOD_MS);
  const isHidden = freshness === 'dead' || freshness === 'none';
  const unit = metricSuffix(metric)?.shown ?? '';
  const far = formatNumber(nearby.distanceM / 1000, 1, locale);
  const pointed = usePointed(board.cursor, spark);
  const [, navigate] = useLocation();
  const figureId = `series/${domain}/${entity}/${metric}`;
  const wordsAt = (at: number): string => {
    const value = spark?.values[at] ?? null;
    const said =
      value === null ? t`không có số đo` : `${formatNumber(value, decimalsOf(value), locale)} ${unit}`;
    return `${formatMinute(spark!.startMs + at * spark!.stepMs, ground.zone)}: ${said}`;
  };
  return (
    <section className="nearby-tile">
      <header>
        <h3 className="clip">
          <Link href={`/desk/trends/${encodeURIComponent(figureId)}`}>{name}</Link>
        </h3>
        <FreshMark eventTimeMs={reading.eventTimeMs} periodMs={PERIOD_MS} isShort />
      </header>
      <div className="nearby-row">
        <FigureButton request={receiptOf(nearby, reading.eventTimeMs)}>
          <strong className="num">
            {isHidden ? NO_VALUE : formatNumber(reading.value, decimalsOf(reading.value), locale)}
          </strong>
        </FigureButton>
        {pointed === null && <span className="nearby-unit muted">{unit}</span>}
        <span className={`clip ${pointed === null ? 'nearby-far muted' : 'num nearby-pointed'}`}>
          {pointed === null ? `${far} km` : wordsAt(pointed.at)}
        </span>
        {spark === null ? (
          <HourWords lastHour={lastHour} />
        ) : (
          <LinkedSpark
            spark={spark}
            usual={usual}
            isOld={isHidden || freshness === 'stale' || lastHour.problem !== null}
            cursor={board.cursor}
            marks={board.marks}
            label={t`${name}: con trỏ thời gian`}
            wordsAt={wordsAt}
            onSpan={(fromMs, toMs) => navigate(historyPath(figureId, { fromMs, toMs }))}
          />
        )}
      </div>
    </section>
  );
}

/** Where the line of the hour would stand: why there is none. */
function HourWords({ lastHour: { problem } }: { lastHour: LastHour }) {
  return (
    <small className="nearby-none muted">
      {problem === null ? <Trans>đang hỏi…</Trans> : <code>{problem.code}</code>}
    </small>
  );
}

/** What is usual in each window of the hour; undefined while it is not known, and where too few days are. */
function useBand({ domain, entity, metric }: NearbyEntity, { spark }: LastHour): UsualRange | undefined {
  const startMs = spark?.startMs ?? 0;
  const source = spark === null ? null : seriesQuery({ domain, entity, metric });
  const { answers, at } = useUsual(source, 'PT5M', { fromMs: startMs, toMs: startMs + SPAN_MS });
  return useMemo(() => {
    if (spark === null || answers === null) return undefined;
    const points = spark.values.map((_, step) => at(spark.startMs + step * spark.stepMs));
    if (points.every((point) => point === null)) return undefined;
    return {
      low: points.map((point) => point?.low ?? null),
      high: points.map((point) => point?.high ?? null),
      days: answers.at(-1)?.days ?? 0,
    };
  }, [spark, answers, at]);
}

/** Tells the panel what stands here, and that it left. */
function useTold(
  { domain, entity, metric, name }: NearbyEntity,
  {
    lastHour: { spark },
    usual,
    onTold,
  }: { lastHour: LastHour; usual: UsualRange | undefined; onTold: NearbyBoard['onTold'] },
): void {
  const locale = useLocale();
  const shownName = name[locale];
  useEffect(
    function tellPanel() {
      const source = `${domain} ${entity} ${metric}`;
      const range = (at: number): { low: number; high: number } | null => {
        const [low, high] = [usual?.low[at] ?? null, usual?.high[at] ?? null];
        return low === null || high === null ? null : { low, high };
      };
      if (spark !== null)
        onTold(source, {
          ...{ source, name: shownName, unit: metricSuffix(metric)?.shown ?? '', decimals: 2 },
          ...{ values: spark.values, usual: spark.values.map((_, at) => range(at)) },
        });
      return () => onTold(source, null);
    },
    [domain, entity, metric, shownName, spark, usual, onTold],
  );
}

/** Stations differ; five minutes is the slowest of those that are read at a desk while an incident runs. */
const PERIOD_MS = 300_000;

/** The window whose newest value is the one that is shown. */
function receiptOf(
  { domain, entity, metric }: NearbyEntity,
  eventTimeMs: number | null,
): SeriesRequest | null {
  if (eventTimeMs === null) return null;
  const startMs = windowAt(eventTimeMs, 'PT5M');
  return { kind: 'series', domain, entity, metric, window: 'PT5M', startMs, stat: 'last' };
}

function decimalsOf(value: number | null): number {
  return value !== null && Math.abs(value) < 10 ? 2 : 0;
}

/** The newest value of a thing as the room holds it. */
export function newestReading(
  { layers }: CityState,
  { domain, entity, metric }: Pick<NearbyEntity, 'domain' | 'entity' | 'metric'>,
): { value: number | null; eventTimeMs: number | null } {
  const table = layers.get(domain);
  const row = table?.names.indexOf(entity) ?? -1;
  if (table === undefined || row < 0) return { value: null, eventTimeMs: null };
  const value = table.metrics[table.schema.metrics.indexOf(metric)]?.[row] ?? Number.NaN;
  const eventTimeMs = table.eventTimeMs[row] ?? Number.NaN;
  return {
    value: Number.isNaN(value) ? null : value,
    eventTimeMs: Number.isNaN(eventTimeMs) ? null : eventTimeMs,
  };
}
