/** Smartphones of citizens and officers: DOMAIN F 7. */
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

export const SMARTPHONE_FIGURES: readonly OfficeFigure[] = [
  published(
    ['active-users', '1'],
    {
      vi: 'Người dùng trong ngày',
      en: 'Active users',
      viFormula: 'người dùng khác nhau trong ngày',
      enFormula: 'distinct users within the day',
    },
    { isHeadline: true },
  ),
  publishedShare(
    'verified',
    [
      'Định danh VNeID',
      'Verified by VNeID',
      'tài khoản định danh / tài khoản',
      'verified accounts / accounts',
    ],
    { isHeadline: true },
  ),
  publishedShare('petitions-by-app', [
    'Phản ánh qua ứng dụng',
    'Petitions by app',
    'phản ánh qua ứng dụng / phản ánh',
    'petitions by app / petitions',
  ]),
  publishedShare(
    'push-delivered',
    ['Thông báo đến máy', 'Push delivered', 'thông báo đến máy / đã gửi', 'delivered / sent'],
    { isHeadline: true },
  ),
  published(['officer-ack-p90', 'min'], {
    vi: 'Cán bộ tiếp nhận p90',
    en: 'Officers acknowledge p90',
    viFormula: 'bách phân vị 90 của thời gian cán bộ tiếp nhận trên ứng dụng',
    enFormula: 'p90 of the time until an officer acknowledges on the app',
  }),
];
