import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { payloadPath } from './receipt-paths.ts';
import { ReceiptState } from './receipt-state.tsx';
import { shownPayload } from './shown-payload.ts';

/** A message as it came in. */
export interface Payload {
  topic: string;
  arrival: string;
  feed: string;
  text?: string;
  b64?: string;
  truncated: boolean;
}

/** The original message of a row: topic, arrival, and its bytes as text where they are text. */
export function ReceiptPayload({ seq, onBack }: { seq: number; onBack: () => void }) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const question = useCallback(() => api.get<Payload>(payloadPath(seq)), [api, seq]);
  const answer = useAnswer(question);
  const payload = answer.value;
  return (
    <div className="receipt-raw">
      {payload === null ? (
        <PayloadState answer={answer} />
      ) : (
        <>
          <p className="receipt-payload-head num">
            <code>{payload.topic}</code> · {payload.feed} ·{' '}
            {formatDateTime(Date.parse(payload.arrival), ground.zone)}
          </p>
          <pre className="receipt-payload" tabIndex={0} role="region" aria-label={t`Thông điệp gốc`}>
            {shownPayload(payload)}
          </pre>
        </>
      )}
      <footer className="receipt-raw-foot">
        {payload?.truncated === true && (
          <span>
            <Trans>Chỉ giữ phần đầu của thông điệp này.</Trans>
          </span>
        )}
        <button className="button" type="button" onClick={onBack}>
          <Trans>Về các dòng</Trans>
        </button>
      </footer>
    </div>
  );
}

function PayloadState({ answer }: { answer: Parameters<typeof ReceiptState>[0]['answer'] }) {
  const isGone = answer.problem?.status === 404 || answer.problem?.status === 410;
  if (!isGone) return <ReceiptState answer={answer} />;
  return (
    <p className="receipt-empty">
      <Trans>Thông điệp gốc đã quá hạn lưu. Các dòng đọc từ nó vẫn còn.</Trans>
    </p>
  );
}
