import { useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { SeriesExports } from '../../ui/linked/series-exports.tsx';
import type { ToldSeries } from '../../ui/linked/told-series.ts';
import { shownUnit } from '../../ui/shown-unit.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { periodSteps, periodTrend } from './period-trend.ts';
import type { SystemDetail } from './system-answers.ts';

/** The figures of a system over its periods as a picture and as a table; figures that share no periods with the first are not in it. */
export function SystemExports({ detail }: { detail: SystemDetail }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = Math.floor(useNowMs() / 60_000) * 60_000;
  const told = detail.figures.flatMap((figure) => {
    const trend = periodTrend(detail, figure.code, nowMs);
    return trend === null ? [] : [{ figure, trend }];
  });
  const longest = told.toSorted((a, b) => b.trend.periods.length - a.trend.periods.length)[0]?.trend;
  const steps = longest === undefined ? null : periodSteps(longest);
  if (longest === undefined || steps === null) return null;
  const series = told.map(({ figure, trend }): ToldSeries => {
    const valueOf = new Map(trend.periods.map(({ id }, at) => [id, trend.spark.values[at] ?? null]));
    return {
      ...{ source: `${detail.code} ${figure.code}`, name: inLocale(figure.name, locale) },
      ...{ unit: shownUnit(figure.unit), decimals: figure.unit === '%' ? 1 : 0 },
      values: longest.periods.map(({ id }) => valueOf.get(id) ?? null),
      usual: longest.periods.map(() => trend.usual),
    };
  });
  const name = inLocale(detail.name, locale);
  return (
    <SeriesExports
      name={`system-${detail.code}`}
      title={t`${name}: các kỳ`}
      series={series}
      span={{
        ...steps,
        periods: longest.periods,
        window: t`kỳ`,
        zone: ground.zone,
        basis: t`nền: P10–P90 các kỳ trước`,
      }}
    />
  );
}
