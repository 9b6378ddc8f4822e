/** Government reporting: DOMAIN F 9. */
import { ON_TIME, OVERDUE, RECEIVED } from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { publishedShare } from './published.ts';

const DECREE = { source: 'Decree 09/2019/NĐ-CP (reporting of administrative agencies)' };

export const REPORTING_FIGURES: readonly OfficeFigure[] = [
  {
    ...ON_TIME,
    name: { vi: 'Nộp đúng hạn', en: 'Submitted on time' },
    formula: {
      vi: 'nộp không muộn hơn hạn / đã nộp × 100',
      en: 'submitted on or before due / submitted × 100',
    },
    ...DECREE,
  },
  {
    ...OVERDUE,
    code: 'missing',
    name: { vi: 'Thiếu báo cáo', en: 'Missing' },
    formula: { vi: 'quá hạn mà chưa nộp lúc này', en: 'past due and not submitted now' },
    ...DECREE,
  },
  { ...RECEIVED, code: 'expected', name: { vi: 'Phải nộp', en: 'Expected' }, isHeadline: true },
  {
    code: 'invalid',
    name: { vi: 'Trả lại vì sai', en: 'Returned as invalid' },
    unit: '%',
    formula: { vi: 'từng bị trả lại / từng nộp × 100', en: 'ever returned / ever submitted × 100' },
    ...DECREE,
    rule: { kind: 'ratio', of: ['ever:returned'], by: ['ever:submitted'] },
    isHeadline: true,
  },
  publishedShare('units-connected', [
    'Đơn vị kết nối',
    'Units connected',
    'đơn vị kết nối / đơn vị',
    'units connected / units',
  ]),
];
