import { useLingui } from '@lingui/react/macro';
import type { AlarmPerformance } from '@metropane/incidents';
import type { Text } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { SeriesExports } from '../../ui/linked/series-exports.tsx';
import type { ToldSeries } from '../../ui/linked/told-series.ts';
import { LOAD_FLOOD, LOAD_LIMIT } from '../../ui/load-bars.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { loadColumns } from './load-columns.ts';
import { BUCKET_MS } from './performance-csv.ts';

/** The load of all positions over one axis, as it is drawn, as a picture and as a table. Nothing where no ten minutes are whole. */
export function LoadExports({
  performance: { positions },
  names,
}: {
  performance: AlarmPerformance;
  names: ReadonlyMap<string, Text>;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const first = positions[0]?.buckets;
  if (first === undefined || first.counts.length === 0) return null;
  const { columns, per } = loadColumns(first.counts);
  const series = positions.map(({ position, buckets }): ToldSeries => {
    const told = loadColumns(buckets.counts).columns;
    const name = names.get(position);
    return {
      ...{ source: `alarms ${position}`, name: name === undefined ? position : inLocale(name, locale) },
      ...{ unit: '', decimals: 0, values: told, usual: told.map(() => null) },
    };
  });
  const minutes = (per * BUCKET_MS) / 60_000;
  return (
    <SeriesExports
      name="alarm-load"
      title={t`Báo động mỗi 10 phút theo vị trí`}
      series={series}
      span={{
        ...{ startMs: first.firstMs, stepMs: per * BUCKET_MS, count: columns.length },
        ...{ window: `PT${minutes}M`, zone: ground.zone },
        basis: t`mỗi cột là 10 phút nặng nhất; giới hạn ${LOAD_LIMIT}, dồn dập ${LOAD_FLOOD}`,
      }}
    />
  );
}
