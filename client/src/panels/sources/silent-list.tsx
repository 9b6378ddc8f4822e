import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatAge, formatDate, formatNumber, formatTime } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { nameOf } from './feed-answers.ts';
import type { FeedDetailAnswer, SilentSeries } from './feed-answers.ts';

/** Series that ought to speak and do not, longest first; what was promised and never came says so. */
export function SilentList({ silent }: { silent: FeedDetailAnswer['silent'] }) {
  const { t } = useLingui();
  const locale = useLocale();
  const more = silent.count - silent.items.length;
  return (
    <section className="feed-part">
      <h3>
        <Trans>Chuỗi im lặng</Trans>
        <small>
          <Trans>{formatNumber(silent.count, 0, locale)} chuỗi quá hai chu kỳ</Trans>
        </small>
      </h3>
      {silent.items.length === 0 ? (
        <p className="feed-detail-note">
          <Trans>Không chuỗi nào im lặng.</Trans>
        </p>
      ) : (
        <table className="feed-part-table num">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t`Chuỗi`}</th>
              <th scope="col">{t`Lần cuối`}</th>
              <th scope="col">{t`Im lặng`}</th>
            </tr>
          </thead>
          <tbody>
            {silent.items.map((item) => (
              <SilentRow key={`${item.domain}/${item.entity}/${item.metric}`} item={item} />
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && (
        <p className="feed-detail-note">
          <Trans>và {formatNumber(more, 0, locale)} chuỗi nữa</Trans>
        </p>
      )}
    </section>
  );
}

function SilentRow({ item }: { item: SilentSeries }) {
  const locale = useLocale();
  const { ground } = useCentre();
  const lastMs = item.lastEvent === null ? null : Date.parse(item.lastEvent);
  const period = formatDuration(item.expectedEveryMs, locale);
  return (
    <tr>
      <th scope="row">
        <span className="clip">{nameOf(item, locale)}</span>
        <small>
          {item.domain}/{item.entity} · {item.metric}
        </small>
      </th>
      <td className="is-number">
        {lastMs === null ? (
          <Trans>chưa từng đến</Trans>
        ) : (
          <>
            {formatTime(lastMs, ground.zone)}
            <small>{formatDate(lastMs, ground.zone)}</small>
          </>
        )}
      </td>
      <td className="is-number">
        <b>{item.silentForMs === null ? '—' : formatAge(item.silentForMs, locale)}</b>
        <small>
          <Trans>đáng lẽ mỗi {period}</Trans>
        </small>
      </td>
    </tr>
  );
}
