import { Trans } from '@lingui/react/macro';
import type { FigureContributor } from '@metropane/city';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import type { ReceiptRequest, ReceiptStat } from '../../live/receipt-request.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatNumber, formatUpTo } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { Span } from './span.tsx';

/** The five-minute windows of one series inside a longer stretch, each a way to its receipt. */
export function ContributorWindows({
  one: { domain, entity, metric },
  span: { fromMs, toMs },
  stat,
  onShow,
}: {
  one: FigureContributor;
  span: { fromMs: number; toMs: number };
  stat: ReceiptStat;
  onShow: (request: ReceiptRequest) => void;
}) {
  const { api } = useCentre();
  const locale = useLocale();
  const question = useCallback(
    () => api.windows({ domain, entity, metric, window: 'PT5M', fromMs, toMs }),
    [api, domain, entity, metric, fromMs, toMs],
  );
  const { value: windows, problem } = useAnswer(question);
  if (windows === null)
    return (
      <tr>
        <td colSpan={3} role="status">
          {problem === null ? (
            <Trans>Đang đọc các cửa sổ…</Trans>
          ) : (
            <Trans>Chưa đọc được: {problem.code}</Trans>
          )}
        </td>
      </tr>
    );
  return windows.map((row) => {
    const startMs = Date.parse(row.start);
    const value = row[stat];
    return (
      <tr key={row.start} className="receipt-window">
        <td>
          <button
            className="receipt-contributor"
            type="button"
            onClick={() => onShow({ kind: 'series', domain, entity, metric, window: 'PT5M', startMs, stat })}
          >
            <Span fromMs={startMs} toMs={Date.parse(row.end)} />
          </button>
        </td>
        <td className="is-number">{formatNumber(row.n, 0, locale)}</td>
        <td className="is-number">{formatUpTo(value, 4, locale)}</td>
      </tr>
    );
  });
}
