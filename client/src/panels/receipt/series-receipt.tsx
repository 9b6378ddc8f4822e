import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt } from '@metropane/city';
import { useCallback, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatUpTo } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { RawRows } from './raw-rows.tsx';
import { ReceiptActions } from './receipt-actions.tsx';
import { ReceiptCheckBox } from './receipt-check.tsx';
import type { ReceiptFrame } from './receipt-frame.ts';
import { ReceiptHead } from './receipt-head.tsx';
import { ReceiptPayload } from './receipt-payload.tsx';
import { seriesPath } from './receipt-paths.ts';
import { ReceiptRows } from './receipt-rows.tsx';
import { STAT_WORDS, unitOf } from './receipt-words.ts';
import { ReceiptState } from './receipt-state.tsx';
import { SeriesFacts } from './series-facts.tsx';
import { Span } from './span.tsx';
import { useMayReadPayloads } from './use-may-read-payloads.ts';

/** The receipt of one window of one series: its counts, its proofs, its first and last rows, and the way to all of them. */
export function SeriesReceipt({ request, frame }: { request: SeriesRequest; frame: ReceiptFrame }) {
  const { api } = useCentre();
  const question = useCallback(() => api.get<Receipt>(seriesPath(request)), [api, request]);
  const answer = useAnswer(question);
  const [payloadSeq, setPayloadSeq] = useState<number | null>(null);
  const onPayload = useMayReadPayloads() ? setPayloadSeq : null;
  const receipt = answer.value;
  return (
    <>
      <SeriesHead request={request} receipt={receipt} frame={frame} />
      {receipt === null ? (
        <ReceiptState answer={answer} />
      ) : payloadSeq !== null ? (
        <ReceiptPayload seq={payloadSeq} onBack={() => setPayloadSeq(null)} />
      ) : frame.isRaw ? (
        <RawRows
          request={request}
          receipt={receipt}
          onBack={() => frame.setRaw(false)}
          onPayload={onPayload}
        />
      ) : (
        <div className="receipt-body">
          <SeriesFacts receipt={receipt} stat={request.stat} />
          <div className="receipt-main">
            {receipt.value === null && (
              <p className="receipt-empty">
                <Trans>Không có số đo trong cửa sổ này. Thiếu không phải là 0.</Trans>
              </p>
            )}
            <ReceiptRows receipt={receipt} stat={request.stat} onPayload={onPayload} />
            <ReceiptCheckBox check={receipt.check} />
            <ReceiptActions
              request={request}
              receipt={receipt}
              isLoading={answer.isLoading}
              onRaw={() => frame.setRaw(true)}
              onAgain={answer.ask}
            />
          </div>
        </div>
      )}
    </>
  );
}

function SeriesHead({
  request,
  receipt,
  frame,
}: {
  request: SeriesRequest;
  receipt: Receipt | null;
  frame: ReceiptFrame;
}) {
  const { t, i18n } = useLingui();
  const locale = useLocale();
  const name = receipt?.name ? inLocale(receipt.name, locale) : request.entity;
  const value = receipt === null ? undefined : (receipt.value?.[request.stat] ?? null);
  const figure =
    value === undefined
      ? undefined
      : `${formatUpTo(value, 4, locale)} ${value === null ? '' : unitOf(request)}`;
  return (
    <ReceiptHead
      title={t`Biên nhận · ${name} · ${request.metric}`}
      figure={figure}
      note={
        <>
          {i18n._(STAT_WORDS[request.stat])} {formatDuration(endOf(request) - request.startMs, locale)} ·{' '}
          <Span fromMs={request.startMs} toMs={endOf(request)} />
          {receipt !== null && <SeriesMarks receipt={receipt} />}
        </>
      }
      frame={frame}
    />
  );
}

/** Not final, corrected, not exact: said in words beside the figure, not only among the facts. */
function SeriesMarks({ receipt }: { receipt: Receipt }) {
  return (
    <>
      {receipt.revision > 0 && (
        <>
          {' · '}
          <b>
            <Trans>đã sửa {receipt.revision} lần</Trans>
          </b>
        </>
      )}
      {!receipt.final && (
        <>
          {' · '}
          <b>{receipt.open ? <Trans>đang mở, chưa chốt</Trans> : <Trans>chưa chốt</Trans>}</b>
        </>
      )}
      {!receipt.rowsKept && (
        <>
          {' · '}
          <b>
            <Trans>một phần dòng gốc đã hết hạn lưu</Trans>
          </b>
        </>
      )}
      {!receipt.exact && (
        <>
          {' · '}
          <b>
            <Trans>không chính xác tuyệt đối</Trans>
          </b>
        </>
      )}
    </>
  );
}

function endOf({ startMs, window }: SeriesRequest): number {
  return startMs + { PT10S: 10_000, PT1M: 60_000, PT5M: 300_000, PT1H: 3_600_000 }[window];
}
