import { Trans } from '@lingui/react/macro';
import './linked.css';

/** How a stretch of the plots beside it is chosen, for those who would not try. */
export function SpanHint() {
  return (
    <span className="span-hint">
      <Trans>Kéo trên biểu đồ, hoặc ⇧←→ rồi Enter: xem lịch sử khoảng đó</Trans>
    </span>
  );
}
