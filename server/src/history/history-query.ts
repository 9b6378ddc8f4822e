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
}

/**
 * A place in the order (event time, entity, metric, log offset), which never changes however many rows arrive meanwhile.
 * `shown`: how many rows of exactly this place were given already; all of them came in one record.
 */
export interface ObservationsPosition {
  tMs: number;
  entity: string;
  metric: string;
  offset: number;
  shown: number;
}

export interface ObservationRow {
  entity: string;
  metric: string;
  tMs: number;
  value: number;
  arrivalMs: number;
  id: string;
  flag: number;
  late: boolean;
  /** Log offset of the record that carried it. */
  offset: number;
}

/** Where a page ended; `after` is where it began. */
export function nextPosition(
  rows: readonly ObservationRow[],
  after: ObservationsPosition | undefined,
): ObservationsPosition | undefined {
  const last = rows.at(-1);
  if (last === undefined) return after;
  const isSame = (at: Pick<ObservationRow, 'tMs' | 'entity' | 'metric' | 'offset'>): boolean =>
    at.tMs === last.tMs && at.entity === last.entity && at.metric === last.metric && at.offset === last.offset;
  const before = after !== undefined && isSame(after) ? after.shown : 0;
  const { tMs, entity, metric, offset } = last;
  return { tMs, entity, metric, offset, shown: before + rows.filter(isSame).length };
}
