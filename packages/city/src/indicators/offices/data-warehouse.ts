/** Shared data warehouse, "đúng, đủ, sạch, sống": DOMAIN F 1. */
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

const GUIDE = { source: '1709/BKHCN-CĐSQG (2025-05-21): đúng, đủ, sạch, sống' };

export const DATA_WAREHOUSE_FIGURES: readonly OfficeFigure[] = [
  publishedShare('valid', ['Đúng', 'Valid', 'bản ghi cờ 1 / bản ghi', 'records flagged 1 / records'], {
    ...GUIDE,
    isHeadline: true,
  }),
  publishedShare('complete', ['Đủ', 'Complete', 'trường có giá trị / bắt buộc', 'fields filled / required'], {
    ...GUIDE,
    isHeadline: true,
  }),
  publishedShare('duplicates', ['Trùng', 'Duplicates', 'bản ghi trùng / bản ghi', 'duplicates / records'], {
    ...GUIDE,
  }),
  publishedShare(
    'on-cycle',
    ['Sống', 'Updated in cycle', 'cập nhật đúng chu kỳ / đến kỳ', 'updated in cycle / due'],
    {
      ...GUIDE,
      isHeadline: true,
    },
  ),
  publishedShare(
    'sources-up',
    ['Nguồn hoạt động', 'Sources up', 'nguồn hoạt động / nguồn', 'sources up / sources'],
    {
      isHeadline: true,
    },
  ),
  publishedShare('api-success', [
    'API thành công',
    'API calls that succeed',
    'thành công / lượt gọi',
    'successful / calls',
  ]),
  published(['freshness-p95', 'min'], {
    vi: 'Độ mới p95',
    en: 'Freshness p95',
    viFormula: 'bách phân vị 95 của tuổi dữ liệu',
    enFormula: 'p95 of the age of the data',
  }),
  published(['api-p95', 'ms'], {
    vi: 'API p95',
    en: 'API p95',
    viFormula: 'bách phân vị 95 của thời gian trả lời',
    enFormula: 'p95 of the answer time',
  }),
];
