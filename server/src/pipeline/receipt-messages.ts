import type { DirectFigureReceipt, FigureReceipt, Receipt, ReceiptRow } from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { HistoryClient } from '../history/history-client.ts';
import type { WindowName } from '../history/history-query.ts';
import type { CityKnowledge } from './city-knowledge.ts';

/** Times are epoch ms. */
export type ReceiptQuestion =
  | ({ ask: 'window' } & AskedWindow)
  | ({ ask: 'rows'; afterOffset: number; upToOffset: number; limit: number } & AskedWindow)
  | { ask: 'figure'; kind: 'indicator' | 'trend' | 'heat'; id: string; row?: string; binMs?: number };

export interface AskedWindow {
  domain: string;
  entity: string;
  metric: string;
  window: WindowName;
  startMs: number;
}

/** What only the main thread knows is added there: refused messages that name the entity. */
export type SeriesReceipt = Omit<Receipt, 'rejected'>;

export type ReceiptAnswer =
  | { status: 'window'; receipt: SeriesReceipt; arrivals: { fromMs: number; toMs: number } }
  | { status: 'rows'; rows: ReceiptRow[] }
  | { status: 'figure'; receipt: FigureReceipt | DirectFigureReceipt }
  /** `what`: said to a person. */
  | { status: 'unknown'; what: string }
  | { status: 'misaligned'; nearestMs: number }
  | { status: 'no-bins' }
  | { status: 'too-many-rows' };

/** What a receipt needs of the history process. */
export type ReceiptHistory = Pick<HistoryClient, 'receipt' | 'receiptRows' | 'figure'>;

/** A room, history up to the same place in the log, and what is known beside them. */
export interface ReceiptCentre {
  room: ControlRoom;
  known: CityKnowledge;
  history: ReceiptHistory;
}
