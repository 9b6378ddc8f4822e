/** Open-data ecosystem: DOMAIN F 2. */
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

export const OPEN_DATA_FIGURES: readonly OfficeFigure[] = [
  published(
    ['datasets', '1'],
    {
      vi: 'Bộ dữ liệu',
      en: 'Datasets',
      viFormula: 'bộ dữ liệu đang mở',
      enFormula: 'datasets that are open',
    },
    { isHeadline: true },
  ),
  publishedShare(
    'machine-readable',
    ['Máy đọc được', 'Machine-readable', 'bộ máy đọc được / bộ dữ liệu', 'machine-readable / datasets'],
    { isHeadline: true },
  ),
  publishedShare(
    'on-schedule',
    [
      'Cập nhật đúng lịch',
      'Updated on schedule',
      'cập nhật đúng lịch / đến lịch',
      'updated on schedule / due',
    ],
    { isHeadline: true },
  ),
  publishedShare('licensed', [
    'Có giấy phép',
    'Licensed',
    'bộ có giấy phép / bộ dữ liệu',
    'licensed / datasets',
  ]),
  published(['calls', '/d'], {
    vi: 'Lượt gọi mỗi ngày',
    en: 'Calls a day',
    viFormula: 'lượt gọi trong ngày',
    enFormula: 'calls within the day',
  }),
];
