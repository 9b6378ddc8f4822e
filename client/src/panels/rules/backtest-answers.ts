import type { Priority } from '@metropane/live-state';

/** `POST /rules/{id}/backtest` with `{rule, from, to}`: the recorded hours folded again with the rule as sent. Times RFC 3339. */
export interface BacktestAnswer {
  /** What was folded: shorter than asked where the log does not reach back. */
  from: string;
  to: string;
  tried: BacktestSide;
  /** The rule as it is in force over the same hours; null for a new one. */
  inForce: BacktestSide | null;
}

export interface BacktestSide {
  /** How often its condition began. */
  onsets: number;
  /** Of those: how often an operator would have been called. */
  annunciated: number;
  /** By priority 1 to 4. */
  byPriority: [number, number, number, number];
  /** Alarms of the whole position per wall-clock ten minutes with this rule among the others, empty ones included. */
  load: { start: string; stepMs: number; counts: number[] };
  /** The first of them, oldest first. */
  items: { key: string; priority: Priority; onset: string; returned: string | null; value: number | null }[];
  /** It broke or cost too much while it ran. */
  broke: string | null;
}
