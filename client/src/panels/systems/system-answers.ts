import type { Text } from '@metropane/live-state';

export interface Period {
  id: string;
  start: string | null;
  end: string | null;
}

/** A figure with all that it is made of: its receipt comes with it. */
export interface SystemFigure {
  code: string;
  name: Text;
  unit: string;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  /** Cases that it rests on; null: the system published it without. */
  n: number | null;
  formula: Text;
  source: string;
  origin: 'cases' | 'published' | 'own';
  period: Period | null;
  asOf: string | null;
  published: { vintage: string | null; status: string; territory: string | null; vintages: number } | null;
}

/** An item of `GET /systems`. */
export interface SystemSummary {
  number: number;
  code: string;
  name: Text;
  status: 'connected' | 'silent' | 'never-heard' | 'own';
  silentSince: string | null;
  silentAfterMs: number | null;
  lastEvent: string | null;
  lastArrival: string | null;
  feed: string | null;
  simulated: boolean;
  headline: SystemFigure[];
}

/** `GET /systems/{code}`, as far as its page shows it. */
export interface SystemDetail extends SystemSummary {
  at: string;
  journalSeq: number;
  figures: SystemFigure[];
  open: number | null;
  overdue: number | null;
  openByState: { state: string; name: Text; count: number }[];
  /** Newest first, the one that runs included. */
  periods: { period: Period; figures: SystemFigure[] }[];
}

/** Shares and small means need a digit behind the comma, counts none. */
export function decimalsOf(value: number): number {
  return Number.isInteger(value) || Math.abs(value) >= 1_000 ? 0 : 1;
}
