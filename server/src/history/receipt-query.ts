import type { ReceiptRow, ReceiptValue } from '@metropane/city';
import type { WindowName } from './history-query.ts';

/** One window of one series; times are epoch ms, `endMs` is exclusive. */
export interface ReceiptWindow {
  domain: string;
  entity: string;
  metric: string;
  window: WindowName;
  startMs: number;
  endMs: number;
  /** Zone of the civil day (P1D); rows of feeds that live by another one are not in it. */
  zone: string;
  zoneOfFeed: Record<string, string>;
}

export interface ReceiptQuery extends ReceiptWindow {
  /** How the watermark of the series moves: by its entity's readings or by all of this feed. */
  source: { feed: string; isShared: boolean; outOfOrdernessMs: number; idleAfterMs: number };
  /** Whether the watermark has passed the end at all. */
  isFired: boolean;
}

/** What the rows of one window say. Counts of what does not count are null where a file of an older build is among them. */
export interface ReceiptFacts {
  value: ReceiptValue | null;
  revision: number;
  feeds: string[];
  counted: number;
  late: number;
  flagged: number;
  duplicates: number;
  conflicts: number;
  missing: number;
  outcomesKnown: boolean;
  lagP95Ms: number | null;
  fromOffset: number | null;
  toOffset: number | null;
  fromArrivalMs: number | null;
  toArrivalMs: number | null;
  /** Of the values in the statistics, in log order; null = there is none. */
  sumOfRows: number | null;
  /** Σ|x| of the same: what an error of the sum is measured by. */
  absoluteSum: number;
  sha256: string;
  rowCount: number;
  rows: ReceiptRow[];
  /** The first watermark at or beyond the end that a row or the rule of idleness tells of. */
  firedAtMs: number | null;
}

/** A page of the same rows. `upToOffset` keeps pages of one download together while late rows come in. */
export interface ReceiptRowsQuery extends ReceiptWindow {
  afterOffset: number;
  upToOffset: number;
  limit: number;
}

/** Which readings a figure is made of, over one stretch of event time. */
export interface FigureQuery {
  domain: string;
  metric: string;
  /** Absent: all of the domain. */
  entities?: string[];
  fromMs: number;
  toMs: number;
  stepMs: number;
  /** A reading counts 100 inside it and 0 outside. */
  band?: [low: number, high: number];
  /** How many entities are named, those with the most readings first. */
  named: number;
}

/** Statistics of a set of readings; `bins` are those of `stepMs` that hold one. */
export interface FigureSums {
  n: number;
  sum: number;
  absoluteSum: number;
  max: number | null;
  /** Of the newest event; of equal times the one that came last. */
  last: number | null;
  lastMs: number | null;
  bins: number;
}

export interface FigureFacts {
  /** With late readings: what is settled. */
  settled: FigureSums;
  /** Without them: what the live figure may hold. */
  live: FigureSums;
  received: number;
  counted: number;
  late: number;
  /** Late ones that are in the statistics. */
  lateInside: number;
  duplicates: number;
  outcomesKnown: boolean;
  entities: number;
  /** Most readings first. */
  contributors: { entity: string; settled: FigureSums; live: FigureSums }[];
}
