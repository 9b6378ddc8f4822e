import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

export interface TourStep {
  /** The part of the desk that is meant; a step whose part this screen does not show is told without pointing. */
  readonly at: string;
  readonly title: ReactNode;
  readonly words: ReactNode;
}

/** One round over the desk, in the order of an alarm: it comes, it is seen, placed, worked on, and the screen itself is doubted. */
export const TOUR_STEPS: readonly TourStep[] = [
  {
    at: '.desk-left',
    title: <Trans>Hàng đợi</Trans>,
    words: (
      <Trans>
        Mọi báo động và sự cố, chưa xác nhận ở trên. Hình và số cho biết mức ưu tiên; nhấp nháy là chưa ai
        nhận.
      </Trans>
    ),
  },
  {
    at: '.map-box',
    title: <Trans>Bản đồ</Trans>,
    words: (
      <Trans>
        Chọn một mục thì bản đồ tới đó. Xe, đường và điểm ngập là số đo sống; giờ của số đo ở góc.
      </Trans>
    ),
  },
  {
    at: '.desk-detail, .desk-side, .desk-main > :last-child',
    title: <Trans>Chi tiết và quy trình</Trans>,
    words: (
      <Trans>
        Sáu đồng hồ của sự cố, các bước phải làm, ghi chú và diễn biến. Hai phím từ báo động tới quy trình: N
        rồi S.
      </Trans>
    ),
  },
  {
    at: '.desk-foot',
    title: <Trans>Dòng lệnh</Trans>,
    words: (
      <Trans>
        Ctrl K: gõ điều muốn làm bằng lời, không cần dấu. Trước khi Enter, dòng lệnh nhắc lại việc sẽ làm.
      </Trans>
    ),
  },
  {
    at: '.header-tiles',
    title: <Trans>Có tin được màn hình này không</Trans>,
    words: (
      <Trans>Độ trễ của kết nối và số nguồn đang chạy. Khi mất kết nối cả trang xám đi trong 5 giây.</Trans>
    ),
  },
];
