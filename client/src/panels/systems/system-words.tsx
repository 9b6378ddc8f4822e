import { Plural, Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { deviationOf } from '../../ui/deviation.ts';
import { formatDateTime, formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { LEAST_PERIODS } from './period-trend.ts';
import type { PeriodTrend } from './period-trend.ts';
import { decimalsOf } from './system-answers.ts';
import type { SystemDetail, SystemFigure, SystemSummary } from './system-answers.ts';

/** How a system stands, in words. */
export function StatusWords({ system: { status, silentSince, simulated } }: { system: SystemSummary }) {
  const { ground } = useCentre();
  switch (status) {
    case 'own':
      return <Trans>trung tâm tự đo</Trans>;
    case 'never-heard':
      return <Trans>chưa kết nối: chưa nhận tin nào</Trans>;
    case 'silent':
      return silentSince === null ? (
        <Trans>im lặng</Trans>
      ) : (
        <Trans>im lặng từ {formatDateTime(Date.parse(silentSince), ground.zone)}</Trans>
      );
    default:
      return simulated ? <Trans>đang gửi · dữ liệu mô phỏng</Trans> : <Trans>đang gửi</Trans>;
  }
}

/** How a figure compares with its earlier periods; one that is told as things stand has none. */
export function TrendWords({ figure, trend }: { figure: SystemFigure; trend: PeriodTrend | null }) {
  if (figure.value === null) return <Trans>chưa có số liệu</Trans>;
  if (trend === null) return figure.period === null ? <Trans>hiện tại</Trans> : null;
  if (trend.isOpen) return <Trans>kỳ chưa kết thúc, chưa so với kỳ trước</Trans>;
  if (trend.usual === null)
    return (
      <Trans>
        {trend.known} kỳ trước, cần {LEAST_PERIODS} để so
      </Trans>
    );
  return <PeriodWords value={figure.value} range={trend.usual} />;
}

function PeriodWords({ value, range }: { value: number; range: { low: number; high: number } }) {
  const locale = useLocale();
  const decimals = Math.max(...[value, range.low, range.high].map(decimalsOf));
  const span = `${formatNumber(range.low, decimals, locale)}–${formatNumber(range.high, decimals, locale)}`;
  switch (deviationOf(value, range)) {
    case 'above':
      return <Trans>cao hơn các kỳ trước {span}</Trans>;
    case 'below':
      return <Trans>thấp hơn các kỳ trước {span}</Trans>;
    default:
      return <Trans>như các kỳ trước {span}</Trans>;
  }
}

/** What a system delivers: told from what came of it, never from what a plan says that it will. */
export function DeliversWords({ detail: { figures, openByState } }: { detail: SystemDetail }) {
  const told = figures.filter(({ value }) => value !== null);
  const count = (origin: SystemFigure['origin']): number =>
    told.filter((one) => one.origin === origin).length;
  const [cases, published, own] = [count('cases'), count('published'), count('own')];
  const silent = figures.length - told.length;
  return (
    <ul className="system-delivers">
      {openByState.length > 0 && (
        <li>
          <Plural
            value={openByState.length}
            one="hồ sơ theo # trạng thái mở"
            other="hồ sơ theo # trạng thái mở"
          />
        </li>
      )}
      {cases > 0 && (
        <li>
          <Plural value={cases} one="# chỉ số tính từ hồ sơ" other="# chỉ số tính từ hồ sơ" />
        </li>
      )}
      {published > 0 && (
        <li>
          <Plural value={published} one="# chỉ số do hệ thống công bố" other="# chỉ số do hệ thống công bố" />
        </li>
      )}
      {own > 0 && (
        <li>
          <Plural value={own} one="# chỉ số trung tâm tự đo" other="# chỉ số trung tâm tự đo" />
        </li>
      )}
      {silent > 0 && (
        <li className="is-quiet">
          <Plural value={silent} one="# chỉ số chưa có giá trị" other="# chỉ số chưa có giá trị" />
        </li>
      )}
    </ul>
  );
}
