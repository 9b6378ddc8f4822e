import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { BarsRecord, CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { barsOption } from './bars-option.ts';
import { EChart } from './echart.tsx';

/** Incidents of the last six hours, five minutes a bar, stacked by priority. An empty bar counts: it says "none". */
export function BarsPanel() {
  const { t } = useLingui();
  const { ground } = useCentre();
  const bars = useLive(selectBars, BARS);
  const option = useCallback(() => (bars === null ? {} : barsOption(bars, ground.zone)), [bars, ground.zone]);
  const total = bars === null ? 0 : bars.counts.flat().reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      className="bars"
      title={<Trans>Sự kiện 6 giờ qua</Trans>}
      subtitle={<Trans>mỗi cột 5 phút, theo mức ưu tiên</Trans>}
      marks={
        <>
          {bars !== null && <span className="num muted">{total}</span>}
          <RoomMark />
        </>
      }
    >
      {bars === null ? (
        <EmptyNote>
          <Trans>Chưa có số liệu sự kiện.</Trans>
        </EmptyNote>
      ) : (
        <EChart option={option} label={t`${total} sự kiện trong 6 giờ qua`} />
      )}
    </Panel>
  );
}

const BARS = { tables: ['bars'], maxHz: 1 } as const;

function selectBars({ records }: CityState): BarsRecord | null {
  return records.bars.values().next().value ?? null;
}
