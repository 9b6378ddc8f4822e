/** Public-service portal and electronic one-stop: DOMAIN A4, Decision 766/QĐ-TTg. */
import {
  DONE,
  EARLY,
  ON_TIME,
  ONLINE,
  OPEN,
  OVERDUE,
  OVERDUE_AGE,
  PAID_ONLINE,
  RECEIVED,
  SATISFACTION,
  SATISFACTION_766,
} from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

const D766 = { source: 'Decision 766/QĐ-TTg (2022-06-23)' };

export const ONE_STOP_FIGURES: readonly OfficeFigure[] = [
  ON_TIME,
  ONLINE,
  OPEN,
  OVERDUE,
  RECEIVED,
  DONE,
  EARLY,
  OVERDUE_AGE,
  PAID_ONLINE,
  {
    code: 'digitised',
    name: { vi: 'Số hóa hồ sơ', en: 'Digitised' },
    unit: '%',
    formula: { vi: 'hồ sơ đã số hóa / đã biết × 100', en: 'digitised files / files that say so × 100' },
    ...D766,
    rule: { kind: 'ratio', of: ['digitised'], by: ['digitisedKnown'] },
  },
  {
    code: 'supplement',
    name: { vi: 'Yêu cầu bổ sung', en: 'Sent back for papers' },
    unit: '%',
    formula: {
      vi: 'hồ sơ từng bị yêu cầu bổ sung / tiếp nhận × 100',
      en: 'files ever sent back for papers / received × 100',
    },
    ...D766,
    rule: { kind: 'ratio', of: ['ever:supplement'], by: ['received', 'joined'] },
  },
  SATISFACTION,
  SATISFACTION_766,
  publishedShare(
    'reuse',
    [
      'Tái sử dụng dữ liệu',
      'Components reused',
      'thành phần hồ sơ tái sử dụng / thành phần có thể',
      'components reused / components that could be',
    ],
    D766,
  ),
  publishedShare('portal-success', [
    'Cổng trả lời tốt',
    'Portal requests answered',
    'yêu cầu thành công / yêu cầu',
    'successful requests / requests',
  ]),
  published(
    ['score-766', '{score}'],
    {
      vi: 'Điểm 766',
      en: 'Score 766',
      viFormula: 'công khai 18 + tiến độ 20 + số hóa 22 + trực tuyến 22 + hài lòng 18',
      enFormula: 'publicity 18 + progress 20 + digitisation 22 + online 22 + satisfaction 18',
    },
    D766,
  ),
];
