import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import type { Counted } from './group-answers.ts';

/** Of when the figures are, and what they do not hold: said before the figures, never in a footnote. */
export function CoverageNote({ counted: { period, coverage, least } }: { counted: Counted }) {
  const { ground } = useCentre();
  const at = (time: string): string => formatDateTime(Date.parse(time), ground.zone);
  return (
    <>
      <p className="area-said num">
        {at(period.from)} – {at(period.to)} · <Trans>tính lúc {at(period.countedAt)}</Trans> ·{' '}
        <Trans>
          so sánh từ {least.share} vụ (tỷ lệ), {least.median} vụ (trung vị)
        </Trans>
      </p>
      {!coverage.isComplete && (
        <p className="area-missing" role="alert">
          <b>
            <Trans>Số liệu chưa đủ:</Trans>
          </b>{' '}
          <Trans>
            {coverage.missing} sự cố đã đóng từ lâu của khoảng này chỉ còn trong nhật ký và không nằm trong
            các số dưới đây.
          </Trans>
        </p>
      )}
    </>
  );
}
