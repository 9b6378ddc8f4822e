import { Trans, useLingui } from '@lingui/react/macro';
import type { DirectFigureReceipt } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime, formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { nameOf } from '../sources/feed-answers.ts';
import { CopyLink } from './copy-link.tsx';
import { IncidentLink } from './incident-link.tsx';

/** A tile that counts things, with the things: open incidents, devices with those that are not online first. */
export function FigureItems({ receipt }: { receipt: DirectFigureReceipt }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { items, n } = receipt;
  const more = n - items.length;
  return (
    <div className="receipt-scroll" tabIndex={0} role="region" aria-label={t`Những gì được đếm`}>
      <p className="receipt-formula">
        <code>{receipt.formula[locale]}</code>
      </p>
      <p className={`receipt-check ${more >= 0 ? 'is-good' : 'is-bad'}`}>
        <span className="num">
          <Trans>
            Đếm {formatNumber(n, 0, locale)}, liệt kê {formatNumber(items.length, 0, locale)}
          </Trans>
        </span>
        <b className={more === 0 ? 'verdict-good' : ''}>
          {more === 0 ? (
            <Trans>✓ khớp</Trans>
          ) : (
            <Trans>còn {formatNumber(more, 0, locale)} ngoài danh sách</Trans>
          )}
        </b>
      </p>
      {items.length === 0 ? (
        <p className="receipt-empty">
          <Trans>Không có gì để đếm.</Trans>
        </p>
      ) : (
        <table className="receipt-rows num">
          <tbody>
            {items.map((item, index) => (
              <ItemRow key={index} item={item} />
            ))}
          </tbody>
        </table>
      )}
      <div className="receipt-actions">
        <CopyLink />
      </div>
    </div>
  );
}

function ItemRow({ item }: { item: Record<string, unknown> }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const time = (text: unknown): string =>
    typeof text === 'string' ? formatDateTime(Date.parse(text), ground.zone) : '—';
  if (typeof item['title'] === 'string')
    return (
      <tr>
        <td>
          <IncidentLink id={String(item['id'])}>{item['title']}</IncidentLink>
        </td>
        <td>P{String(item['priority'])}</td>
        <td>{time(item['knownAt'])}</td>
      </tr>
    );
  const entity = String(item['entity']);
  return (
    <tr className={item['online'] === true ? '' : 'is-giver'}>
      <td>
        {nameOf({ name: item['name'], entity }, locale)}{' '}
        <small>
          {String(item['domain'])}/{entity}
        </small>
      </td>
      <td>{item['online'] === true ? <Trans>trực tuyến</Trans> : <Trans>không trực tuyến</Trans>}</td>
      <td>{time(item['t'])}</td>
    </tr>
  );
}
