import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import type { OpenRing } from '@metropane/city';
import type { CityState, GeofenceRecord, Priority } from '@metropane/live-state';
import { useCallback, useEffect, useId } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { useNowMs } from '../../live/use-now.ts';
import { alarmTitle } from '../../ui/alarm-words.ts';
import { formatDateTime } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { callsInside, channelsInside, layersInside } from './geofence-content.ts';
import type { FenceCalls } from './geofence-content.ts';
import { TimesLine } from './layer-manager.tsx';

const CALLS = { tables: ['incident', 'alarm'], maxHz: 1 } as const;
const MOST_ROWS = 6;

/** How many open incidents and standing alarms lie in a ring, and the worst of them. */
export function FenceCounts({ ring }: { ring: OpenRing }) {
  const { incidents, alarms } = useCalls(ring);
  const { t } = useLingui();
  // Both come with the most urgent first.
  const worst = [incidents[0], alarms[0]]
    .flatMap((first) => (first === undefined ? [] : [first.priority]))
    .sort((a, b) => a - b)[0];
  const [n, m] = [incidents.length, alarms.length];
  if (worst === undefined)
    return (
      <span className="fence-counts muted">
        <Trans>yên</Trans>
      </span>
    );
  return (
    <span className="fence-counts num" aria-label={t`${n} sự cố, ${m} báo động, cao nhất P${worst}`}>
      <PriorityGlyph priority={worst} isSmall />
      {n + m}
    </span>
  );
}

function useCalls(ring: OpenRing): FenceCalls {
  return useLive(
    useCallback((state: CityState) => callsInside(ring, state), [ring]),
    CALLS,
  );
}

/** Everything that is known to lie in a fence now. */
export function GeofenceInside({
  fence,
  onSelect,
}: {
  fence: GeofenceRecord;
  onSelect: ((id: string) => void) | null;
}) {
  const { live } = useCentre();
  const locale = useLocale();
  const { incidents, alarms } = useCalls(fence.ring);
  // An agency is not told of alarms: that it sees none says nothing.
  const hasAlarms = live.held.has('records:alarm');
  return (
    <div className="fence-inside">
      <CallRows
        rows={incidents.map(({ id, priority, title }) => ({ id, priority, title }))}
        onSelect={onSelect}
      >
        <Plural value={incidents.length} one="# sự cố đang mở" other="# sự cố đang mở" />
      </CallRows>
      {hasAlarms && (
        <CallRows
          rows={alarms.map((alarm) => ({ ...alarm, title: alarmTitle(alarm, locale) }))}
          onSelect={onSelect}
        >
          <Plural value={alarms.length} one="# báo động" other="# báo động" />
        </CallRows>
      )}
      <MeasuredInside ring={fence.ring} />
      <FenceFacts fence={fence} />
    </div>
  );
}

function CallRows({
  rows,
  onSelect,
  children,
}: {
  rows: readonly { id: string; priority: Priority; title: string }[];
  onSelect: ((id: string) => void) | null;
  children: React.ReactNode;
}) {
  const more = rows.length - MOST_ROWS;
  return (
    <div>
      <h4>{children}</h4>
      <ul>
        {rows.slice(0, MOST_ROWS).map(({ id, priority, title }) => (
          <li key={id}>
            <button className="fence-call" type="button" onClick={() => onSelect?.(id)}>
              <PriorityGlyph priority={priority} isSmall />
              <span className="clip">{title}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="map-hint num">
          <Trans>và {more} mục nữa trong hàng đợi</Trans>
        </p>
      )}
    </div>
  );
}

/** Vehicles, roads and sensors with their freshness, wherever the map looks. */
function MeasuredInside({ ring }: { ring: OpenRing }) {
  const { live, ground } = useCentre();
  const locale = useLocale();
  const owner = useId();
  useEffect(
    function claimInside() {
      live.interest.claim(owner, channelsInside(ring, ground));
      return () => live.interest.release(owner);
    },
    [live, ground, ring, owner],
  );
  // Once a second: what moves has no version of its own here.
  const nowMs = useNowMs();
  const layers = layersInside(ring, { state: live.state, ground, held: live.held, nowMs });
  const nameOf = (id: string): string => cityDomain(id)?.name[locale] ?? id;
  const heard = layers.flatMap(({ id, times }) => (times !== null && times.count > 0 ? [{ id, times }] : []));
  const waiting = layers.filter(({ times }) => times === null).map(({ id }) => nameOf(id));
  const none = layers.filter(({ times }) => times?.count === 0).map(({ id }) => nameOf(id));
  return (
    <div>
      <h4>
        <Trans>Đang đo và di chuyển</Trans>
      </h4>
      <ul>
        {heard.map(({ id, times }) => (
          <li key={id}>
            {nameOf(id)}
            <TimesLine times={times} />
          </li>
        ))}
      </ul>
      {waiting.length > 0 && (
        <p className="map-hint">
          <Trans>Đang chờ số liệu: {waiting.join(', ')}</Trans>
        </p>
      )}
      {none.length > 0 && (
        <p className="map-hint">
          <Trans>Không có trong vùng: {none.join(', ')}</Trans>
        </p>
      )}
    </div>
  );
}

function FenceFacts({ fence }: { fence: GeofenceRecord }) {
  const { ground } = useCentre();
  const { units, purpose, createdBy, createdAtMs, changedBy, changedAtMs, revision, expiresAtMs } = fence;
  const names = units.map(({ name }) => name).join(', ');
  const drawnAt = formatDateTime(createdAtMs, ground.zone);
  const changedAt = formatDateTime(changedAtMs, ground.zone);
  const endsAt = expiresAtMs === null ? null : formatDateTime(expiresAtMs, ground.zone);
  return (
    <dl className="fence-facts">
      <dt>
        <Trans>Lý do</Trans>
      </dt>
      <dd>{purpose}</dd>
      <dt>
        <Trans>Chạm phường, xã</Trans>
      </dt>
      <dd>{names === '' ? '—' : names}</dd>
      <dt>
        <Trans>Vẽ</Trans>
      </dt>
      <dd>
        {createdBy} · <span className="num">{drawnAt}</span>
      </dd>
      {revision > 1 && (
        <>
          <dt>
            <Trans>Bản {revision}</Trans>
          </dt>
          <dd>
            {changedBy} · <span className="num">{changedAt}</span>
          </dd>
        </>
      )}
      <dt>
        <Trans>Hết hạn</Trans>
      </dt>
      <dd className="num">{endsAt ?? <Trans>không hẹn, xóa bằng tay</Trans>}</dd>
    </dl>
  );
}
