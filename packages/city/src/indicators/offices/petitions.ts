/** Petitions, complaints, denunciations, hotline 1022: DOMAIN A5. */
import {
  DONE,
  ON_TIME,
  OPEN,
  OVERDUE,
  OVERDUE_AGE,
  RECEIVED,
  SATISFACTION,
  SATISFACTION_766,
} from './case-figures.ts';
import type { OfficeFigure } from './office-figure.ts';
import { publishedShare } from './published.ts';

const SLA = { source: 'HCMC regulation of the hotline 1022, September 2025' };

export const PETITION_FIGURES: readonly OfficeFigure[] = [
  { ...ON_TIME, isHeadline: true },
  OPEN,
  OVERDUE,
  {
    code: 'routing-in-time',
    name: { vi: 'Chuyển trong 5 phút', en: 'Routed within 5 minutes' },
    unit: '%',
    formula: {
      vi: 'chuyển xử lý trong 5 phút từ lúc nhận / đã chuyển × 100',
      en: 'routed within 5 minutes of receipt / routed × 100',
    },
    ...SLA,
    rule: { kind: 'ratio', of: ['span:routing:in'], by: ['span:routing:n'] },
    isHeadline: true,
  },
  {
    code: 'routing-p95',
    name: { vi: 'Chuyển xử lý p95', en: 'Routing p95' },
    unit: 'min',
    formula: {
      vi: 'bách phân vị 95 của thời gian nhận → chuyển (sai số ≤ 4 %)',
      en: 'p95 of received → routed (at most 4 % high)',
    },
    ...SLA,
    rule: { kind: 'span-p95', span: 'routing' },
  },
  RECEIVED,
  DONE,
  OVERDUE_AGE,
  SATISFACTION,
  SATISFACTION_766,
  {
    code: 'reopened',
    name: { vi: 'Mở lại', en: 'Reopened' },
    unit: '%',
    formula: { vi: 'từng mở lại / từng trả lời × 100', en: 'ever reopened / ever answered × 100' },
    source: 'case events',
    rule: { kind: 'ratio', of: ['ever:reopened'], by: ['ever:answered'] },
  },
  {
    code: 'by-app',
    name: { vi: 'Gửi qua ứng dụng', en: 'Sent by app' },
    unit: '%',
    formula: { vi: 'gửi qua ứng dụng / đã biết kênh × 100', en: 'sent by app / with a known channel × 100' },
    source: 'case events',
    rule: { kind: 'ratio', of: ['byApp'], by: ['channelKnown'] },
  },
  publishedShare('calls-answered', [
    'Cuộc gọi được trả lời',
    'Calls answered',
    'cuộc gọi trả lời / cuộc gọi đến',
    'calls answered / calls',
  ]),
];
