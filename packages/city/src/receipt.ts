/**
 * Receipts: where a number on a screen comes from. The shapes of `GET /api/v1/receipts` as JSON; times are RFC 3339 UTC.
 * What is not known is null, never 0: also a count of rows that the file of that day does not tell apart yet.
 */

/** How the fold judged one reading, in the order of the codes in which history keeps it. `missing`: the payload said null. */
export const READING_OUTCOMES = ['counted', 'late', 'duplicate', 'conflict', 'missing'] as const;
export type ReadingOutcome = (typeof READING_OUTCOMES)[number];

/** As a receipt shows it: what is flagged 4 or 9 was counted or late, and stays out of the statistics. */
export type ReceiptOutcome = ReadingOutcome | 'flagged';

export interface ReceiptRow {
  /** Place in the log: the offset of the record that carried it plus its index there. */
  seq: number;
  t: string;
  arrival: string;
  value: number | null;
  outcome: ReceiptOutcome;
  flag: number;
  id?: string;
  feed: string;
  /** Of a flagged row: it was late. */
  late?: true;
}

export interface ReceiptValue {
  n: number;
  sum: number;
  mean: number;
  min: number;
  max: number;
  first: number;
  last: number;
  p50: number;
  p95: number;
}

/** The law of counts over the rows of one receipt, and the sum of its rows made twice, in two ways. */
export interface ReceiptCheck {
  received: number | null;
  counted: number;
  late: number;
  /** Conflicts included. */
  duplicates: number | null;
  /** received = counted + late + duplicates. */
  holds: boolean;
  sumOfRows: number | null;
  sumShown: number | null;
  sumsEqual: boolean;
}

/** What one settled window is made of. */
export interface Receipt {
  domain: string;
  entity: string;
  name: { vi: string; en: string } | null;
  metric: string;
  unit: string;
  /** Feeds that brought its rows. */
  feed: string[];
  window: string;
  start: string;
  end: string;
  value: ReceiptValue | null;
  revision: number;
  final: boolean;
  exact: boolean;
  /** The watermark has not passed its end. */
  open: boolean;
  received: number | null;
  counted: number;
  duplicates: number | null;
  conflicts: number | null;
  late: number;
  flagged: number;
  missing: number | null;
  /** False: some of its rows were kept by a build that kept only what was counted or late. */
  outcomesKnown: boolean;
  /** Refused messages of its feeds, of the same time, that name the entity; null = none is known of. */
  rejected: { mentions: number; codes: Record<string, number> } | null;
  expected: number | null;
  expectedEveryMs: number | null;
  expectedFrom: 'entity' | 'pack' | 'feed' | null;
  /** 0..1: distinct readings over expected ones. */
  completeness: number | null;
  watermarkAtFiring: string | null;
  watermark: string | null;
  lagP95Ms: number | null;
  log: { fromOffset: number; toOffset: number } | null;
  check: ReceiptCheck;
  formula: { vi: string; en: string };
  /** False: of the readings behind `value` not all are kept any more; rows, counts and hash are of those that are. */
  rowsKept: boolean;
  /** Of the CSV of all its rows. */
  sha256: string;
  rows: ReceiptRow[];
  rowCount: number;
}

export interface FigureContributor {
  domain: string;
  entity: string;
  /** With the figure's `start` and `end`: the windows whose receipts lie behind this line. */
  metric: string;
  name: { vi: string; en: string } | null;
  n: number;
  value: number;
}

/** What one figure on the wall is made of: a KPI tile's bin, a point of a trend, a cell of a heat map. */
export interface FigureReceipt {
  kind: 'indicator' | 'trend' | 'heat';
  id: string;
  row?: string;
  name: { vi: string; en: string };
  unit: string;
  formula: { vi: string; en: string };
  /** The statistic that the formula says; each contributor's `value` is the same one over its own readings. */
  aggregate: 'mean' | 'sum' | 'sumOfMeans' | 'max' | 'last' | 'within';
  /** What the screen shows; of a bin that memory has let go, the settled value. */
  value: number | null;
  start: string | null;
  end: string | null;
  /** Some watermark has not passed `end`: more readings are to come, and `expected` is of the whole stretch. */
  open: boolean;
  asOf: string | null;
  n: number;
  expected: number | null;
  completeness: number | null;
  late: number;
  duplicates: number | null;
  entities: number;
  entitiesExpected: number;
  shownValue: number | null;
  settledValue: number | null;
  differsBecause: string | null;
  contributors: FigureContributor[];
  check: ReceiptCheck;
}

/** A figure that is no statistic over readings: its inputs one by one. */
export interface DirectFigureReceipt {
  kind: 'indicator';
  id: string;
  name: { vi: string; en: string };
  unit: string;
  formula: { vi: string; en: string };
  value: number | null;
  asOf: string | null;
  n: number;
  items: Record<string, unknown>[];
}
