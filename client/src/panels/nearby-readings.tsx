import { Trans } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { CityState, Spark } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { LonLat } from '../live/city-ground.ts';
import { Problem } from '../live/centre-port.ts';
import { channelsOfNearby, measuredFirst, nearbyEntities } from '../live/nearby-entities.ts';
import type { NearbyEntity } from '../live/nearby-entities.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { formatNumber, NO_VALUE } from '../ui/format.ts';
import { windowAt } from '../live/receipt-request.ts';
import type { SeriesRequest } from '../live/receipt-request.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { Sparkline } from '../ui/sparkline.tsx';
import { useLocale } from '../ui/use-locale.ts';
import './nearby-readings.css';

const MOST_TILES = 4;
/** Most stations report every five minutes: in shorter windows their trend would be a row of dots. */
const STEP_MS = 300_000;
const SPAN_MS = 12 * STEP_MS;
const ASK_EVERY_MS = 60_000;

/**
 * What is measured around a place: the nearest thing of each domain, its newest value and its last hour. What has told something
 * comes before what is nearer and silent: a city names more places than it has sensors.
 */
export function NearbyReadings({ loc }: { loc: LonLat }) {
  const { ground, live } = useCentre();
  const [lon, lat] = loc;
  const nearby = useMemo(() => nearbyEntities(ground, [lon, lat]), [ground, lon, lat]);
  const owner = useId();
  useEffect(
    function claimNearby() {
      live.interest.claim(owner, channelsOfNearby(ground, nearby));
      return () => live.interest.release(owner);
    },
    [live, ground, nearby, owner],
  );
  const tables = useMemo(() => nearby.map(({ domain }) => `layer:${domain}` as const), [nearby]);
  const choose = useCallback(
    (state: CityState) =>
      measuredFirst(nearby, (each) => newestReading(state, each).eventTimeMs !== null, MOST_TILES),
    [nearby],
  );
  const shown = useLive(choose, { tables, maxHz: 1 });
  return (
    <div className="nearby">
      {nearby.length === 0 && (
        <p className="muted">
          <Trans>Không có điểm đo nào trong 4 km.</Trans>
        </p>
      )}
      {shown.map((each) => (
        <NearbyTile key={`${each.domain}/${each.entity}`} nearby={each} />
      ))}
    </div>
  );
}

function NearbyTile({ nearby }: { nearby: NearbyEntity }) {
  const locale = useLocale();
  const { domain, entity, metric } = nearby;
  const select = useCallback(
    (state: CityState) => newestReading(state, { domain, entity, metric }),
    [domain, entity, metric],
  );
  const tables = useMemo(() => [`layer:${domain}` as const], [domain]);
  const reading = useLive(select, { tables, maxHz: 1 });
  const spark = useLastHour(nearby);
  const freshness = useFreshness(reading.eventTimeMs, PERIOD_MS);
  const isHidden = freshness === 'dead' || freshness === 'none';
  const unit = metricSuffix(metric)?.shown ?? '';
  const far = formatNumber(nearby.distanceM / 1000, 1, locale);
  return (
    <section className="nearby-tile">
      <header>
        <h3 className="clip">{nearby.name[locale]}</h3>
        <FreshMark eventTimeMs={reading.eventTimeMs} periodMs={PERIOD_MS} isShort />
      </header>
      <p>
        <FigureButton request={receiptOf(nearby, reading.eventTimeMs)}>
          <strong className="num">
            {isHidden ? NO_VALUE : formatNumber(reading.value, decimalsOf(reading.value), locale)}
          </strong>
        </FigureButton>
        <span className="muted">
          {unit} · {far} km
        </span>
        {spark !== null && <Sparkline spark={spark} isOld={isHidden || freshness === 'stale'} />}
      </p>
    </section>
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

function newestReading(
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

/** The settled windows of the last hour, asked for once per minute; null while they cannot be had. */
function useLastHour({ domain, entity, metric }: NearbyEntity): Spark | null {
  const { api, live } = useCentre();
  const [spark, setSpark] = useState<Spark | null>(null);
  useEffect(
    function askEveryMinute() {
      let isGone = false;
      const ask = (): void => {
        const toMs = Math.ceil(live.clock.nowMs() / STEP_MS) * STEP_MS;
        const fromMs = toMs - SPAN_MS;
        api.windows({ domain, entity, metric, window: 'PT5M', fromMs, toMs }).then(
          (rows) => {
            if (!isGone) setSpark(sparkOf(rows, fromMs));
          },
          (error: unknown) => {
            if (!(error instanceof Problem)) throw error;
            if (!isGone) setSpark(null);
          },
        );
      };
      ask();
      const timer = setInterval(ask, ASK_EVERY_MS);
      return () => {
        isGone = true;
        clearInterval(timer);
      };
    },
    [api, live, domain, entity, metric],
  );
  return spark;
}

function sparkOf(rows: readonly { start: string; mean: number | null }[], startMs: number): Spark {
  const values = Array<number | null>(SPAN_MS / STEP_MS).fill(null);
  for (const row of rows) values[Math.floor((Date.parse(row.start) - startMs) / STEP_MS)] = row.mean;
  return { startMs, stepMs: STEP_MS, values };
}
