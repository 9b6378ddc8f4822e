/** National portal and online payment: DOMAIN F 12. */
import { PAID_ONLINE, RECEIVED } from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

export const NATIONAL_PORTAL_FIGURES: readonly OfficeFigure[] = [
  {
    code: 'payment-success',
    name: { vi: 'Thanh toán thành công', en: 'Payments that succeed' },
    unit: '%',
    formula: { vi: 'thành công / (thành công + thất bại) × 100', en: 'paid / (paid + failed) × 100' },
    source: 'payment gateway',
    rule: { kind: 'ratio', of: ['done'], by: ['done', 'ended'] },
    isHeadline: true,
  },
  {
    code: 'unreconciled',
    name: { vi: 'Chưa đối soát', en: 'Unreconciled' },
    unit: '1',
    formula: { vi: 'đã thanh toán, chưa đối soát lúc này', en: 'paid and not reconciled now' },
    source: 'payment gateway',
    rule: { kind: 'count', of: ['at:paid'], scope: 'now' },
    isHeadline: true,
  },
  {
    code: 'unreconciled-vnd',
    name: { vi: 'Tiền chưa đối soát', en: 'Unreconciled amount' },
    unit: 'VND',
    formula: {
      vi: 'tổng phí đã thanh toán, chưa đối soát lúc này',
      en: 'sum of fees paid and not reconciled now',
    },
    source: 'payment gateway',
    rule: { kind: 'count', of: ['vnd:paid'], scope: 'now' },
  },
  PAID_ONLINE,
  RECEIVED,
  publishedShare(
    'synced',
    [
      'Đồng bộ hồ sơ',
      'Files synchronised',
      'hồ sơ đã đồng bộ / phải đồng bộ',
      'files synchronised / due to be',
    ],
    { isHeadline: true },
  ),
  published(['sync-lag-p95', 'min'], {
    vi: 'Trễ đồng bộ p95',
    en: 'Synchronisation lag p95',
    viFormula: 'bách phân vị 95 của độ trễ',
    enFormula: 'p95 of the lag',
  }),
];
