import { Trans, useLingui } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { formatDate, formatMinute, formatNumber } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';
import { shownUnit } from '../../ui/shown-unit.ts';
import type { Usual } from '../../ui/use-usual.ts';
import { MOST_USUAL_DAYS } from '../../ui/use-usual.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { missingWindows } from './trend-points.ts';
import type { Axis } from './time-span.ts';
import type { TrendFigure } from './trend-answers.ts';
import type { Trend } from './use-trend.ts';

const DAY_MS = 86_400_000;

/** What a figure is called, its unit and its decimals: a series is called as its station, and is measured in what its metric says. */
export function useFigureName(figure: TrendFigure): { name: string; unit: string; decimals: number } {
  const { ground } = useCentre();
  const locale = useLocale();
  const [entity] = figure.entities;
  const station = ground.stations.find((one) => one.domain === figure.domain && one.entity === entity);
  const name = figure.name ?? station?.name ?? null;
  const suffix = metricSuffix(figure.metric);
  return {
    name: name === null ? `${figure.domain} · ${entity ?? ''} · ${figure.metric}` : inLocale(name, locale),
    unit: figure.unit === null ? (suffix?.shown ?? '') : shownUnit(figure.unit),
    decimals: figure.decimals ?? 2,
  };
}

/** `23/11 15:32`: a time that may be of another day. */
export function dayAndMinute(timeMs: number, zone: string): string {
  return `${formatDate(timeMs, zone).slice(0, 5)} ${formatMinute(timeMs, zone)}`;
}

/** Why there is no band, or what it rests on: a band that nobody explains is decoration. */
export function BasisWords({ usual, axis, hasUsual }: { usual: Usual; axis: Axis; hasUsual: boolean }) {
  const { answers, problem } = usual;
  if (!hasUsual) return <Trans>chỉ số này không có nền thường ngày</Trans>;
  if (axis.toMs - axis.fromMs > MOST_USUAL_DAYS * DAY_MS)
    return <Trans>nền thường ngày chỉ vẽ tới {MOST_USUAL_DAYS} ngày</Trans>;
  if (problem !== null) return <Trans>chưa lấy được nền thường ngày: {problem.code}</Trans>;
  if (answers === null) return <Trans>đang hỏi nền thường ngày…</Trans>;
  const newest = answers.at(-1);
  if (newest === undefined) return null;
  const { days, asked } = newest;
  if (newest.why !== null)
    return (
      <Trans>
        chưa đủ ngày để biết thường ngày: {days}/{asked}, cần 3
      </Trans>
    );
  return newest.kind === 'work' ? (
    <Trans>
      nền: P10–P90 cùng giờ, {days}/{asked} ngày làm việc
    </Trans>
  ) : (
    <Trans>
      nền: P10–P90 cùng giờ, {days}/{asked} ngày nghỉ
    </Trans>
  );
}

/** What is wrong with what is drawn, in words; null = nothing. */
export function useFlaw({ points, window, problem, isAnswered }: Trend, nowMs: number): string | null {
  const { t } = useLingui();
  if (problem !== null) {
    const { code } = problem;
    return isAnswered ? t`chưa hỏi lại được: ${code}` : t`chưa lấy được số liệu: ${code}`;
  }
  const missing = missingWindows(points, { window, nowMs });
  const partial = points.partial.length;
  if (missing > 0 && partial > 0) return t`thiếu ${missing} cửa sổ, ${partial} đoạn không đủ số đo`;
  if (missing > 0) return t`thiếu ${missing} cửa sổ`;
  return partial > 0 ? t`${partial} đoạn không đủ số đo` : null;
}

/** A value with its unit, for words. */
export function valueWords(
  value: number | null,
  { unit, decimals }: { unit: string; decimals: number },
  { none, locale }: { none: string; locale: Locale },
): string {
  return value === null ? none : `${formatNumber(value, decimals, locale)}${unit === '' ? '' : ` ${unit}`}`;
}
