import { useLingui } from '@lingui/react/macro';
import { FeedDetail } from '../sources/feed-detail.tsx';
import { CopyLink } from './copy-link.tsx';
import type { ReceiptFrame } from './receipt-frame.ts';
import { ReceiptHead } from './receipt-head.tsx';

/** The receipt of a feed's counts: its law, and what an engineer asks next. */
export function FeedReceipt({ id, frame }: { id: string; frame: ReceiptFrame }) {
  const { t } = useLingui();
  return (
    <>
      <ReceiptHead title={t`Biên nhận nguồn · ${id}`} note={t`từ khi có thư mục dữ liệu`} frame={frame} />
      <div className="receipt-scroll" tabIndex={0} role="region" aria-label={id}>
        <FeedDetail id={id} />
        <div className="receipt-actions">
          <CopyLink />
        </div>
      </div>
    </>
  );
}
