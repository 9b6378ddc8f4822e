import { Trans } from '@lingui/react/macro';
import type { AlarmRecord, CityState } from '@metropane/live-state';
import type { ReactNode } from 'react';
import { alarmFigures, loadSummary } from '../../live/alarm-load.ts';
import { useLive } from '../../live/use-live.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatNumber, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { POSITIONS, selectPositions } from './load-gauge.tsx';

/** The figures by which alarms are judged, with the target beside each: how many stand, how many are forgotten, how noisy it is. */
export function DeskStats() {
  const locale = useLocale();
  const nowMs = useNowMs();
  const alarms = useLive(selectAlarms, ALARMS);
  const positions = useLive(selectPositions, POSITIONS);
  const { open, stale, chattering, mix } = alarmFigures(alarms, nowMs);
  const shares = positions.flatMap(({ load }) => loadSummary(load).floodShare ?? []);
  const flood =
    shares.length === 0 ? null : (100 * shares.reduce((sum, each) => sum + each, 0)) / shares.length;
  return (
    <section className="panel desk-stats">
      <h2 className="sr-only">
        <Trans>Sức khỏe báo động</Trans>
      </h2>
      <dl>
        <Stat name={<Trans>Báo động mở</Trans>} value={String(open)} />
        <Stat name={<Trans>Cũ &gt; 24 h</Trans>} value={String(stale)} target="< 5" isBad={stale >= 5} />
        <Stat
          name={<Trans>Chập chờn</Trans>}
          value={String(chattering)}
          target="= 0"
          isBad={chattering > 0}
        />
        <Stat
          name={<Trans>Lũ 5 giờ</Trans>}
          value={flood === null ? NO_VALUE : formatNumber(flood, 1, locale)}
          target="< 1 %"
          isBad={flood !== null && flood >= 1}
        />
        <Stat name="P1/P2/P3+" value={mix === null ? NO_VALUE : mix.join('·')} target="%" />
      </dl>
    </section>
  );
}

function Stat({
  name,
  value,
  target,
  isBad = false,
}: {
  name: ReactNode;
  value: string;
  target?: string;
  isBad?: boolean;
}) {
  return (
    <div className={isBad ? 'is-bad' : ''}>
      <dt>{name}</dt>
      <dd className="num">
        <strong>{value}</strong> {target !== undefined && <small>{target}</small>}
      </dd>
    </div>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 1 } as const;

function selectAlarms({ records }: CityState): AlarmRecord[] {
  return [...records.alarm.values()];
}
