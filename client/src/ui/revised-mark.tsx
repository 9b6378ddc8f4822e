import { useLingui } from '@lingui/react/macro';
import './revised-mark.css';

/**
 * Says that a figure was corrected after it had been shown as closed: late events inside the allowed lateness came in. A turned
 * arrow and its count, in the colour of text: a correction is no alarm.
 */
export function RevisedMark({ times }: { times: number | undefined }) {
  const { t } = useLingui();
  if (times === undefined || times === 0) return null;
  const words = t`đã sửa ${times} lần sau khi chốt`;
  return (
    <span className="revised-mark num" title={words}>
      <svg viewBox="0 0 12 12" role="img" aria-label={words}>
        <path d="M9.600 4.300A4.200 4.200 0 1 0 10.200 6.800M9.900 1.700V4.600H7" />
      </svg>
      <span aria-hidden="true">{times > 99 ? '99+' : times}</span>
    </span>
  );
}
