/** Information-security centre: DOMAIN F 5. Counts only. */
import { DONE, ON_TIME, OPEN, OVERDUE, RECEIVED } from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { publishedShare } from './published.ts';

const mean = (
  [code, span]: readonly [code: string, span: string],
  [vi, en]: readonly [string, string],
  way: string,
): OfficeFigure => ({
  code,
  name: { vi, en },
  unit: 'min',
  formula: { vi: `trung bình ${way}`, en: `mean of ${way}` },
  source: 'SOC practice: MTTD, MTTA, MTTR',
  rule: { kind: 'span-mean', span },
  isHeadline: code !== 'mttd',
});

export const SECURITY_FIGURES: readonly OfficeFigure[] = [
  { ...OPEN, isHeadline: true },
  mean(['mttd', 'detect'], ['Thời gian phát hiện', 'Mean time to detect'], 'attacked → alerted'),
  mean(
    ['mtta', 'acknowledge'],
    ['Thời gian tiếp nhận', 'Mean time to acknowledge'],
    'alerted → investigating',
  ),
  mean(['mttr', 'remediate'], ['Thời gian khắc phục', 'Mean time to remediate'], 'alerted → remediated'),
  {
    code: 'false-positive',
    name: { vi: 'Cảnh báo sai', en: 'False positives' },
    unit: '%',
    formula: { vi: 'cảnh báo sai / cảnh báo đã đóng × 100', en: 'false positives / alerts closed × 100' },
    source: 'SOC practice',
    rule: { kind: 'ratio', of: ['closed:false-positive'], by: ['done', 'ended'] },
  },
  {
    code: 'escalated',
    name: { vi: 'Chuyển cấp', en: 'Escalated' },
    unit: '%',
    formula: { vi: 'từng chuyển cấp / cảnh báo × 100', en: 'ever escalated / alerts × 100' },
    source: 'SOC practice: below 20–50 %',
    rule: { kind: 'ratio', of: ['ever:escalated'], by: ['received', 'joined'] },
  },
  { ...OVERDUE, name: { vi: 'Quá hạn xử lý', en: 'Overdue alerts' } },
  ON_TIME,
  RECEIVED,
  DONE,
  publishedShare(
    'level-approved',
    [
      'Hệ thống có cấp độ',
      'Systems with an approved level',
      'hệ thống được duyệt cấp độ / hệ thống',
      'systems with an approved level / systems',
    ],
    { source: 'Decree 85/2016/NĐ-CP' },
  ),
];
