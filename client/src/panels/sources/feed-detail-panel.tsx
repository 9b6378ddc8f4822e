import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { Panel } from '../../ui/panel.tsx';
import { FeedDetail } from './feed-detail.tsx';

/** The detail of the chosen feed beside the table; a word how to choose one while none is. */
export function FeedDetailPanel({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useLingui();
  if (id === null)
    return (
      <Panel className="feed-detail-panel is-empty" title={<Trans>Chi tiết nguồn</Trans>}>
        <p className="empty-note">
          <Trans>Chọn một nguồn (J, K) để xem độ trễ đến, đồng hồ lệch và chuỗi im lặng.</Trans>
        </p>
      </Panel>
    );
  return (
    <Panel
      className="feed-detail-panel"
      title={id}
      subtitle={<Trans>chi tiết nguồn</Trans>}
      marks={
        <button className="panel-close" type="button" aria-label={t`Đóng chi tiết, Esc`} onClick={onClose}>
          <kbd className="keycap" aria-hidden="true">
            Esc
          </kbd>
          <X aria-hidden="true" />
        </button>
      }
    >
      <div
        className="feed-detail-scroll"
        tabIndex={0}
        role="region"
        aria-label={t`Chi tiết nguồn`}
        data-own-keys=""
      >
        <FeedDetail key={id} id={id} />
      </div>
    </Panel>
  );
}
