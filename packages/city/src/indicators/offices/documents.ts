/** Electronic documents and digital signatures, city to ward. */
import { DONE, ON_TIME, OPEN, OVERDUE, RECEIVED } from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { publishedShare } from './published.ts';

const QCVN = { source: 'QCVN 102:2016/BTTTT (document exchange)' };

export const DOCUMENT_FIGURES: readonly OfficeFigure[] = [
  {
    code: 'signed',
    name: { vi: 'Ký số', en: 'Digitally signed' },
    unit: '%',
    formula: { vi: 'văn bản ký số / ban hành × 100', en: 'digitally signed / issued × 100' },
    ...QCVN,
    rule: { kind: 'ratio', of: ['digitised'], by: ['digitisedKnown'] },
    isHeadline: true,
  },
  {
    code: 'transit-p95',
    name: { vi: 'Chuyển văn bản p95', en: 'Transit p95' },
    unit: 'min',
    formula: {
      vi: 'bách phân vị 95 của thời gian ban hành → đến nơi (sai số ≤ 4 %)',
      en: 'p95 of issued → delivered (at most 4 % high)',
    },
    ...QCVN,
    rule: { kind: 'span-p95', span: 'transit' },
    isHeadline: true,
  },
  {
    code: 'unread-24h',
    name: { vi: 'Chưa đọc quá 24 giờ', en: 'Unread for over 24 h' },
    unit: '1',
    formula: { vi: 'đã đến nơi hơn 24 giờ, chưa mở', en: 'delivered more than 24 h ago and not opened' },
    source: 'case events',
    rule: { kind: 'aged', state: 'delivered', olderThanMs: 86_400_000 },
    isHeadline: true,
  },
  ON_TIME,
  OPEN,
  OVERDUE,
  RECEIVED,
  DONE,
  publishedShare('units-online', [
    'Đơn vị kết nối',
    'Units connected',
    'đơn vị đang kết nối / đơn vị',
    'units connected / units',
  ]),
];
