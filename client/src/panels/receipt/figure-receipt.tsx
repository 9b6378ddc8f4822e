import { Trans, useLingui } from '@lingui/react/macro';
import type { DirectFigureReceipt, FigureReceipt } from '@metropane/city';
import { useCallback } from 'react';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { FigureRequest, HeatRequest } from '../../live/receipt-request.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { formatUpTo } from '../../ui/format.ts';
import { shownUnit } from '../../ui/shown-unit.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { FigureContributors } from './figure-contributors.tsx';
import { FigureFacts } from './figure-facts.tsx';
import { FigureItems } from './figure-items.tsx';
import { ReceiptCheckBox } from './receipt-check.tsx';
import type { ReceiptFrame } from './receipt-frame.ts';
import { ReceiptHead } from './receipt-head.tsx';
import { figurePath } from './receipt-paths.ts';
import { ReceiptState } from './receipt-state.tsx';
import { FigureActions } from './receipt-actions.tsx';
import { Span } from './span.tsx';

/** The receipt of a figure that many series feed: who contributed how much, and what the raw rows give in its place. */
export function FigureReceiptView({
  request,
  frame,
}: {
  request: FigureRequest | HeatRequest;
  frame: ReceiptFrame;
}) {
  const { api } = useCentre();
  const question = useCallback(
    () => api.get<FigureReceipt | DirectFigureReceipt>(figurePath(request)),
    [api, request],
  );
  const answer = useAnswer(question);
  const receipt = answer.value;
  return (
    <>
      <FigureHead request={request} receipt={receipt} frame={frame} />
      {receipt === null ? (
        <ReceiptState answer={answer} />
      ) : 'items' in receipt ? (
        <FigureItems receipt={receipt} />
      ) : (
        <div className="receipt-body">
          <FigureFacts receipt={receipt} />
          <div className="receipt-main">
            {receipt.n === 0 && (
              <p className="receipt-empty">
                <Trans>Không có số đo trong cửa sổ này. Thiếu không phải là 0.</Trans>
              </p>
            )}
            <FigureContributors receipt={receipt} onShow={frame.onShow} />
            <ReceiptCheckBox check={receipt.check} />
            <FigureActions isLoading={answer.isLoading} onAgain={answer.ask} />
          </div>
        </div>
      )}
    </>
  );
}

function FigureHead({
  request,
  receipt,
  frame,
}: {
  request: FigureRequest | HeatRequest;
  receipt: FigureReceipt | DirectFigureReceipt | null;
  frame: ReceiptFrame;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const decimals = useDecimals(request);
  const revision = useRevision(request);
  const name = receipt === null ? request.id : inLocale(receipt.name, locale);
  const value = receipt?.value ?? null;
  const unit = receipt === null || value === null ? '' : shownUnit(receipt.unit);
  const isOpen =
    receipt !== null && 'differsBecause' in receipt && receipt.differsBecause === 'bin still open';
  return (
    <ReceiptHead
      title={t`Biên nhận · ${name}`}
      figure={receipt === null ? undefined : `${formatUpTo(value, decimals, locale)} ${unit}`}
      note={
        <>
          {receipt !== null && 'start' in receipt && receipt.start !== null && receipt.end !== null && (
            <Span fromMs={Date.parse(receipt.start)} toMs={Date.parse(receipt.end)} />
          )}
          {revision > 0 && (
            <>
              {' · '}
              <b>
                <Trans>đã sửa {revision} lần</Trans>
              </b>
            </>
          )}
          {isOpen && (
            <>
              {' · '}
              <b>
                <Trans>chưa chốt</Trans>
              </b>
            </>
          )}
        </>
      }
      frame={frame}
    />
  );
}

const FIGURES = { tables: ['indicator', 'trend', 'heat'], maxHz: 1 } as const;

/** As many decimals as the screen shows. */
function useDecimals({ kind, id }: FigureRequest | HeatRequest): number {
  const select = useCallback(
    ({ records }: CityState) =>
      (kind === 'indicator' ? records.indicator.get(id) : records.trend.get(id))?.decimals ?? 2,
    [kind, id],
  );
  return useLive(select, FIGURES);
}

/** How often the bin, or what the newest value is made of, was corrected after it had been shown as closed. */
function useRevision(request: FigureRequest | HeatRequest): number {
  const select = useCallback(({ records }: CityState) => revisionOf(records, request), [request]);
  return useLive(select, FIGURES);
}

function revisionOf(records: CityState['records'], request: FigureRequest | HeatRequest): number {
  if (request.kind === 'heat') {
    const heat = records.heat.get(request.id);
    const row = heat?.rows.findIndex(({ id }) => id === request.row) ?? -1;
    const column = heat === undefined ? -1 : (request.binMs - heat.startMs) / heat.stepMs;
    return heat?.revised?.find(([r, c]) => r === row && c === column)?.[2] ?? 0;
  }
  const record =
    request.kind === 'indicator' ? records.indicator.get(request.id) : records.trend.get(request.id);
  if (record === undefined) return 0;
  if (request.binMs === null) return record.revision ?? 0;
  const index = (request.binMs - record.spark.startMs) / record.spark.stepMs;
  return record.spark.revised?.find(([at]) => at === index)?.[1] ?? 0;
}
