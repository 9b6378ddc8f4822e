/**
 * The life of a case per administrative system: which states there are, which of them end it, which may follow which, and which
 * stretches of time between two states are measured. Simulators send by this table and the centre counts by it; a system that is
 * not here publishes figures only. A state that is not in the table is no refusal: it is counted as unknown and moves nothing.
 */

/** `done`: settled, counts for punctuality. `ended`: closed without being settled (withdrawn, false alarm): out of every ratio of punctuality. */
export type CasePhase = 'open' | 'done' | 'ended';

export interface CaseState {
  readonly code: string;
  readonly phase: CasePhase;
  readonly name: { readonly vi: string; readonly en: string };
  /** States that may follow. */
  readonly next: readonly string[];
}

/** A measured stretch: from the first entry of a state to the first entry of another. */
export interface CaseSpan {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  /** What is still in time. */
  readonly withinMs?: number;
}

export interface LifeCycle {
  readonly system: string;
  /** In the order of a life; the first opens it. Of two states at one moment the later in this list is the present one. */
  readonly states: readonly CaseState[];
  readonly spans: readonly CaseSpan[];
  /** Reporting period: calendar months, or a period of the city pack by its id. */
  readonly period: string;
  /** Rows about fewer cases than this leave the centre without figures: people could be told from them. */
  readonly smallest: number;
  /** Sums of dong per state are kept: money under way. */
  readonly countsMoney?: boolean;
}

type Row = readonly [code: string, phase: CasePhase, vi: string, en: string, next: string];

const toStates = (rows: readonly Row[]): CaseState[] =>
  rows.map(([code, phase, vi, en, next]) => ({
    code,
    phase,
    name: { vi, en },
    next: next === '' ? [] : next.split(' '),
  }));

const MINUTE_MS = 60_000;

export const LIFE_CYCLES: readonly LifeCycle[] = [
  {
    system: 'one-stop',
    period: 'month',
    smallest: 1,
    spans: [{ code: 'handling', from: 'received', to: 'resolved' }],
    states: toStates([
      ['received', 'open', 'Tiếp nhận', 'Received', 'processing withdrawn'],
      ['processing', 'open', 'Đang giải quyết', 'In progress', 'supplement resolved rejected withdrawn'],
      ['supplement', 'open', 'Chờ bổ sung', 'Sent back for papers', 'processing withdrawn'],
      ['resolved', 'done', 'Đã giải quyết', 'Resolved', 'returned'],
      ['rejected', 'done', 'Từ chối có lý do', 'Refused with reasons', 'returned'],
      ['returned', 'done', 'Đã trả kết quả', 'Result handed over', ''],
      ['withdrawn', 'ended', 'Rút hồ sơ', 'Withdrawn', ''],
    ]),
  },
  {
    system: 'petitions',
    period: 'hotline-month',
    smallest: 5,
    spans: [{ code: 'routing', from: 'received', to: 'routed', withinMs: 5 * MINUTE_MS }],
    states: toStates([
      ['received', 'open', 'Tiếp nhận', 'Received', 'routed rejected'],
      ['routed', 'open', 'Đã chuyển xử lý', 'Routed', 'processing rejected'],
      ['processing', 'open', 'Đang xử lý', 'In progress', 'answered rejected'],
      ['reopened', 'open', 'Mở lại', 'Reopened', 'processing'],
      ['answered', 'done', 'Đã trả lời', 'Answered', 'rated reopened'],
      ['rated', 'done', 'Đã đánh giá', 'Rated', 'reopened'],
      ['rejected', 'ended', 'Không thuộc thẩm quyền', 'Not in competence', ''],
    ]),
  },
  {
    system: 'documents',
    period: 'month',
    smallest: 1,
    spans: [{ code: 'transit', from: 'issued', to: 'delivered' }],
    states: toStates([
      ['issued', 'open', 'Đã ban hành', 'Issued', 'delivered recalled'],
      ['delivered', 'open', 'Đã chuyển', 'Delivered', 'opened recalled'],
      ['opened', 'open', 'Đã đọc', 'Opened', 'completed'],
      ['completed', 'done', 'Đã xử lý', 'Task done', ''],
      ['recalled', 'ended', 'Thu hồi', 'Recalled', ''],
    ]),
  },
  {
    system: 'security-centre',
    period: 'month',
    smallest: 1,
    spans: [
      { code: 'detect', from: 'attacked', to: 'alerted' },
      { code: 'acknowledge', from: 'alerted', to: 'investigating' },
      { code: 'remediate', from: 'alerted', to: 'remediated' },
    ],
    states: toStates([
      ['attacked', 'open', 'Bắt đầu tấn công', 'Attack began', 'alerted'],
      ['alerted', 'open', 'Cảnh báo', 'Alerted', 'investigating'],
      ['investigating', 'open', 'Đang điều tra', 'Investigating', 'escalated remediated false-positive'],
      ['escalated', 'open', 'Chuyển cấp', 'Escalated', 'remediated false-positive'],
      ['remediated', 'done', 'Đã khắc phục', 'Remediated', ''],
      ['false-positive', 'ended', 'Cảnh báo sai', 'False positive', ''],
    ]),
  },
  {
    system: 'reporting',
    period: 'month',
    smallest: 1,
    spans: [],
    states: toStates([
      ['expected', 'open', 'Đến kỳ', 'Expected', 'submitted'],
      ['returned', 'open', 'Trả lại vì sai', 'Returned as invalid', 'submitted'],
      ['submitted', 'done', 'Đã nộp', 'Submitted', 'returned accepted'],
      ['accepted', 'done', 'Đã duyệt', 'Accepted', ''],
    ]),
  },
  {
    system: 'national-portal',
    period: 'month',
    smallest: 1,
    spans: [{ code: 'reconcile', from: 'paid', to: 'reconciled' }],
    countsMoney: true,
    states: toStates([
      ['initiated', 'open', 'Khởi tạo', 'Initiated', 'paid failed'],
      ['paid', 'done', 'Đã thanh toán', 'Paid', 'reconciled'],
      ['reconciled', 'done', 'Đã đối soát', 'Reconciled', ''],
      ['failed', 'ended', 'Thất bại', 'Failed', ''],
    ]),
  },
  {
    system: 'iso-9001',
    period: 'month',
    smallest: 1,
    spans: [],
    states: toStates([
      ['opened', 'open', 'Phát hiện điểm không phù hợp', 'Nonconformity opened', 'planned'],
      ['planned', 'open', 'Có kế hoạch khắc phục', 'Corrective action planned', 'corrected'],
      ['corrected', 'open', 'Đã khắc phục', 'Corrected', 'verified planned'],
      ['verified', 'done', 'Đã kiểm chứng', 'Verified', ''],
    ]),
  },
];

const BY_SYSTEM = new Map(LIFE_CYCLES.map((cycle) => [cycle.system, cycle]));

/** The life cycle of a system's cases; undefined where it has none. */
export function lifeCycle(system: string): LifeCycle | undefined {
  return BY_SYSTEM.get(system);
}
