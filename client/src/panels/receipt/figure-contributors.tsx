import { Trans, useLingui } from '@lingui/react/macro';
import type { FigureContributor, FigureReceipt } from '@metropane/city';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ReceiptRequest, ReceiptStat } from '../../live/receipt-request.ts';
import { windowOf } from '../../live/receipt-request.ts';
import { formatNumber, formatUpTo } from '../../ui/format.ts';
import { shownUnit } from '../../ui/shown-unit.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { ContributorWindows } from './contributor-windows.tsx';

/**
 * The series behind a figure, each a way to its own receipt. A figure over a stretch that is no single window (the last hour) shows
 * the windows of the chosen series first.
 */
export function FigureContributors({
  receipt,
  onShow,
}: {
  receipt: FigureReceipt;
  onShow: (request: ReceiptRequest) => void;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const { contributors, start, end } = receipt;
  if (contributors.length === 0 || start === null || end === null) return null;
  const span = { fromMs: Date.parse(start), toMs: Date.parse(end) };
  const window = windowOf(span.fromMs, span.toMs);
  const stat = statOf(receipt.aggregate);
  const unnamed = receipt.entities - contributors.length;
  const open = (one: FigureContributor): void => {
    const { domain, entity, metric } = one;
    if (window !== null)
      onShow({ kind: 'series', domain, entity, metric, window, startMs: span.fromMs, stat });
    else setOpenKey(openKey === keyOf(one) ? null : keyOf(one));
  };
  return (
    <div className="receipt-table-scroll" tabIndex={0} role="region" aria-label={t`Chuỗi góp số`}>
      <table className="receipt-rows num">
        <thead>
          <tr>
            <th scope="col">{t`Chuỗi góp số`}</th>
            <th scope="col" className="is-number">
              n
            </th>
            <th scope="col" className="is-number">
              {receipt.aggregate === 'within' ? '%' : shownUnit(receipt.unit) || t`trị`}
            </th>
          </tr>
        </thead>
        <tbody>
          {contributors.map((one) => (
            <ContributorRow
              key={keyOf(one)}
              one={one}
              isOpen={openKey === keyOf(one)}
              onOpen={() => open(one)}
            >
              {openKey === keyOf(one) && (
                <ContributorWindows one={one} span={span} stat={stat} onShow={onShow} />
              )}
            </ContributorRow>
          ))}
        </tbody>
      </table>
      {unnamed > 0 && (
        <p className="receipt-more">
          <Trans>và {formatNumber(unnamed, 0, locale)} chuỗi nữa, đều nằm trong các tổng ở đây</Trans>
        </p>
      )}
    </div>
  );
}

function ContributorRow({
  one,
  isOpen,
  onOpen,
  children,
}: {
  one: FigureContributor;
  isOpen: boolean;
  onOpen: () => void;
  children: React.ReactNode;
}) {
  const locale = useLocale();
  return (
    <>
      <tr>
        <td className="is-wide">
          <button
            className="receipt-contributor"
            type="button"
            aria-expanded={isOpen || undefined}
            onClick={onOpen}
          >
            <ChevronRight aria-hidden="true" />
            <span className="clip">{one.name === null ? one.entity : inLocale(one.name, locale)}</span>
            <small>
              {one.domain}/{one.entity}
            </small>
          </button>
        </td>
        <td className="is-number">{formatNumber(one.n, 0, locale)}</td>
        <td className="is-number">{formatUpTo(one.value, 2, locale)}</td>
      </tr>
      {children}
    </>
  );
}

function keyOf({ domain, entity }: FigureContributor): string {
  return `${domain}/${entity}`;
}

/** Which statistic of a series' window a contributor's value is; a share is made of single readings, whose mean it is. */
function statOf(aggregate: FigureReceipt['aggregate']): ReceiptStat {
  return aggregate === 'sum' || aggregate === 'max' || aggregate === 'last' ? aggregate : 'mean';
}
