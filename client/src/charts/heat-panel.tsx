import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { CityState, HeatRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useLive } from '../live/use-live.ts';
import { useHeatInScene } from '../live/use-scene-hours.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatNumber } from '../ui/format.ts';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { PlotPicker } from '../ui/plot-picker.tsx';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { EChart } from './echart.tsx';
import { lastHour, shownColumns, worstCell } from './heat-cells.ts';
import { cellWords } from './heat-words.ts';
import { heatBox, heatOption } from './heat-option.ts';

/** Stations by hours of the day; the worst cell is ringed and carries its number. */
export function HeatPanel({ id }: { id: string }) {
  const select = useCallback(({ records }: CityState) => records.heat.get(id) ?? null, [id]);
  const heat = useLive(select, HEATS);
  if (heat === null) {
    return (
      <Panel className="heat" title={<Trans>Chất lượng không khí</Trans>}>
        <EmptyNote>
          <Trans>Chưa có trạm không khí nào gửi số liệu.</Trans>
        </EmptyNote>
      </Panel>
    );
  }
  return <HeatOf heat={heat} />;
}

function HeatOf({ heat: ofDay }: { heat: HeatRecord }) {
  const heat = useHeatInScene(ofDay);
  const { ground } = useCentre();
  const { t } = useLingui();
  const locale = useLocale();
  const freshness = useFreshness(heat.eventTimeMs, heat.periodMs);
  const option = useCallback(
    () => heatOption(heat, { zone: ground.zone, locale }),
    [heat, ground.zone, locale],
  );
  const worst = worstCell(heat);
  const freshMs = Math.floor(useNowMs() / heat.stepMs) * heat.stepMs;
  const unit = heat.unit;
  const worstWords =
    worst === null
      ? t`chưa có số liệu hôm nay`
      : `${inLocale(heat.rows[worst.row]!.name, locale)} ${formatNumber(worst.value, 0, locale)}`;
  return (
    <Panel
      className="heat"
      title={inLocale(heat.name, locale)}
      subtitle={<Trans>{unit}, hôm nay</Trans>}
      isStale={freshness === 'stale' || freshness === 'dead'}
      marks={<FreshMark eventTimeMs={heat.eventTimeMs} periodMs={heat.periodMs} />}
    >
      <EChart option={option} label={t`${inLocale(heat.name, locale)}, cao nhất: ${worstWords}`} />
      <PlotPicker
        label={inLocale(heat.name, locale)}
        grid={{
          boxIn: heatBox,
          kind: 'cells',
          columns: shownColumns(heat),
          rows: heat.rows.length,
          lastColumn: lastHour(heat, freshMs),
        }}
        wordsOf={({ column, row }) => cellWords(heat, { column, row }, { zone: ground.zone, locale })}
        requestOf={({ column, row }) => ({
          kind: 'heat',
          id: heat.id,
          row: heat.rows[row]!.id,
          binMs: heat.startMs + column * heat.stepMs,
        })}
      />
      {worst === null && (
        <EmptyNote>
          <Trans>Chưa có số liệu hôm nay.</Trans>
        </EmptyNote>
      )}
    </Panel>
  );
}

const HEATS = { tables: ['heat'], maxHz: 1 } as const;
