import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from './history-query.ts';
import type { HistorySettings } from './history-store.ts';
import type { StoreFigures } from './store-figures.ts';
import type { HistoryRows } from './history-rows.ts';
import type { ReceiptRow } from '@metropane/city';
import type {
  FigureFacts,
  FigureQuery,
  ReceiptFacts,
  ReceiptQuery,
  ReceiptRowsQuery,
} from './receipt-query.ts';

/** What the follower asks of the history process; answers come in the order of the questions. */
export type HistoryRequest =
  | { id: number; op: 'append'; rows: HistoryRows }
  | { id: number; op: 'flush'; upToOffset: number }
  | { id: number; op: 'windows'; query: WindowsQuery }
  | { id: number; op: 'observations'; query: ObservationsQuery }
  | { id: number; op: 'receipt'; query: ReceiptQuery }
  | { id: number; op: 'receipt-rows'; query: ReceiptRowsQuery }
  | { id: number; op: 'figure'; query: FigureQuery }
  | { id: number; op: 'stats' };

/** What the process is started with, as JSON. */
export type HistoryOptions = Pick<HistorySettings, 'retention' | 'zone' | 'zoneOfFeed'>;

export interface HistoryStats extends StoreFigures {
  coveredOffset: number;
}

export type HistoryAnswer =
  | WindowRow[]
  | ObservationRow[]
  | ReceiptFacts
  | null
  | ReceiptRow[]
  | FigureFacts
  | HistoryStats;

export type HistoryReply =
  | { id: number; ok: true; value: HistoryAnswer }
  | { id: number; ok: false; code: 'history-expired' | 'history-unavailable'; message: string };
