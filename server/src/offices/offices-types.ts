/** What the centre answers about its administrative systems. Plain, so that it crosses threads; no id of a case, no sealed field. */
export interface Text {
  vi: string;
  en: string;
}

/** `own`: measured by the centre itself. */
export type SystemStatus = 'connected' | 'silent' | 'never-heard' | 'own';

export interface PeriodSpan {
  id: string;
  /** Null where a published period is no span that the centre knows the ends of. */
  startMs: number | null;
  endMs: number | null;
}

export interface SystemFigure {
  code: string;
  name: Text;
  unit: string;
  /** Null: there is nothing to divide by, or nothing is known. Never 0 in its place. */
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  /** How many cases it rests on; null where the system published it without. */
  n: number | null;
  formula: Text;
  source: string;
  origin: 'cases' | 'published' | 'own';
  /** Null: how things stand now. */
  period: PeriodSpan | null;
  /** Event time of the newest thing in it; null: nothing was heard. */
  asOfMs: number | null;
  /** Of a published figure. */
  published: { vintage: string | null; status: string; territory: string | null; vintages: number } | null;
}

export interface SystemSummary {
  number: number;
  code: string;
  name: Text;
  status: SystemStatus;
  /** Since when it is silent; null: it is not. */
  silentSinceMs: number | null;
  /** Silence beyond this counts; null for the centre itself. */
  silentAfterMs: number | null;
  lastEventMs: number | null;
  lastArrivalMs: number | null;
  feed: string | null;
  simulated: boolean;
  headline: SystemFigure[];
}

/** Figures of one unit or agency within one period. Null figures: fewer cases than may be shown. */
export interface SystemRow {
  code: string;
  name: string | null;
  received: number | null;
  done: number | null;
  open: number | null;
  overdue: number | null;
  onTime: RowShare | null;
  satisfied: RowShare | null;
  /** Enough settled cases for a place in a ranking (30). */
  isRanked: boolean;
  isSuppressed: boolean;
}

/** A share in percent with its 95 % interval (Wilson). */
export interface RowShare {
  value: number | null;
  numerator: number;
  denominator: number;
  low: number | null;
  high: number | null;
}

export interface SystemDetail extends SystemSummary {
  figures: SystemFigure[];
  /** Open cases by state, in the order of a life. */
  openByState: { state: string; name: Text; count: number }[];
  open: number | null;
  overdue: number | null;
  /** The period of the tables of units and agencies. */
  period: PeriodSpan | null;
  units: SystemRow[];
  agencies: SystemRow[];
  /** Newest first: the figures of the last periods. */
  periods: { period: PeriodSpan; figures: SystemFigure[] }[];
  /** Published figures with every vintage that is kept of their last periods. */
  vintages: { code: string; territory: string | null; items: PublishedVintage[] }[];
  /** Events that were heard and are in no figure, over all systems, by reason. */
  uncounted: Record<string, number>;
}

export interface PublishedVintage {
  period: string;
  vintage: string | null;
  status: string;
  publishedMs: number;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  unit: string | null;
}
