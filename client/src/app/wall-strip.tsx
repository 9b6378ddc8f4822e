import { Trans } from '@lingui/react/macro';
import { Lock, MonitorUp, Pause } from 'lucide-react';
import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useStore } from 'zustand';
import { useCentre } from '../live/centre-context.ts';
import { holdingIncident } from '../live/incident-order.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { reloadMinute } from '../live/nightly-reload.ts';
import type { WallNow } from '../live/wall-scene.ts';
import { formatElapsed, formatNumber } from '../ui/format.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { Heartbeat } from './heartbeat.tsx';

/** The line that is never rotated away: what this screen is, what holds it, how far behind it is, and that it still paints. */
export function WallStrip({
  room,
  screen,
  now,
  readableM = null,
}: {
  room: string;
  screen: string;
  now: WallNow;
  /** How far away the text can be read, metres, where that is nearer than the room; null = it can be read. */
  readableM?: number | null;
}) {
  const locale = useLocale();
  const { untilMs = null, sentUntilMs = null } = now.record ?? {};
  const { live } = useCentre();
  const build = useStore(live.serverBuild).build;
  const holding = useLive(selectHolding, INCIDENTS);
  return (
    <footer className="strip">
      <span>
        <Trans>
          Cảnh <b>{inLocale(now.scene.name, locale)}</b>
        </Trans>
        <Rota now={now} />
      </span>
      {holding !== null && (
        <span className="is-held">
          <Lock className="icon" aria-hidden="true" />
          <b>
            <Trans>Giữ cảnh: P1 chưa xác nhận</Trans>
          </b>
          <HoldingAge incident={holding} />
        </span>
      )}
      {now.next !== null && untilMs !== null && (
        <span>
          <Trans>
            Kế tiếp <b>{inLocale(now.next.name, locale)}</b>
          </Trans>
          <Countdown untilMs={untilMs} />
        </span>
      )}
      {sentUntilMs !== null && now.record?.heldBy === null && (
        <span className="is-held">
          <MonitorUp className="icon" aria-hidden="true" />
          <b>
            <Trans>Bàn trực gửi lên</Trans>
          </b>
          <Countdown untilMs={sentUntilMs} />
        </span>
      )}
      {now.record?.isFrozen === true && (
        <span className="is-held">
          <Pause className="icon" aria-hidden="true" />
          <b>
            <Trans>Cảnh được giữ từ bàn</Trans>
          </b>
        </span>
      )}
      {readableM !== null && (
        <span className="is-held">
          <Trans>
            Cỡ chữ chỉ đọc được tới <b className="num">{formatNumber(readableM, 1, locale)} m</b>
          </Trans>
        </span>
      )}
      <span className="strip-gap" />
      <span>
        <Trans>
          Phòng <b>{room}</b> · Màn <b>{screen}</b>
        </Trans>
      </span>
      <SeqCell />
      <span className="strip-build">
        <Trans>Bản</Trans> <code>{build ?? '—'}</code>
        <Trans>· nạp lại {reloadAt(screen)}</Trans>
      </span>
      <Heartbeat />
    </footer>
  );
}

function reloadAt(screen: string): string {
  const minute = reloadMinute(screen);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Which of how many: one mark per scene, the shown one lit. */
function Rota({ now: { record } }: { now: WallNow }) {
  if (
    record === null ||
    record.playlist.length < 2 ||
    record.incidentId !== null ||
    record.sentUntilMs !== null
  )
    return null;
  const { playlist, index } = record;
  return (
    <>
      <b className="num">{`${index + 1}/${playlist.length}`}</b>
      <span className="strip-segments" aria-hidden="true">
        {playlist.map((id, i) => (
          <i key={id} className={i === index ? 'is-now' : ''} />
        ))}
      </span>
    </>
  );
}

function Countdown({ untilMs }: { untilMs: number }) {
  const nowMs = useNowMs();
  return <b className="num">{formatElapsed(Math.max(0, untilMs - nowMs), useLocale())}</b>;
}

function HoldingAge({ incident }: { incident: IncidentRecord }) {
  const nowMs = useNowMs();
  return <b className="num">{formatElapsed(nowMs - incident.openedAtMs, useLocale())}</b>;
}

/** Which publish is shown and how old it is; renders once per second. */
function SeqCell() {
  const { live } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const { seq, atMs } = live.state;
  const age = atMs === 0 ? null : Math.max(0, live.clock.nowMs() - atMs) / 1000;
  void nowMs;
  return (
    <span className="num">
      <Trans>Bản tin</Trans> <b>#{formatNumber(seq, 0, locale)}</b> · <b>{formatNumber(age, 1, locale)} s</b>
    </span>
  );
}

const INCIDENTS = { tables: ['incident'], maxHz: 4 } as const;

function selectHolding({ records }: CityState): IncidentRecord | null {
  return holdingIncident(records.incident.values());
}
