/** ISO 9001 quality management: DOMAIN E, F 13. */
import { ON_TIME, OPEN, OVERDUE } from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

const ISO = { source: 'ISO 9001:2015; register of certificates' };

export const ISO_9001_FIGURES: readonly OfficeFigure[] = [
  publishedShare(
    'certified',
    [
      'Đơn vị đạt chứng nhận',
      'Units certified',
      'đơn vị có chứng nhận / thuộc phạm vi',
      'certified / in scope',
    ],
    { ...ISO, isHeadline: true },
  ),
  {
    ...OPEN,
    code: 'open-nonconformities',
    name: { vi: 'Điểm không phù hợp', en: 'Open nonconformities' },
    ...ISO,
  },
  {
    ...OVERDUE,
    code: 'capa-overdue',
    name: { vi: 'Khắc phục quá hạn', en: 'Corrective actions overdue' },
    ...ISO,
  },
  { ...ON_TIME, isHeadline: false, ...ISO },
  publishedShare('audits', ['Đánh giá nội bộ', 'Audits done', 'cuộc đã làm / kế hoạch', 'done / planned'], {
    ...ISO,
    isHeadline: true,
  }),
  published(
    ['expiring-90d', '1'],
    {
      vi: 'Sắp hết hạn (90 ngày)',
      en: 'Expiring within 90 days',
      viFormula: 'chứng nhận hết hạn trong 90 ngày',
      enFormula: 'certificates that expire within 90 days',
    },
    ISO,
  ),
];
