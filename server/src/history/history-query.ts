import type { DomainStatistic, ReadingOutcome } from '@metropane/city';

/** Window lengths that history answers: tumbling by epoch, the hopping form, and civil days. */
export const WINDOW_MS = { PT10S: 10_000, PT1M: 60_000, PT5M: 300_000, PT1H: 3_600_000 } as const;
export type TumblingWindow = keyof typeof WINDOW_MS;
export type WindowName = TumblingWindow | 'PT5M/PT10S' | 'P1D';

export interface WindowsQuery {
  domain: string;
  /** Absent: the aggregate over the domain's entities. */
  entity?: string;
  metric: string;
  window: WindowName;
  fromMs: number;
  toMs: number;
  /** City's zone: of the civil days (P1D) of every feed that `zoneOfFeed` does not name. */
  zone: string;
  /** Feeds whose entities live by another zone's days. */
  zoneOfFeed: Record<string, string>;
  maxRows: number;
}

/** Settled values of one window. Times are epoch ms; `end` is exclusive. */
export interface WindowRow {
  startMs: number;
  endMs: number;
  n: number;
  sum: number;
  mean: number;
  min: number;
  max: number;
  first: number;
  last: number;
  p50: number;
  p95: number;
  revision: number;
  late: number;
  /** Events that came when the raw readings of the window had expired: part of `late` where they are, of no statistic. */
  lateUnmerged: number;
  /** Whether the statistics hold every event that came. */
  exact: boolean;
  /** The domain's own statistic, where its metric has one; null = not known of this window. */
  extra?: { column: DomainStatistic['column']; value: number | null };
}

export interface ObservationsQuery {
  domain: string;
  entity?: string;
  metric?: string;
  fromMs: number;
  toMs: number;
  limit: number;
  /** Where the page before ended; absent: the first page. */
  after?: ObservationsPosition;
  /** Also the rows that are part of no number. */
  all?: boolean;
}

/** A row's place in the order (event time, entity, metric, place in the log), which no later row changes. */
export interface ObservationsPosition {
  tMs: number;
  entity: string;
  metric: string;
  offset: number;
}

export interface ObservationRow {
  entity: string;
  metric: string;
  tMs: number;
  /** NaN = missing, only where all rows were asked for. */
  value: number;
  arrivalMs: number;
  id: string;
  flag: number;
  late: boolean;
  /** As the fold judged it; only where all rows were asked for. */
  outcome?: ReadingOutcome;
  /** Its place in log order; no two rows share one. */
  offset: number;
}
