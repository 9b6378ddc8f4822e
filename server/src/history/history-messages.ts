import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from './history-query.ts';
import type { HistoryRows } from './history-rows.ts';

/** What the follower asks of the history process; answers come in the order of the questions. */
export type HistoryRequest =
  | { id: number; op: 'append'; rows: HistoryRows }
  | { id: number; op: 'flush'; upToOffset: number }
  | { id: number; op: 'windows'; query: WindowsQuery }
  | { id: number; op: 'observations'; query: ObservationsQuery }
  | { id: number; op: 'stats' };

export interface HistoryStats {
  coveredOffset: number;
  files: number;
  rows: number;
  tailRows: number;
}

export type HistoryReply =
  | { id: number; ok: true; value: WindowRow[] | ObservationRow[] | HistoryStats }
  | { id: number; ok: false; message: string };
