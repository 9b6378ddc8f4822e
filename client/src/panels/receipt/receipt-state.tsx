import { Trans } from '@lingui/react/macro';
import type { Problem } from '../../live/centre-port.ts';
import type { Answer } from '../../live/use-answer.ts';

/** What stands in a receipt that has no answer yet, or will not get one. */
export function ReceiptState({ answer }: { answer: Pick<Answer<unknown>, 'problem' | 'isLoading' | 'ask'> }) {
  const { problem } = answer;
  if (problem === null) {
    return (
      <div className="receipt-state" role="status" aria-busy="true">
        <p>
          <Trans>Đang cộng lại từ các dòng gốc…</Trans>
        </p>
        <div className="receipt-bones" aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      </div>
    );
  }
  return (
    <div className="receipt-state" role="alert">
      <p>
        <ProblemWords problem={problem} />
      </p>
      <code>
        {problem.code}: {problem.message}
      </code>
      <button className="button" type="button" disabled={answer.isLoading} onClick={answer.ask}>
        <Trans>Thử lại</Trans>
      </button>
    </div>
  );
}

function ProblemWords({ problem: { code, status } }: { problem: Problem }) {
  if (code === 'history-unavailable')
    return <Trans>Kho lịch sử đang khởi động lại: chưa cộng lại được. Tự thử lại sau vài giây.</Trans>;
  if (status === 0) return <Trans>Không liên lạc được với trung tâm. Tự thử lại sau vài giây.</Trans>;
  if (status === 403) return <Trans>Vai trò này không được xem biên nhận.</Trans>;
  if (status === 404) return <Trans>Không có số này trong phòng, hoặc đã quá hạn lưu.</Trans>;
  return <Trans>Không lập được biên nhận.</Trans>;
}
