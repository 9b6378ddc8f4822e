import { Trans } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

/** All keys of the desk, opened and closed with `?`. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(function openModal() {
    dialog.current?.showModal();
  }, []);
  const keys: readonly [string, ReactNode][] = [
    ['J K ↑ ↓', <Trans key="move">đi trong hàng đợi</Trans>],
    ['← →', <Trans key="fold">gấp, mở báo động của sự cố</Trans>],
    ['N', <Trans key="next">tới mục chưa xác nhận kế tiếp</Trans>],
    ['A', <Trans key="ack">xác nhận mục đang chọn</Trans>],
    ['Space', <Trans key="mark">đánh dấu để xác nhận cùng lúc</Trans>],
    ['⇧ A', <Trans key="bulk">xác nhận các mục đã đánh dấu, hoặc mọi mục đang thấy</Trans>],
    ['U', <Trans key="undo">hoàn tác việc chưa gửi</Trans>],
    ['C', <Trans key="claim">nhận việc</Trans>],
    ['G', <Trans key="assign">giao cho đơn vị</Trans>],
    ['H', <Trans key="shelve">gác báo động (lý do, nhiều nhất 24 giờ)</Trans>],
    ['S', <Trans key="sop">tới quy trình</Trans>],
    ['X', <Trans key="step">xong bước hiện tại</Trans>],
    ['T', <Trans key="note">viết ghi chú, Ctrl Enter gửi</Trans>],
    ['Enter', <Trans key="map">tới bản đồ</Trans>],
    ['W', <Trans key="wall">gửi sự cố lên tường 10 phút, hoặc trả tường về lịch</Trans>],
    ['O', <Trans key="page">mở trang sự cố</Trans>],
    ['+', <Trans key="new">mở sự cố bằng tay</Trans>],
    ['⇧ E', <Trans key="close">đóng sự cố, bước 1 trên 2</Trans>],
    ['M', <Trans key="mute">tắt tiếng tới báo động mới</Trans>],
    ['F /', <Trans key="find">lọc, tìm</Trans>],
    ['Ctrl K', <Trans key="line">dòng lệnh</Trans>],
    ['Esc', <Trans key="leave">rời ô đang gõ</Trans>],
  ];
  return (
    <dialog ref={dialog} className="keys-help" onClose={onClose}>
      <h2>
        <Trans>Phím của bàn trực</Trans>
      </h2>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd className="keycap">{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <button className="button" type="button" autoFocus onClick={() => dialog.current?.close()}>
        <Trans>Đóng bảng phím</Trans> <kbd className="keycap">Esc</kbd>
      </button>
    </dialog>
  );
}
