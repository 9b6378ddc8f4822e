import { Trans } from '@lingui/react/macro';
import { cityDomain, metricSuffix } from '@metropane/city';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { FigureButton } from '../../ui/figure-button.tsx';
import { formatDateTime, formatUpTo, NO_VALUE } from '../../ui/format.ts';
import { historyPath } from '../../ui/linked/history-path.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { AreaMeasure, GroupAnswer } from './group-answers.ts';

/** Air, noise, floods and what else is measured in the ward; how much of the period is known stands beside each figure. */
export function AreaMeasures({ answer }: { answer: GroupAnswer }) {
  const { measures = [], measuresInAll = 0, measuresProblem = null } = answer;
  return (
    <section className="panel area-measures">
      <header className="panel-head">
        <h2>
          <Trans>Điểm đo trong phường</Trans>
        </h2>
        <span className="panel-sub clip num">
          {measures.length < measuresInAll && measuresProblem === null && (
            <Trans>
              {measures.length} trên {measuresInAll} chuỗi
            </Trans>
          )}
        </span>
      </header>
      {measuresProblem !== null && (
        <p className="muted" role="alert">
          <Trans>Kho lịch sử chưa trả lời:</Trans> <code>{measuresProblem}</code>
        </p>
      )}
      {measuresProblem === null && measures.length === 0 && (
        <p className="muted">
          <Trans>Không có trạm đo cố định nào trong phường này.</Trans>
        </p>
      )}
      {measures.length > 0 && (
        <div className="groups-scroll" tabIndex={0} role="region" aria-labelledby="measures-caption">
          <table className="groups-table">
            <caption id="measures-caption" className="sr-only">
              <Trans>Điểm đo trong phường</Trans>
            </caption>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Trạm</Trans>
                </th>
                <th scope="col">
                  <Trans>Trung bình</Trans>
                </th>
                <th scope="col">
                  <Trans>Cao nhất</Trans>
                </th>
                <th scope="col">
                  <Trans>Giờ có số liệu</Trans>
                </th>
                <th scope="col">
                  <Trans>So kỳ trước</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {measures.map((measure) => (
                <MeasureRow
                  key={`${measure.domain}/${measure.entity}/${measure.metric}`}
                  measure={measure}
                  period={answer.period}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function MeasureRow({ measure, period }: { measure: AreaMeasure; period: GroupAnswer['period'] }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const { domain, entity, metric, name, mean, max, maxAt, windows, expected, window } = measure;
  const suffix = metricSuffix(metric);
  const unit = suffix?.shown ?? '';
  const kind = cityDomain(domain)?.name;
  const peakMs = maxAt === null ? null : Date.parse(maxAt);
  // A day has no receipt of its own: its hours do.
  const request: SeriesRequest | null =
    peakMs === null || window === 'P1D'
      ? null
      : { kind: 'series', domain, entity, metric, window, startMs: peakMs, stat: 'max' };
  return (
    <tr>
      <th scope="row">
        <Link
          href={historyPath(`series/${domain}/${entity}/${metric}`, {
            fromMs: Date.parse(period.from),
            toMs: Date.parse(period.to),
          })}
        >
          {inLocale(name, locale)}
        </Link>{' '}
        <small className="muted">
          {kind === undefined ? domain : inLocale(kind, locale)}
          {suffix !== undefined && ` · ${inLocale(suffix.quantity, locale)}`}
        </small>
      </th>
      <td className="num">
        {mean === null ? NO_VALUE : `${formatUpTo(mean, Math.abs(mean) < 10 ? 2 : 1, locale)} ${unit}`}
      </td>
      <td className="num">
        {max === null ? (
          <Trans>không có số liệu</Trans>
        ) : (
          <>
            <FigureButton request={request}>
              <b>
                {formatUpTo(max, Math.abs(max) < 10 ? 2 : 1, locale)} {unit}
              </b>
            </FigureButton>{' '}
            <small className="muted">{formatDateTime(peakMs!, ground.zone)}</small>
          </>
        )}
      </td>
      <td className="num">
        {windows}/{expected}
      </td>
      <td>
        <Link href={`/desk/compare?${new URLSearchParams({ domain, entity, metric })}`}>
          <Trans>xem</Trans>
        </Link>
      </td>
    </tr>
  );
}
