import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { BarsRecord, CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { formatMinute, formatNumber } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { PlotPicker } from '../ui/plot-picker.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { barsBox, barsOption } from './bars-option.ts';
import { EChart } from './echart.tsx';

/** Incidents of the last six hours, five minutes a bar, stacked by priority. An empty bar counts: it says "none". */
export function BarsPanel() {
  const { t } = useLingui();
  const { ground } = useCentre();
  const bars = useLive(selectBars, BARS);
  const locale = useLocale();
  const option = useCallback(
    () => (bars === null ? {} : barsOption(bars, ground.zone, locale)),
    [bars, ground.zone, locale],
  );
  const sum = bars === null ? 0 : bars.counts.flat().reduce((all, count) => all + count, 0);
  const total = formatNumber(sum, 0, locale);
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
        <>
          <EChart option={option} label={t`${total} sự kiện trong 6 giờ qua`} />
          <PlotPicker
            label={t`${total} sự kiện trong 6 giờ qua`}
            grid={{
              boxIn: barsBox,
              kind: 'cells',
              columns: bars.counts.length,
              rows: 1,
              lastColumn: bars.counts.length - 1,
            }}
            wordsOf={({ column }) => barWords(bars, column, ground.zone)}
            requestOf={({ column }) => ({
              kind: 'bar',
              id: bars.id,
              binMs: bars.startMs + column * bars.stepMs,
            })}
          />
        </>
      )}
    </Panel>
  );
}

function barWords({ startMs, stepMs, counts }: BarsRecord, column: number, zone: string): string {
  const count = counts[column]?.reduce((sum, one) => sum + one, 0) ?? 0;
  return `${formatMinute(startMs + column * stepMs, zone)} · ${count}`;
}

const BARS = { tables: ['bars'], maxHz: 1 } as const;

function selectBars({ records }: CityState): BarsRecord | null {
  return records.bars.values().next().value ?? null;
}
