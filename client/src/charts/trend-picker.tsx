import { useLingui } from '@lingui/react/macro';
import type { TrendRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatMinute, formatNumber } from '../ui/format.ts';
import { PlotPicker } from '../ui/plot-picker.tsx';
import type { PlotBox } from '../ui/plot-geometry.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';

/** Every bin of a line of the day as the way to its receipt. */
export function TrendPicker({
  trend,
  boxIn,
  points,
}: {
  trend: TrendRecord;
  boxIn: (width: number, height: number) => PlotBox;
  /** Points that the width of the plot stands for. */
  points: number;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const { startMs, stepMs, values, revised = [] } = trend.spark;
  const nowBin = Math.floor(useNowMs() / stepMs) * stepMs;
  const wordsOf = (column: number): string => {
    const value = values[column] ?? null;
    const at = formatMinute(startMs + column * stepMs, ground.zone);
    const times = revised.find(([index]) => index === column)?.[1];
    const said =
      value === null ? t`không có số đo` : `${formatNumber(value, trend.decimals, locale)} ${trend.unit}`;
    return times === undefined ? `${at} · ${said}` : t`${at} · ${said} · đã sửa ${times} lần`;
  };
  return (
    <PlotPicker
      label={inLocale(trend.name, locale)}
      grid={{
        boxIn,
        kind: 'points',
        columns: points,
        rows: 1,
        lastColumn: Math.min(values.length - 1, Math.round((nowBin - startMs) / stepMs)),
      }}
      wordsOf={({ column }) => wordsOf(column)}
      requestOf={({ column }) => ({ kind: 'trend', id: trend.id, binMs: startMs + column * stepMs })}
    />
  );
}
