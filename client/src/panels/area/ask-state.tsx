import { Trans } from '@lingui/react/macro';
import type { Problem } from '../../live/centre-port.ts';

/** Before the first answer, and when a later one could not be had: what is shown then is of before. */
export function AskState({ value, problem }: { value: object | null; problem: Problem | null }) {
  if (problem !== null)
    return (
      <p className="area-missing" role="alert">
        <b>
          {value === null ? (
            <Trans>Chưa tính được.</Trans>
          ) : (
            <Trans>Lần hỏi sau chưa được; dưới đây là số cũ.</Trans>
          )}
        </b>{' '}
        {problem.message} <code>{problem.code}</code>
      </p>
    );
  if (value !== null) return null;
  return (
    <p className="panel area-wait" aria-busy="true">
      <Trans>Đang đếm trong sổ…</Trans>
    </p>
  );
}
