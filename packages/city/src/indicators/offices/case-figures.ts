/** Figures that several systems have in common; formulas of DOMAIN "A4", "A5", "F1". */
import type { OfficeFigure } from './office-figure.ts';

const D766 = 'Decision 766/QĐ-TTg (2022-06-23)';

/** Settled in time of all that had to be settled by a date. */
export const ON_TIME: OfficeFigure = {
  code: 'on-time',
  name: { vi: 'Đúng hạn', en: 'On time' },
  unit: '%',
  formula: {
    vi: 'giải quyết không muộn hơn hạn / đã giải quyết (có hạn) × 100',
    en: 'settled on or before due / settled with a due time × 100',
  },
  source: D766,
  rule: { kind: 'ratio', of: ['doneInTime'], by: ['doneInTime', 'doneLate'] },
  isHeadline: true,
};

export const EARLY: OfficeFigure = {
  code: 'early',
  name: { vi: 'Trước hạn', en: 'Early' },
  unit: '%',
  formula: {
    vi: 'giải quyết trước ngày hạn / đã giải quyết (có hạn) × 100',
    en: 'settled before the due day / settled with a due time × 100',
  },
  source: D766,
  rule: { kind: 'ratio', of: ['doneEarly'], by: ['doneInTime', 'doneLate'] },
};

export const RECEIVED: OfficeFigure = {
  code: 'received',
  name: { vi: 'Tiếp nhận', en: 'Received' },
  unit: '1',
  formula: { vi: 'số trường hợp nhận lần đầu trong kỳ', en: 'cases first heard in the period' },
  source: 'case events',
  rule: { kind: 'count', of: ['received', 'joined'], scope: 'period' },
};

export const DONE: OfficeFigure = {
  code: 'done',
  name: { vi: 'Đã giải quyết', en: 'Settled' },
  unit: '1',
  formula: { vi: 'trong số nhận trong kỳ, đã giải quyết', en: 'of those received in the period, settled' },
  source: 'case events',
  rule: { kind: 'count', of: ['done'], scope: 'period' },
};

export const OPEN: OfficeFigure = {
  code: 'open',
  name: { vi: 'Đang giải quyết', en: 'Open' },
  unit: '1',
  formula: { vi: 'số trường hợp chưa kết thúc lúc này', en: 'cases not settled or ended now' },
  source: 'case events',
  rule: { kind: 'count', of: ['open'], scope: 'now' },
  isHeadline: true,
};

export const OVERDUE: OfficeFigure = {
  code: 'overdue-open',
  name: { vi: 'Quá hạn chưa xong', en: 'Overdue' },
  unit: '1',
  formula: { vi: 'đang mở và quá hạn lúc này', en: 'open and past due now' },
  source: D766,
  rule: { kind: 'count', of: ['overdue'], scope: 'now' },
  isHeadline: true,
};

export const OVERDUE_AGE: OfficeFigure = {
  code: 'overdue-age-p90',
  name: { vi: 'Quá hạn p90', en: 'Overdue age p90' },
  unit: 'h',
  formula: {
    vi: 'bách phân vị 90 (hạng gần nhất) của số giờ làm việc quá hạn, các trường hợp đang mở',
    en: 'nearest-rank p90 of the working hours past due, of open cases',
  },
  source: 'city pack: working calendar',
  rule: { kind: 'overdue-age-p90' },
};

/** Satisfaction as Decision 766 has it: whoever was late counts as unsatisfied. */
export const SATISFACTION_766: OfficeFigure = {
  code: 'satisfaction-766',
  name: { vi: 'Hài lòng (766)', en: 'Satisfaction (766)' },
  unit: '%',
  formula: {
    vi: '(đã giải quyết − không hài lòng hoặc trễ hạn) / đã giải quyết × 100',
    en: '(settled − rated unsatisfied or late) / settled × 100',
  },
  source: D766,
  rule: {
    kind: 'ratio',
    of: ['done', '-doneUnheard', '-unsatisfiedOrLate'],
    by: ['done', '-doneUnheard'],
  },
};

export const SATISFACTION: OfficeFigure = {
  code: 'satisfaction',
  name: { vi: 'Hài lòng (người đánh giá)', en: 'Satisfied of those who rated' },
  unit: '%',
  formula: { vi: 'mức 4–5 / đã đánh giá × 100', en: 'ratings 4 and 5 / ratings × 100' },
  source: 'case events',
  rule: { kind: 'ratio', of: ['satisfied'], by: ['rated'] },
};

export const ONLINE: OfficeFigure = {
  code: 'online',
  name: { vi: 'Nộp trực tuyến', en: 'Filed online' },
  unit: '%',
  formula: {
    vi: 'nộp trực tuyến / đã biết kênh × 100',
    en: 'filed online / filed with a known channel × 100',
  },
  source: D766,
  rule: { kind: 'ratio', of: ['online'], by: ['channelKnown'] },
  isHeadline: true,
};

export const PAID_ONLINE: OfficeFigure = {
  code: 'online-payment',
  name: { vi: 'Thanh toán trực tuyến', en: 'Paid online' },
  unit: '%',
  formula: { vi: 'trả phí trực tuyến / có phí × 100', en: 'fee paid online / owing a fee × 100' },
  source: D766,
  rule: { kind: 'ratio', of: ['feePaidOnline'], by: ['feeOwing'] },
};
