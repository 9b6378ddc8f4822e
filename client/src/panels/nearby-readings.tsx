import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { CityState } from '@metropane/live-state';
import { SeriesExports } from '../ui/linked/series-exports.tsx';
import type { ToldSeries } from '../ui/linked/told-series.ts';
import { makeCursor } from '../ui/linked/cursor-store.ts';
import { useRoomMarks } from '../ui/linked/use-room-marks.ts';
import { useCentre } from '../live/centre-context.ts';
import type { LonLat } from '../live/city-ground.ts';
import { channelsOfNearby, measuredFirst, nearbyEntities } from '../live/nearby-entities.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { SpanHint } from '../ui/linked/span-hint.tsx';
import { NearbyTile, newestReading } from './nearby-tile.tsx';
import type { NearbyBoard } from './nearby-tile.tsx';
import { SPAN_MS, STEP_MS } from './use-last-hour.ts';
import './nearby-readings.css';

const MOST_TILES = 4;
/** A spark is as wide as a word: more lines would hide it. */
const MOST_MARKS = 3;

/**
 * What is measured around a place: the nearest thing of each domain, its newest value, its last hour over what is usual then, and which
 * urgent incidents began in it; one cursor for all of them. What has told something comes before what is nearer and silent: a city names
 * more places than it has sensors.
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
  const [cursor] = useState(makeCursor);
  const toMs = Math.ceil(useNowMs() / STEP_MS) * STEP_MS;
  const marks = useRoomMarks(toMs - SPAN_MS, toMs, MOST_MARKS);
  const [told, setTold] = useState<ReadonlyMap<string, ToldSeries>>(new Map());
  const onTold = useCallback(
    (key: string, series: ToldSeries | null) =>
      setTold((before) => {
        const next = new Map(before);
        if (series === null) next.delete(key);
        else next.set(key, series);
        return next;
      }),
    [],
  );
  const board: NearbyBoard = { cursor, marks, onTold };
  return (
    <div className="nearby">
      {nearby.length === 0 && (
        <p className="muted">
          <Trans>Không có điểm đo nào trong 4 km.</Trans>
        </p>
      )}
      {shown.map((each) => (
        <NearbyTile key={`${each.domain}/${each.entity}`} nearby={each} board={board} />
      ))}
      {shown.length > 0 && <SpanHint />}
      {shown.length > 0 && <Exports told={told} startMs={toMs - SPAN_MS} marks={marks} />}
    </div>
  );
}

function Exports({
  told,
  startMs,
  marks,
}: {
  told: ReadonlyMap<string, ToldSeries>;
  startMs: number;
  marks: NearbyBoard['marks'];
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  return (
    <span className="nearby-exports">
      <SeriesExports
        name="nearby"
        title={t`Số đo gần nơi được chọn`}
        series={[...told.values()]}
        span={{
          ...{ startMs, stepMs: STEP_MS, count: SPAN_MS / STEP_MS, window: 'PT5M', zone: ground.zone },
          basis: t`thường: P10–P90 cùng giờ`,
        }}
        marks={marks}
      />
    </span>
  );
}
