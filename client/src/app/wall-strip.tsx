import { Trans } from '@lingui/react/macro';
import { Lock } from 'lucide-react';
import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useStore } from 'zustand';
import { useCentre } from '../live/centre-context.ts';
import { holdingIncident } from '../live/incident-order.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatElapsed, formatNumber } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';
import { RELOAD_AT } from './use-nightly-reload.ts';
import { Heartbeat } from './heartbeat.tsx';

/** The line that is never rotated away: what this screen is, what holds it, how far behind it is, and that it still paints. */
export function WallStrip({ room, screen }: { room: string; screen: string }) {
  const { live } = useCentre();
  const build = useStore(live.serverBuild).build;
  const holding = useLive(selectHolding, INCIDENTS);
  return (
    <footer className="strip">
      <span>
        <Trans>
          Cảnh <b>Tổng quan</b>
        </Trans>
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
      <span className="strip-gap" />
      <span>
        <Trans>
          Phòng <b>{room}</b> · Màn <b>{screen}</b>
        </Trans>
      </span>
      <SeqCell />
      <span>
        <Trans>Bản</Trans> <code>{build ?? '—'}</code>
        <Trans>· nạp lại {RELOAD_AT}</Trans>
      </span>
      <Heartbeat />
    </footer>
  );
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
