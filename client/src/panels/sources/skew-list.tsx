import { Trans, useLingui } from '@lingui/react/macro';
import { formatDuration, formatSigned } from '../../ui/format-duration.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { nameOf } from './feed-answers.ts';
import type { FeedDetailAnswer } from './feed-answers.ts';

/** Clocks that stand out of their feed, greatest first: to the left one that runs ahead, to the right one that lags. */
export function SkewList({ skew }: { skew: FeedDetailAnswer['skew'] }) {
  const { t } = useLingui();
  const locale = useLocale();
  const most = Math.max(1, ...skew.items.map(({ skewMs }) => Math.abs(skewMs)));
  const median = skew.medianDelayMs === null ? '—' : formatDuration(skew.medianDelayMs, locale);
  return (
    <section className="feed-part">
      <h3>
        <Trans>Lệch đồng hồ theo thiết bị</Trans>
        <small>
          <Trans>
            {formatNumber(skew.devices, 0, locale)} thiết bị vừa nghe · so với trễ giữa {median}
          </Trans>
        </small>
      </h3>
      {skew.items.length === 0 ? (
        <p className="feed-detail-note">
          <Trans>Mười phút qua không nghe thiết bị nào.</Trans>
        </p>
      ) : (
        <table className="feed-part-table num">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t`Thiết bị`}</th>
              <th scope="col">{t`Hướng lệch`}</th>
              <th scope="col">{t`Độ lệch`}</th>
              <th scope="col">{t`Số bản tin`}</th>
            </tr>
          </thead>
          <tbody>
            {skew.items.map((item) => (
              <tr key={`${item.domain}/${item.entity}`}>
                <th scope="row">
                  <span className="clip">{nameOf(item, locale)}</span>
                  <small>
                    {item.domain}/{item.entity}
                  </small>
                </th>
                <td className="skew-cell">
                  <SkewBar part={item.skewMs / most} />
                </td>
                <td className="is-number">
                  <b>{formatSigned(item.skewMs, locale)}</b>
                  <small>
                    {Math.abs(item.skewMs) < NOTHING_MS ? (
                      <Trans>như nguồn</Trans>
                    ) : item.skewMs > 0 ? (
                      <Trans>chậm hơn</Trans>
                    ) : (
                      <Trans>chạy trước</Trans>
                    )}
                  </small>
                </td>
                <td className="is-number">
                  <small>n {formatNumber(item.n, 0, locale)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Below this a difference is the network, not a clock. */
const NOTHING_MS = 250;

function SkewBar({ part }: { part: number }) {
  const width = Math.max(0.6, Math.abs(part) * 48);
  return (
    <svg className="skew-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="part-track" width="100" height="8" />
      <rect
        className={part < 0 ? 'skew-ahead' : 'skew-behind'}
        x={part < 0 ? 50 - width : 50}
        width={width}
        height="8"
      />
      <rect className="skew-zero" x="49.7" width="0.6" height="8" />
    </svg>
  );
}
