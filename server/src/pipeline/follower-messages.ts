import type { MessagePort } from 'node:worker_threads';
import type { CityKnowledge } from './city-knowledge.ts';
import type { ReceiptAnswer, ReceiptQuestion } from './receipt-messages.ts';
import type { HistoryStats } from '../history/history-messages.ts';
import type { HistoryRetention } from '../history/retention.ts';
import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from '../history/history-query.ts';

/** What the follower worker is started with. */
export interface FollowerStart {
  dataDir: string;
  /** For receipts. */
  known: CityKnowledge;
  historyRetention: HistoryRetention;
  /** From the pipeline worker: how far the log may be read, and hashes to verify. */
  progress: MessagePort;
}

/** From the pipeline worker, in log order. */
export type Progress =
  | { type: 'flushed'; offset: number }
  /** Everything derived from what lies before the offset is in the journal; see `DerivedCheck.note`. */
  | { type: 'derived'; safeOffset: number; isComparable: boolean }
  | { type: 'verify'; offset: number; stateHash: string };

/** From main. `minOffset`: answer only when everything below it is in. */
export type ToFollower =
  | { type: 'windows'; id: number; query: WindowsQuery; minOffset: number }
  | { type: 'observations'; id: number; query: ObservationsQuery; minOffset: number }
  | { type: 'receipt'; id: number; question: ReceiptQuestion; minOffset: number }
  | { type: 'checkpoint'; id: number }
  | { type: 'stop'; id: number };

export type FromFollower =
  | { type: 'reply'; id: number; ok: true; value: FollowerAnswer }
  | { type: 'reply'; id: number; ok: false; code: string; message: string }
  | { type: 'status'; status: FollowerStatus };

export type FollowerAnswer =
  | WindowsAnswer
  | { rows: ObservationRow[] }
  | ReceiptAnswer
  | { checkpointOffset: number | null };

export interface WindowsAnswer {
  rows: WindowRow[];
  finalBeforeMs: number;
  /** Entities that the question is about, and readings that they promise in an hour; null = one of them promises nothing. */
  expected: { entities: number; perHour: number | null };
}

export interface FollowerStatus {
  offset: number;
  /** Bytes of log that are flushed and not yet folded. */
  behindBytes: number;
  verified: number;
  mismatches: number;
  /** Derived entries that the journal has as this fold derives them, and those that it has otherwise or not at all. */
  derivedMatched: number;
  derivedMismatches: number;
  /** First mismatch or damage, for a person; null = none. */
  fault: string | null;
  checkpointOffset: number | null;
  history: HistoryStats & { status: 'ok' | 'down'; detail: string };
}
