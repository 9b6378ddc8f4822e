import type { MessagePort } from 'node:worker_threads';
import type { SystemDetail, SystemSummary } from './offices-types.ts';

/** What the worker *offices* is started with. */
export interface OfficesStart {
  dataDir: string;
  /** City pack: a folder or a built-in name. */
  city: string;
  simulatedFeeds: string[];
  journal: MessagePort;
}

export type ToOffices = { type: 'ask'; id: number; nowMs: number; code: string | null } | { type: 'stop' };

export interface OfficesAnswer {
  /** Journal position that the answer rests on. */
  journalSeq: number;
  systems: SystemSummary[];
  detail: SystemDetail | null;
}

export type FromOffices =
  | { type: 'answer'; id: number; answer: OfficesAnswer }
  | { type: 'refused'; id: number; message: string }
  | { type: 'status'; fault: string | null };
